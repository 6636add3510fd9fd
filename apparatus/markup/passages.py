"""Passages: every block of the essay has an address for life, ``{: #k7f2 }`` on the line after it.

Python-Markdown's attribute lists give the id to a paragraph. Here the same line, standing alone after a list, a quotation or
a table, gives it to that block, and each block with an address gets the link that shows it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.treeprocessors import Treeprocessor

from ..essay.syntax import PARAGRAPH_ID
from ..html.elements import append, element
from .base import ApparatusExtension

_ALONE = re.compile(r"\A\{:\s*#([a-z0-9]+)\s*\}\Z")
_BLOCKS = ("p", "ul", "ol", "blockquote", "table", "figure")


class Passages(ApparatusExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.parser.blockprocessors.register(_AddressAlone(md.parser), "address", 175)
        md.treeprocessors.register(_Links(md), "passages", 5.2)


class _AddressAlone(BlockProcessor):
    """Give an address that stands alone to the block before it."""

    def test(self, parent: etree.Element, block: str) -> bool:
        before = self.lastChild(parent)
        return bool(before is not None and before.tag in _BLOCKS and _ALONE.match(block.strip()))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        match = _ALONE.match(blocks.pop(0).strip())
        before = self.lastChild(parent)
        if match and before is not None:
            before.set("id", match[1])


class _Links(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for block in root:
            id = block.get("id", "")
            if block.tag not in _BLOCKS or not PARAGRAPH_ID.fullmatch(id):
                continue
            link = element("a", "¶", href=f"#{id}", class_="address", aria_label="Link to this paragraph")
            block.set("class", "passage")
            if block.tag == "p":
                append(block, link)
            else:
                last = block[-1] if block.tag in ("ul", "ol", "blockquote") and len(block) else None
                append(block if last is None else last, link)


def makeExtension(**options: Any) -> Passages:
    return Passages(**options)
