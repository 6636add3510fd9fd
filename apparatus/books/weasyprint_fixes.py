"""What WeasyPrint 70 gets wrong, and our ways round it, each with the issue that would make it needless: try without
when WeasyPrint is renewed.

Three of them come from one fault: the edges of inline elements are taken for places where a line may end, as spaces are
(https://github.com/Kozea/WeasyPrint/issues/1614, open; a mend was offered in
https://github.com/Kozea/WeasyPrint/pull/2748 and closed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree

from ..figures.layout import span
from ..html.tree import Element, append, classed, make
from ..postbuild.book import Book

POLICIES = ("line", "auto", "block")
"""Footnote policies, tried in turn until no note is lost: a note can be, when the last lines of a page, one of which
bears its letter, are taken back.

https://github.com/Kozea/WeasyPrint/issues/1564, open, is the same placing of notes before their lines are settled. For
the same reason pdf.py sets the book twice instead of asking for page numbers by target-counter(): pages that are set
anew for them drop notes that had moved.
"""
_POINTS = re.compile(r"[,.;:!?’”)،؛؟۔“]+")

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
}
_LISTS = {"dc:rights": "Alt", "dc:language": "Bag", "dc:publisher": "Bag"}


def say_more(metadata: Any, book: Book) -> None:
    """Have the PDF's XMP say rights, licence, language, publisher and edition too, of which WeasyPrint writes none.

    What its option `xmp_metadata` adds stands in an rdf:RDF of its own, and XMP takes one (ISO 16684-1, 7.4), so the
    one that it makes is added to.
    """
    made = metadata.generate_rdf_metadata
    said = {
        "dc:rights": book.rights,
        "dc:language": book.language,
        "dc:publisher": book.author,
        "xmpRights:Marked": "True",
        "xmpRights:WebStatement": book.licence,
        "prism:edition": book.number,
    }

    def with_more(*variant: Any) -> bytes:
        rdf = etree.fromstring(made(*variant))
        description = etree.SubElement(rdf, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""}, nsmap=_SPACES)
        for name, value in said.items():
            space, _, local = name.partition(":")
            place = etree.SubElement(description, f"{{{_SPACES[space]}}}{local}") if value else None
            if place is not None and name in _LISTS:
                place = etree.SubElement(etree.SubElement(place, f"{{{_RDF}}}{_LISTS[name]}"), f"{{{_RDF}}}li")
                place.attrib.update(
                    {"{http://www.w3.org/XML/1998/namespace}lang": "x-default"} if name == "dc:rights" else {}
                )
            if place is not None:
                place.text = value
        written: bytes = etree.tostring(rdf)
        return written

    metadata.generate_rdf_metadata = with_more


def bind_marks_to_words(tree: Element) -> None:
    """Bind each mark to the word before it, or a word's space is left between them where the text before was broken
    into lines (issue 1614).
    """
    for mark in classed(tree, "mark"):
        before, parent = mark.getprevious(), mark.getparent()
        text = (parent.text if before is None else before.tail) or ""
        kept, word = text[: text.rfind(" ") + 1], text[text.rfind(" ") + 1 :]
        if not word.strip():
            continue
        bound = make("span", word, class_="kept")
        bound.tail, mark.tail = mark.tail, None
        parent.replace(mark, bound)
        bound.append(mark)
        if before is None:
            parent.text = kept
        else:
            before.tail = kept


def part_spaces(tree: Element) -> None:
    """Let the space before an inline element stand by itself.

    Issue 1614: WeasyPrint takes a text that is longer than the line by nothing but the space at its end for one that
    cannot be broken, and sets its first word alone: five lines of the essay had one word each.
    """
    for element in [one for paragraph in tree.iter("p", "li") for one in paragraph.iterdescendants()]:
        before, parent = element.getprevious(), element.getparent()
        text = (parent.text if before is None else before.tail) or ""
        if text.endswith(" ") and text.strip():
            if before is None:
                parent.text = text[:-1]
            else:
                before.tail = text[:-1]
            parent.insert(parent.index(element), make("span", " "))


class _Whole(str):
    """A text that is its own and only letter."""

    def __iter__(self) -> Iterator[str]:
        yield str(self)


@contextmanager
def whole_words() -> Iterator[None]:
    """While it lasts, have the words of drawings set whole. WeasyPrint sets them letter by letter, since each may have
    a place of its own, and so letters that join stand apart and in the order of another direction
    (https://github.com/Kozea/WeasyPrint/issues/2249, open; https://github.com/Kozea/WeasyPrint/issues/2909).
    """
    import weasyprint.svg as svg

    own = svg.text
    names = [name for name, function in svg.TAGS.items() if function is own]

    def text(drawing: Any, node: Any, size: float) -> None:
        if node.text:
            node._etree_node.text = _Whole(node.text)
        own(drawing, node, size)

    svg.text = text
    svg.TAGS.update(dict.fromkeys(names, text))
    try:
        yield
    finally:
        svg.text = own
        svg.TAGS.update(dict.fromkeys(names, own))


def put_ground_under(tree: Element) -> None:
    """Draw the ground of a number before the number, since paint-order is not known and the ground would be painted
    over the letters.

    There is no issue of its own in WeasyPrint; CairoSVG, where its drawing of SVG comes from, has
    https://github.com/Kozea/CairoSVG/issues/218.
    """
    for text in [text for text in tree.iter("text") if text.get("paint-order")]:
        del text.attrib["paint-order"], text.attrib["stroke-width"]
        width = span(text.text or "")
        left = {"middle": -width / 2, "end": -width}.get(text.get("text-anchor", ""), 0.0)
        ground = make("rect", x=f"{left:.1f}", y="-9", width=f"{width:.1f}", height="11")
        ground.set("fill", text.attrib.pop("stroke"))
        ground.set("transform", text.get("transform", ""))
        parent = text.getparent()
        parent.insert(parent.index(text), ground)


def take_in_points(tree: Element) -> None:
    """Move a point or comma after a name into the name, or the line may end before it, however much room it has (issue
    1614).
    """
    for name in classed(tree, "name"):
        if point := _POINTS.match(name.tail or ""):
            name.tail = name.tail[len(point[0]) :]
            append(name, point[0])
