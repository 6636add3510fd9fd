"""Boxes: what marks lead to. One markup serves the lists after the prose, the sheet over the page, print, and programs
that keep no styles.

A mark is a link to its box (`#s5`). Without scripts the stylesheet shows the box that the address names, fixed to the
window, so that nothing moves; with scripts essay.js opens it beside the mark and leaves the address alone. A box leads
back to where its marks stand: to the block, whose address is there anyway, or to the mark itself where the block has
none or is long. (An id on every mark costs the longest section 0.4 kB.)

Marks and links back do without the roles of DPUB-ARIA. In the place of every link that has doc-noteref, Pandoc 3.9 puts
an empty note, unless the note is an item of one list at the end of the document, whatever options are given
(`epub_html_exts` knows epub:type alone, which HTML does not allow); doc-biblioref and doc-backlink say no more than
number and label do, and weigh 0.2 kB in the longest section. In books every link has its role.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Generator, Iterable, Iterator

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from ..html.elements import Element, append, element
from ..words import Words

FAR = 440
"""Characters in a block from which a mark after them may be below a small window (320 × 568, 844 × 390) that begins
with the block. Measured: at 640, 65 marks of 620 were; at 440 none, for 0.09 kB more on the longest section.
"""
CLOSED = "closed"
"""The id of an empty element that is fixed to the window: to follow a link to it closes a box and leaves the page where
it is.
"""


def box(id: str, *children: Element, kind: str, back: Iterable[str], words: Words, tag: str = "li") -> Element:
    """Return a box that holds `children`; `back` are the ids of the places that lead to it.

    It is an item of a list, or for a note a section, and never a `div`: Readability and trafilatura drop one that is
    short and has many links, as entries have, and trafilatura drops such a paragraph unless it stands in an item.

    A link to each of them ends the last paragraph. The link that closes the box has a name and no text, so that it is
    no word of the entry for programs that keep none of our styles.
    """
    made = element(tag, *children, id=id, class_=f"box {kind}")
    last = _last_paragraph(made)
    for number, place in enumerate(back, 1):
        append(last, " ", _back(place, number, words))
    made.append(element("a", href=f"#{CLOSED}", class_="close", aria_label=words("box.close")))
    return made


def _last_paragraph(made: Element) -> Element:
    """Return the paragraph that ends a box, or one that is put there where something else does."""
    last = made[-1]
    return last if last.tag == "p" else etree.SubElement(made, "p", {"class": "ways"})


def _back(place: str, number: int, words: Words) -> Element:
    label, sign = words("box.back"), "↑"
    if number > 1:
        label, sign = words("box.back-nth", n=str(number)), f"↑{number}"
    return element("a", sign, href=f"#{place}", class_="back", aria_label=label)


def appendix(heading: str, id: str, boxes: list[Element], tag: str = "ul") -> Element:
    """Return a list of boxes that follows the prose, with its heading."""
    return element(
        "section", element("h2", heading, id=id), element(tag, *boxes), class_=f"appendix {id}", aria_labelledby=id
    )


def placed_marks(root: Element, tag: str) -> Iterator[tuple[Element, str]]:
    """Yield each element `tag` with the id of its block, the place to lead back to: '' where that has none, or begins
    FAR before the mark.
    """
    for block in root:
        for mark, before in list(_reached(block, 0)):
            if mark.tag == tag:
                yield mark, block.get("id", "") if before < FAR else ""


def _reached(within: Element, before: int) -> Generator[tuple[Element, int], None, int]:
    """Yield `within` and all elements in it, each with the number of characters before it; return how many
    there are.
    """
    yield within, before
    before += len(within.text or "")
    for child in within:
        before = yield from _reached(child, before)
        before += len(child.tail or "")
    return before


def add_place(places: list[str], place: str, link: Element) -> None:
    """Add to the `places` of a box the one of a mark: its block, once however many marks it has, or, for '', the mark
    itself, which gets an id.
    """
    if not place:
        place = f"{link.get('href', '')[1:]}-from-{len(places) + 1}"
        link.set("id", place)
    if place not in places:
        places.append(place)


class _Closed(Treeprocessor):
    """Give a page that has boxes what their links to close them lead to."""

    def run(self, root: Element) -> None:
        if any(link.get("class") == "close" for link in root.iter("a")):
            root.append(element("span", id=CLOSED, class_=CLOSED))


def let_close(md: Markdown) -> None:
    """Have `md` end a page with boxes in what closes them, however many extensions make boxes."""
    if CLOSED not in md.treeprocessors:
        md.treeprocessors.register(_Closed(md), CLOSED, 5.3)
