"""No line ends between a day and its month, or between a number and its unit; an apostrophe that begins a word is one.

In: the tree when every box has been made. Out: the same words, with a no-break space (U+00A0) where a break would make the reader stumble:
'1 May 1993', '34 per cent'. Authors type ordinary spaces. The practice is that of New Hart's Rules (2014), 2.5.1 and 11.1.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from calendar import month_name
from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from ..html.typography import APOSTROPHE
from .base import ApparatusExtension

UNITS = "per cent|million|billion|crore|lakh|gallons|kilometres|miles|minutes|rupees|votes|seats"
_AFTER_NUMBER = re.compile(rf"(?<=\d) (?=(?:{'|'.join(month_name[1:])}|{UNITS})\b)")
_LITERAL = ("code", "pre", "script", "style")


class Spaces(ApparatusExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(_Apostrophes(APOSTROPHE), "apostrophes", 65)
        md.treeprocessors.register(_Binding(md), "spaces", 4.9)


class _Apostrophes(InlineProcessor):
    """Set what smarty takes for a quotation mark: the apostrophe of ’92, ’n’ and ’tis."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        return m[0].replace("'", "’"), m.start(0), m.end(0)


class _Binding(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.text and element.tag not in _LITERAL:
                element.text = _AFTER_NUMBER.sub("\u00a0", element.text)
            if element.tail:
                element.tail = _AFTER_NUMBER.sub("\u00a0", element.tail)


def makeExtension(**options: Any) -> Spaces:
    return Spaces(**options)
