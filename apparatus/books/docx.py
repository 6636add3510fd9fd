"""The essay as DOCX, for a student's word processor, written by Pandoc with styles of ours.

In: a Book and the site's folder of typefaces. Out: one file, the same to the byte for the same book, with headings,
real footnotes, pictures with their descriptions and a table of contents. A footnote is a note of ours, or names the
sources that a sentence has, in short and with the place in each; it leads to their entries at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from ..html.tree import fragment
from ..postbuild.book import Book, Chapter
from .docx_styles import reference
from .for_pandoc import Cited, Node, document, read_html, run_pandoc


def write_docx(book: Book, fonts: Path) -> bytes:
    """Return the whole file. Raises PandocFailed."""
    made = document(book, fonts, _Footnotes(book).cite, styled=True)
    said = {**_said(book), **({"dir": book.direction} if book.direction else {})}
    meta = {name: {"t": "MetaString", "c": text} for name, text in said.items() if text}
    whole = made.written(meta, before=[*_imprint(book), _contents(book)])
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, picture in made.pictures.items():
            (folder / file).write_bytes(picture)
        (folder / "reference.docx").write_bytes(
            reference(book.date, book.type.word, from_the_right=bool(book.direction))
        )
        return run_pandoc(whole, "--from=json", "--to=docx", "--reference-doc=reference.docx", "--output=-",
                          folder=folder, date=book.date)  # fmt: skip


def _said(book: Book) -> Mapping[str, str]:
    """Return what the file says of itself; what Word has no place for becomes a property of its own."""
    return {
        "title": book.title,
        "subtitle": book.standfirst,
        "author": book.author,
        "date": book.edition,
        "lang": book.language,
        "description": book.about,
        "rights": book.rights,
        "licence": book.licence,
        "edition": book.number,
        "source": book.site_url,
    }


class _Footnotes:
    """Citations as a word processor has them: short names in a footnote, or in brackets within a note."""

    def __init__(self, book: Book) -> None:
        named = read_html(
            fragment(f'<div id="{escape(key)}"><p>{name}</p></div>') for key, name in book.short_names.items()
        )
        self.names = {block["c"][0][0]: block["c"][1][0]["c"] for block in named}
        self.words = book.interface
        self.listed = any(chapter.name == "sources" for chapter in book.record)

    def cite(self, sources: tuple[Cited, ...], in_note: bool) -> Node:
        """Return the footnote, or the words in brackets."""
        said = list(self._said(sources))
        if in_note:
            return {"t": "Span", "c": [["", [], []], [_text("("), *said, _text(")")]]}
        last = said[-1] if said[-1]["t"] == "Str" else said[-1]["c"][1][-1]
        ended = last["t"] == "Str" and last["c"].endswith(".")
        stop = self.words("list.stop").strip()
        return {"t": "Note", "c": [{"t": "Para", "c": said if ended else [*said, _text(stop)]}]}

    def _said(self, sources: tuple[Cited, ...]) -> Iterator[Node]:
        for i, (key, place) in enumerate(sources):
            if i:
                yield from (_text(self.words("list.semicolon").strip()), {"t": "Space"})
            if self.listed:
                yield {"t": "Link", "c": [["", [], []], self.names[key], [f"#sources-{key}", ""]]}
            else:
                yield {"t": "Span", "c": [["", [], []], self.names[key]]}
            if place:
                yield _text(f"{self.words('list.comma')}{place}")


def _text(text: str) -> Node:
    return {"t": "Str", "c": text}


def _imprint(book: Book) -> Iterator[Node]:
    for line in (book.interface("books.legend-notes"), book.rights, book.site_url):
        if line:
            paragraph = {"t": "Para", "c": [_text(line)]}
            yield {"t": "Div", "c": [["", [], [["custom-style", "Imprint"]]], [paragraph]]}


def _contents(book: Book) -> Node:
    """Return the table of contents: a field, which word processors renew, with its entries in it, since not all do so
    unasked.

    The entries lead to their chapters and have no numbers before they are renewed, which Word offers when it opens the
    file: pages are the word processor's.
    """
    way, letters = ("<w:bidi/>", "<w:rPr><w:rtl/></w:rPr>") if book.direction else ("", "")
    rows = [_row(chapter, way, letters) for chapter in book.chapters]
    rows[0] = rows[0].replace("</w:pPr>", f"</w:pPr>{_BEGINS}", 1)
    title = f"<w:r>{letters}<w:t>{escape(book.interface('books.contents'))}</w:t></w:r>"
    heading = f'<w:p><w:pPr><w:pStyle w:val="TOCHeading"/>{way}</w:pPr>{title}</w:p>'
    gallery = '<w:docPartGallery w:val="Table of Contents"/>'
    part = f"<w:sdtPr><w:docPartObj>{gallery}<w:docPartUnique/></w:docPartObj></w:sdtPr>"
    inside = f"{heading}{''.join(rows)}<w:p>{_ENDS}</w:p>"
    return {"t": "RawBlock", "c": ["openxml", f"<w:sdt>{part}<w:sdtContent>{inside}</w:sdtContent></w:sdt>"]}


_BEGINS = (
    '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    r'<w:r><w:instrText xml:space="preserve"> TOC \o "1-1" \h \z \u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_ENDS = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _row(chapter: Chapter, way: str, letters: str) -> str:
    shown = f"<w:r>{letters}<w:t>{escape(chapter.title)}</w:t></w:r>"
    link = f'<w:hyperlink w:anchor="{chapter.name}">{shown}</w:hyperlink>'
    return f'<w:p><w:pPr><w:pStyle w:val="TOC1"/>{way}</w:pPr>{link}</w:p>'
