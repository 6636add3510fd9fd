"""The essay as Markdown for Pandoc, with its sources as CSL JSON, for whoever writes on with both.

In: a Book and the site's folder of typefaces. Out: a ZIP archive of `essay.md`, `sources.json` and the pictures.
Notes are Pandoc's footnotes, citations its citations, in front of the point, where every style finds them
(https://pandoc.org/MANUAL.html#citation-syntax). The list of sources is made by the reader's Pandoc, in the style
that the reader names: `pandoc --citeproc essay.md -o essay.docx`.
"""

from __future__ import annotations

import json
from pathlib import Path

from ..postbuild.book import Book
from .archive import packed
from .for_pandoc import Cited, Node, document, run_pandoc

TEXT, SOURCES, PICTURES = "essay.md", "sources.json", "pictures"
FORMAT = "markdown-smart-simple_tables-multiline_tables"
"""Pandoc's own Markdown with quotation marks as they are printed, and without the tables that it indents, which would
become a part of the list before them.
"""
_LIST = "sources"
"""The chapter that citeproc makes instead."""


def write_markdown(book: Book, fonts: Path) -> bytes:
    """Return the archive. Raises PandocFailed."""
    made = document(book, fonts, _citation, styled=False, pictures_in=f"{PICTURES}/", leave_out=_LIST)
    said = {
        "title": book.title,
        "subtitle": book.standfirst,
        "author": book.author,
        "date": f"{book.date:%Y-%m-%d}",
        "lang": book.language,
        "dir": book.direction or "",
        "description": book.description,
        "edition": book.number,
        "rights": book.rights,
        "source": book.site_url,
        "bibliography": SOURCES,
    }
    meta: dict[str, Node] = {name: {"t": "MetaString", "c": text} for name, text in said.items() if text}
    meta["nocite"] = {"t": "MetaInlines", "c": [_citation((("*", ""),), False)]}
    meta["link-citations"] = {"t": "MetaBool", "c": True}
    # citeproc puts its list at the end
    titles = [chapter.title for chapter in book.record if chapter.name == _LIST]
    ends = [{"t": "Header", "c": [1, [_LIST, ["unnumbered"], []], [{"t": "Str", "c": title}]]} for title in titles]
    whole = made.written(meta, after=ends)
    text = run_pandoc(
        whole.replace(f'"#{_LIST}-', '"#ref-'), "--from=json", f"--to={FORMAT}", "--standalone", "--wrap=none"
    )
    files = {
        TEXT: text,
        SOURCES: (json.dumps(list(book.sources.values()), ensure_ascii=False, indent=1) + "\n").encode(),
        **made.pictures,
    }
    return packed(files, book.date)


def _citation(sources: tuple[Cited, ...], in_note: bool) -> Node:
    """Return a citation, which may stand in a note as well."""
    cited = [
        {
            "citationId": key,
            "citationPrefix": [],
            "citationSuffix": [{"t": "Str", "c": f", {place}"}] if place else [],
            "citationMode": {"t": "NormalCitation"},
            "citationNoteNum": 0,
            "citationHash": 0,
        }
        for key, place in sources
    ]
    return {"t": "Cite", "c": [cited, []]}
