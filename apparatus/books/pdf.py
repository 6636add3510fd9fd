"""The essay as a book in PDF, set by WeasyPrint (https://weasyprint.org) from the same tree as the EPUB.

In: a Book and the site's folder of typefaces. Out: one file, tagged for screen readers (PDF/UA-1 as far as WeasyPrint
goes), the same to the byte for the same book. Notes stand at the foot of the page that bears their letter. Sources do
not: there are more marks than lines for them, so, as in a book of history, figures lead to the list at the section's
end, in two columns, and that list leads back by page. Claims and people are back matter; a claim's mark bears the
number of its entry. What pdf.css cannot say is done here, and what WeasyPrint gets wrong in weasyprint_fixes.py.

WeasyPrint needs Pango from the system, which is looked for only when a PDF is made: nothing else needs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from ..figures.drawing import from_left
from ..html.tree import Element, append, as_html, classed, clone, make, remove, replace
from ..postbuild.book import Book, Chapter
from ..record.findings import FINDINGS
from ..words import Words
from .footnotes import entries_of_copies, to_footnotes
from .searchable import found_by_search
from .weasyprint_fixes import (
    POLICIES,
    bind_marks_to_words,
    part_spaces,
    put_ground_under,
    say_more,
    take_in_points,
    whole_words,
)

VARIANT = "pdf/ua-1"
_FACES = {
    "literata-roman.woff2": "Literata",
    "literata-italic.woff2": "Literata; font-style: italic",
    "naskh-urdu.woff2": '"Naskh Urdu"; unicode-range: U+60C-6F9',
}
MOST_PASSES = 4
FRONT, LETTERS = 3, 3300
"""Pages before the first section, and the letters that a page of ours takes, its notes and sources among them: about as
much as was counted.
"""


class NoPdf(Exception):
    """The PDF cannot be made. The message says why, and how to mend it."""


def write_pdf(book: Book, fonts: Path) -> bytes:
    """Return the whole PDF. Raises NoPdf when the system has no Pango, or when a note finds no place."""
    for policy in POLICIES:
        document = _paginated(book, fonts, policy)
        say_more(document.metadata, book)
        anchors = set().union(*(one.anchors for one in document.pages))
        if lost := {note.get("id") for note in classed(page(book, {}), "note")} - anchors:
            continue
        joining = whole_words() if book.direction == "rtl" else nullcontext()
        with joining, found_by_search(_letters_in(book)):
            written: bytes = document.write_pdf(
                pdf_identifier=_identifier(book), pdf_variant=VARIANT, custom_metadata=True
            )
        return written
    raise NoPdf(
        f"No page has room for the note {', '.join(sorted(map(str, lost)))}: make it shorter, or move its mark."
    )


def _letters_in(book: Book) -> tuple[str, ...]:
    """Return the plain typefaces in which the letters of a book from right to left are written again, to be found."""
    return tuple(name.strip() for name in book.type.drawing.split(",")) if book.direction == "rtl" else ()


def _paginated(book: Book, fonts: Path, policy: str) -> Any:
    """Set the book again and again until the page numbers printed in it are those of its pages; twice is enough as a
    rule.

    CSS can do it in one go with target-counter(), but then WeasyPrint 70 sets single pages anew, and drops a note that
    had been moved from one of them to the next. Numbers that are known beforehand can also be told once where a page
    has three of the marks.
    """
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise NoPdf(
            "WeasyPrint needs Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, or brew "
            "install pango."
        ) from error
    html = as_html(page(book, _guessed(book)))
    for _ in range(MOST_PASSES):
        faces = FontConfiguration()
        style = (
            _font_faces(fonts),
            (Path(__file__).parent / "pdf.css").read_text(),
            f".note {{ footnote-policy: {policy} }}",
            book.styles.get("pdf", ""),
        )
        sheets = [CSS(string=part, font_config=faces, base_url=f"{fonts.resolve().as_uri()}/") for part in style]
        source = HTML(string="<!doctype html>" + html, base_url=book.site_url)
        document = source.render(stylesheets=sheets, font_config=faces)
        numbered = reversed(list(enumerate(document.pages, 1)))  # from the end, so that a section is where it begins
        before, html = html, as_html(page(book, {anchor: number for number, one in numbered for anchor in one.anchors}))
        if html == before:
            break
    return document


def _guessed(book: Book) -> dict[str, int]:
    """Return about where each id will stand, from the letters before it, so that the first setting is nearly as long as
    the last.
    """
    found: dict[str, int] = {}
    number, letters = FRONT, 0
    for chapter in book.chapters:
        number, letters = number + 1 + letters // LETTERS, 0
        for element in chapter.tree.iter():
            if id := element.get("id"):
                found.setdefault(id, number + letters // LETTERS)
            letters += len(element.text or "") + len(element.tail or "")
    return found


def _identifier(book: Book) -> bytes:
    return f"{book.site_url} {book.date:%Y%m%d%H%M%S}".encode()


def _font_faces(fonts: Path) -> str:
    return "\n".join(
        f"@font-face {{ font-family: {name}; src: url({(fonts / file).resolve().as_uri()}); }}"
        for file, name in _FACES.items()
    )


def page(book: Book, folios: Mapping[str, int]) -> Element:
    """Return the whole book as one HTML document, with the pages that `folios` tells of each id."""
    copies, words = entries_of_copies(book), book.interface
    chapters = [_set(to_footnotes(chapter, book, copies), folios, words) for chapter in book.chapters]
    for chapter in chapters:
        chapter.find("h1").set("data-book", book.title)
    when = f"{book.date:%Y-%m-%dT%H:%M:%SZ}"
    head = make("head", make("title", book.title), *(make("meta", name=name, content=content) for name, content in (
        ("author", book.author), ("description", book.about), ("dcterms.created", when), ("dcterms.modified", when),
        ("rights", book.rights), ("edition", book.number), ("language", book.language),
    ) if content))  # fmt: skip
    body = make("body", _title(book), _imprint(book), _contents(book, folios), *chapters)
    return make("html", head, body, lang=book.language, dir=book.direction)


def _set(chapter: Chapter, folios: Mapping[str, int], words: Words) -> Element:
    """Turn a chapter of a book into one that can be set in pages."""
    tree = chapter.tree
    tree.tag = "section"
    tree.set(
        "class",
        "section" if chapter.is_section else "chapter of-record" if chapter.path.startswith("record/") else "chapter",
    )
    bind_marks_to_words(tree)
    take_in_points(tree)
    notes = {aside.get("id"): aside for aside in tree.iter("aside")}
    for mark in classed(tree, "note-mark"):
        link = mark.find("a")
        aside = notes.get(link.get("href")[1:])
        if aside is not None:
            replace(mark, _foot(clone(aside), link.text or ""))
    for aside in notes.values():
        remove(aside)
    for mark in classed(tree, "claim-mark"):
        link = mark.find("a")
        append(link, make("span", mark.attrib.pop("data-number"), class_="number"))
    for back in classed(tree, "back"):
        _once_a_page(back, folios, words)
    for told in classed(tree, "told"):
        for link in list(told.iter("a")):
            folio = _folio(link, folios)
            if (link.text or "").isdigit():
                link.text = None
                append(link, folio)
            else:
                append(link, " ", folio)
    for entry in tree.xpath(".//ol[contains(@class, 'claims-list')]/li"):
        number = make("span", entry.attrib.pop("data-number") + " ", class_="number")
        number.tail, entry[0].text = entry[0].text, None
        entry[0].insert(0, number)
    for sup in tree.iter("sup"):
        sup.tag = "span"
    part_spaces(tree)
    for drawing in tree.xpath(".//svg[@direction='rtl']"):
        replace(drawing, from_left(drawing))
    put_ground_under(tree)
    return tree


def _folio(link: Element, folios: Mapping[str, int]) -> Element:
    """Return the page to which a link leads, or a number as wide as most while it is not known."""
    return make("span", str(folios.get(link.get("href")[1:], 100)), class_="folio")


def _once_a_page(back: Element, folios: Mapping[str, int], words: Words) -> None:
    """Let the links from a source back to its marks be page numbers, each once: 'p. 5, 6'."""
    links = {_folio(link, folios).text: link for link in reversed(list(back.iter("a")))}
    pages: list[Element | str] = []
    for number, link in reversed(links.items()):
        link.text, link.tail = number, None
        pages += [words("list.comma"), link] if pages else [link]
    replace(back, make("span", *words.parts("books.pages", pages=pages), class_="back"))


def _foot(aside: Element, letter: str) -> Element:
    """Return a note as it stands in its sentence before the page takes it to its foot."""
    for link in classed(aside, "letter"):
        remove(link)
    made = make("span", class_="note", id=aside.get("id"), data_letter=letter)
    for paragraph in aside:
        paragraph.tag, paragraph.tail = "span", None
        append(made, " " if len(made) else None, paragraph)
    return made


def _title(book: Book) -> Element:
    return make(
        "section", make("h1", book.title), make("p", book.standfirst, class_="standfirst"), class_="front title"
    )


def _imprint(book: Book) -> Element:
    """Return the back of the title page: which edition this is, under what licence, and what the marks mean."""
    lines = [line for line in (book.edition, book.rights) if line]
    link = make("a", book.site_url, href=book.site_url)
    return make(
        "section",
        make("p", book.interface("books.legend")),
        _shapes(book),
        *(make("p", line) for line in lines),
        make("p", link),
        class_="front imprint",
    )


def _shapes(book: Book) -> Element | None:
    """Return each shape with its meaning, as the claims themselves show them."""
    found: dict[str, Element] = {}
    for chapter in book.record:
        for line in classed(chapter.tree, "finding"):
            name = next(name for name in line.get("class").split() if name != "finding")
            found.setdefault(name, clone(classed(line, "shape")[0]))
    row = make("p", class_="shapes")
    for finding in FINDINGS.values():
        if finding.css in found:
            append(row, make("span", found[finding.css], f" {book.interface('claim.findings.' + finding.name)}"), " ")
    return row if len(row) else None


def _contents(book: Book, folios: Mapping[str, int]) -> Element:
    def rows(chapters: tuple[Chapter, ...]) -> list[Element]:
        links = [make("a", chapter.title, href=f"#{chapter.name}") for chapter in chapters]
        for link in links:
            append(link, _folio(link, folios))
        return [make("li", link) for link in links]

    return make(
        "nav",
        make("h1", book.interface("books.contents")),
        make("ol", *rows(book.sections)),
        make("ol", *rows(book.record), class_="record"),
        class_="front toc",
        role="doc-toc",
    )
