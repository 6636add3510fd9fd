"""No line ends between a day and its month, or between a number and its unit; an apostrophe that begins a word is one.

In: the tree when every box has been made. Out: the same words, with a no-break space (U+00A0) where a break would make
the reader stumble: '1 May 1993', '34 per cent'. Authors type ordinary spaces. The practice is that of New Hart's Rules
(2014), 2.5.1 and 11.1.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from functools import lru_cache

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from ..html.typography import APOSTROPHE
from ..words import Words
from .base import ApparatusExtension, words_on

_LITERAL = ("code", "pre", "script", "style")


class Spaces(ApparatusExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        self.prepare(md)
        md.inlinePatterns.register(_Apostrophes(APOSTROPHE), "apostrophes", 65)
        md.treeprocessors.register(_Binding(md), "spaces", 4.9)


class _Apostrophes(InlineProcessor):
    """Set what smarty takes for a quotation mark: the apostrophe of ’92, ’n’ and ’tis."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        return m[0].replace("'", "’"), m.start(0), m.end(0)


class _Binding(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        after_number = _after_number(words_on(self.md))
        for element in root.iter():
            if element.text and element.tag not in _LITERAL:
                element.text = after_number.sub("\u00a0", element.text)
            if element.tail:
                element.tail = after_number.sub("\u00a0", element.tail)


@lru_cache
def _after_number(words: Words) -> re.Pattern[str]:
    """Return what finds the space between a number and a month or unit."""
    after = (*words.at("date.months"), *words.at("number.units"))
    return re.compile(rf"(?<=\d) (?=(?:{'|'.join(map(re.escape, after))})\b)")


makeExtension = Spaces
