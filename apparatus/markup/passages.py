"""Passages: every block of the essay has an address for life, ``{: #k7f2 }`` on the line after it.

Python-Markdown's attribute lists give the id to a paragraph. Here the same line, standing alone after a list, a
quotation or a table, gives it to that block, and each block with an address gets the link that shows it.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from copy import deepcopy
from html import unescape

from markdown import Markdown
from markdown.extensions.toc import render_inner_html, slugify, strip_tags, unique
from markdown.treeprocessors import Treeprocessor

from ..essay.blocks import ADDRESSED, AddressAlone
from ..essay.syntax import PARAGRAPH_ID
from ..html.elements import append, element, remove
from .base import ApparatusExtension, words_on

_ALIGNED = {"left": "at-start", "right": "at-end", "center": "in-middle"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Passages(ApparatusExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        self.prepare(md)
        md.parser.blockprocessors.register(AddressAlone(md.parser), "address", 175)
        md.treeprocessors.register(_Links(md), "passages", 5.2)
        md.treeprocessors.register(_Headings(md), "headings", 5.1)


class _Links(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for table in root.iter("table"):
            _align(table)
        for block in root:
            id = block.get("id", "")
            if block.tag not in ADDRESSED or not PARAGRAPH_ID.fullmatch(id):
                continue
            link = element("a", href=f"#{id}", class_="address", aria_label=words_on(self.md)("passage.link"))
            block.set("class", "passage")
            if block.tag == "p":
                append(block, link)
            else:
                append(_last(block), link)


def _last(block: etree.Element) -> etree.Element:
    """Return where a link may stand in a block: its last item or paragraph, or the last cell of a table."""
    inside = [cell for cell in block.iter() if cell.tag in ("td", "th")] if block.tag == "table" else list(block)
    return inside[-1] if inside else block


def _align(table: etree.Element) -> None:
    """Say by class where a column stands, for our policy allows no style in a page; a head says that it is one of a
    column.
    """
    for cell in (one for one in table.iter() if one.tag in ("th", "td")):
        if style := cell.attrib.pop("style", ""):
            cell.set("class", _ALIGNED[style.removeprefix("text-align: ").rstrip(";")])
        if cell.tag == "th" and not cell.get("scope"):
            cell.set("scope", "col")


class _Headings(Treeprocessor):
    """Give each heading an id made from its words alone: a mark's figure changes with what is cited before it."""

    def run(self, root: etree.Element) -> None:
        taken = {element.get("id", "") for element in root.iter()}
        for heading in [one for one in root if one.tag in _HEADINGS and not one.get("id")]:
            words = deepcopy(heading)
            for around in list(words.iter()):
                for mark in [one for one in around if "mark" in one.get("class", "").split()]:
                    remove(around, mark)
            told = unescape(strip_tags(render_inner_html(words, self.md)))
            heading.set("id", unique(slugify(told, "-"), taken))


makeExtension = Passages
