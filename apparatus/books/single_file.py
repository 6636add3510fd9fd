"""The whole essay as one file of HTML that needs nothing else: stylesheet, typefaces and drawings inside, no script.

In: a Book and the built site. Out: a file to pass on by messenger or to keep on a stick. Marks open their boxes, since
the stylesheet shows what an address names; links to the pages of the record lead to the site's address. Under a million
bytes (tests/test_editions.py), so what a file can do without is left out: the icons' labels said twice, the links to
entries that stand on the site alone.
"""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path

from ..html.tree import Element, append, as_html, classed, clone, elements, make, parse_page, remove
from ..postbuild.book import Book
from ..postbuild.one_page import PAGE, whole

_FONT = re.compile(r'url\("[^"]*/fonts/([\w.-]+)"\)')
_LEFT_OUT = ("address", "entry")
_FOR_OTHER_BOOKS = ("data-number", "data-short")


def write_single(book: Book, site: Path) -> bytes:
    """Return the file."""
    head = make(
        "head",
        make("meta", charset="utf-8"),
        make("meta", name="viewport", content="width=device-width, initial-scale=1"),
        make("meta", name="description", content=book.description),
        make("meta", name="color-scheme", content="light dark"),
        *_cited_as(site),
        make("title", book.title),
        make("style", _style(site)),
    )
    article = make(
        "article",
        make("h1", book.title),
        make("p", book.standfirst, class_="standfirst"),
        class_="text plain",
        id="text",
    )
    place = make("div", class_="the-essay")
    append(place, *whole(book, book.site_url))
    append(article, place)
    for name in _LEFT_OUT:
        for part in classed(article, name):
            remove(part)
    for part in elements(article):
        for name in _FOR_OTHER_BOOKS:
            part.attrib.pop(name, None)
    words = book.interface
    lines = " ".join(map(words.sentence, filter(None, (book.edition, book.rights, words("books.typefaces")))))
    imprint = words.parts("books.imprint", lines=lines, link=make("a", book.site_url, href=book.site_url))
    footer = make("footer", make("p", *imprint), class_="colophon")
    body = make("body", make("main", article), footer)
    page = make("html", head, body, lang=book.language, dir=book.direction)
    return f"<!doctype html>\n{as_html(page)}\n".encode()


def _cited_as(site: Path) -> list[Element]:
    """Return what the cover's head says of the whole to Zotero, which saves the file by it as the book that it is."""
    named = ("citation_", "prism.", "og:type")
    cover = parse_page(site / "index.html")
    return [
        clone(meta) for meta in cover.iter("meta") if (meta.get("name") or meta.get("property") or "").startswith(named)
    ]


def _style(site: Path) -> str:
    """Return the style of the page of the whole essay, what stands in it and the rest, with its typefaces inside."""
    page = parse_page(site / PAGE)
    style = [one.text for one in page.iter("style")]
    linked = (link.get("href") for link in page.iter("link") if link.get("rel") == "stylesheet")
    style += [(site / PAGE).parent.joinpath(href).read_text(encoding="utf-8") for href in linked]

    def inside(found: re.Match[str]) -> str:
        return f"url(data:font/woff2;base64,{b64encode((site / 'assets/fonts' / found[1]).read_bytes()).decode()})"

    return _FONT.sub(inside, "".join(style))
