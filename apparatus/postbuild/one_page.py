"""The essay on one page: every section with its notes and sources, then each claim, person and word once.

In: a Book. Out: an article, in which marks still open their boxes, for the page /whole/ and for the one file that holds
everything. What every section repeats (the box of a person named in ten of them) stands once, which takes a sixth off
its size.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ..html.tree import Element, append, as_html, classed, has_class, make, parse_page, remove
from ..markup.boxes import CLOSED
from ..project import Project
from ..record.kept import kept, key_of
from ..record.kinds import KINDS
from ..record.settings import CONFIGURATION
from ..words import Words
from .book import Book, read_book

_SHARED = ("claims", "names")
_BOX_OF = {kind.listing: kind.name for kind in KINDS.values() if kind.mark != "citation"}
_CODE = (Path(__file__).parents[1],)
PAGE = "whole/index.html"
PLACE = "the-essay"
UP = "../"
"""From the page to the site."""


def put_whole(site: Path, project: Project) -> None:
    """Fill the page /whole/ of a built site, if it has one with a place for it, with the essay; it is kept until a page
    changes.
    """
    if not (site / PAGE).is_file():
        return
    pages = (file.read_bytes() for file in (project.root / CONFIGURATION, *sorted(site.rglob("*.html"))))
    made = kept(project.root, PAGE, key_of(pages, _CODE), lambda: _filled(site, project))
    (site / PAGE).write_bytes(made)


def _filled(site: Path, project: Project) -> bytes:
    page = parse_page(site / PAGE)
    places = classed(page, PLACE)
    if not places:
        return (site / PAGE).read_bytes()
    book = read_book(site, project)
    for place in places:
        place.clear()
        place.set("class", PLACE)
        append(place, *whole(book, UP))
    return f"<!doctype html>\n{as_html(page)}\n".encode()


def whole(book: Book, root: str) -> list[Element]:
    """Return the sections and the lists after them; `root` leads from the page to the site, for links to the pages of
    the record.
    """
    words = book.interface
    sections, shared = [], {name: _list(name, words(f"books.{name}")) for name in _SHARED}
    standing: dict[str, str] = {}
    for chapter in book.sections:
        tree = chapter.copy().tree
        tree.tag = "section"
        tree.set("class", "section")
        tree.set("aria-labelledby", f"{chapter.name}-title")
        _lower(tree)
        for sign in classed(tree, "address") if root else ():
            sign.set("href", root + chapter.path + sign.get("href"))  # where the paragraph can be cited, too
        tree.find("h2").set("id", f"{chapter.name}-title")
        for appendix in classed(tree, "appendix"):
            for name in _SHARED:
                if has_class(appendix, name):
                    _gather(appendix, shared[name].find("ul"), chapter.name, standing, words)
        sections.append(tree)
    made = [*sections, *(part for part in shared.values() if len(part.find("ul")))]
    for part in made:
        _relead(part, book, standing, root)
    _close_in_one_place(made)
    return made


def _close_in_one_place(parts: list[Element]) -> None:
    """What closes a box leads to one empty element on a page; each section brought its own, under a name of its own."""
    spans = [span for part in parts for span in classed(part, CLOSED)]
    for span in spans[1:]:
        remove(span)
    for span in spans[:1]:
        span.set("id", CLOSED)
    for link in (link for part in parts for link in classed(part, "close")):
        link.set("href", f"#{CLOSED}")


def _lower(tree: Element) -> None:
    """Headings go down a step, under the title of the whole; a section's list of sources is no landmark, for fifteen
    would have one name.
    """
    for heading in tree.xpath(".//h1 | .//h2 | .//h3"):
        heading.tag = f"h{int(heading.tag[1]) + 1}"
    for appendix in classed(tree, "appendix"):
        appendix.attrib.pop("aria-labelledby", None)


def _list(name: str, title: str) -> Element:
    return make("section", make("h2", title, id=name), make("ul"), class_=f"appendix {name}", aria_labelledby=name)


def _gather(appendix: Element, into: Element, section: str, standing: dict[str, str], words: Words) -> None:
    """Move the boxes of a section's list to the common one, each once, under the name that it has in every section."""
    for box in [one for one in classed(appendix, "box") if one.tag == "li"]:
        own = box.get("id")
        common = own.removeprefix(f"{section}-")
        if common not in standing.values():
            box.set("id", common)
            into.append(box)
        else:
            _lead_back(
                next(one for one in classed(into, "box") if one.get("id") == common), classed(box, "back"), words
            )
        standing[own] = common
    remove(appendix)


def _lead_back(box: Element, links: list[Element], words: Words) -> None:
    """Let a box that stands once lead back to the marks of one more section."""
    before = classed(box, "back")
    for number, link in enumerate(links, len(before) + 1):
        link.text, link.tail = f"↑{number}", None
        link.set("aria-label", words("box.back-nth", n=str(number)))
        append(before[-1].getparent(), " ", link)


def _relead(part: Element, book: Book, standing: Mapping[str, str], root: str) -> None:
    """Turn links to the record to the boxes that stand here, or else to the site's own pages; what a mark opens has its
    common name.
    """
    pages = {chapter.name: chapter.path for chapter in book.record}
    sections = {chapter.name for chapter in book.sections}
    here = set(standing.values())
    record = re.compile(r"#(" + "|".join(pages) + r")(?:-(.+))?")
    for element in part.xpath("descendant-or-self::*[@href]"):
        href = element.get("href")
        if href[1:] in standing:
            element.set("href", f"#{standing[href[1:]]}")
            continue
        target = record.fullmatch(href)
        if target and href[1:] not in sections:
            around = {one.get("id") for one in element.iterancestors()}
            box = f"{_BOX_OF.get(target[1])}-{target[2]}"
            page = root + pages[target[1]] + (f"#{target[2]}" if target[2] else "")
            element.set("href", f"#{box}" if box in here - around else page)
        elif root and href.startswith(book.site_url):
            element.set("href", root + href.removeprefix(book.site_url))
