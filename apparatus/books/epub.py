"""The essay as EPUB 3.3 (https://www.w3.org/TR/epub-33/).

In: a Book and the site's folder of typefaces. Out: one file, the same to the byte for the same book. Sections are
chapters, notes and sources can pop up (`noteref`), the record is back matter. Written by hand rather than by a library:
the container is eight small files, and EbookLib (0.20, AGPL) and Pandoc's writer both take the ids and roles away that
links and readers need.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from ..html.tree import OPS, as_xhtml, elements, make
from ..metadata.lettering import Lettering
from ..postbuild.book import Book, Chapter
from .archive import packed
from .epub_cover import cover
from .footnotes import entries_of_copies, to_footnotes

_FONT = re.compile(r'url\("fonts/([\w.-]+)"\)')
NOTE_TYPES = {
    "doc-noteref": "noteref",
    "doc-footnote": "footnote",
    "doc-endnotes": "endnotes",
    "doc-backlink": "backlink",
}
"""What readers that show notes over the page look for (https://www.w3.org/TR/epub-ssv-11/), by the ARIA role that says
the same.
"""
_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
      lang="{language}" xml:lang="{language}"{way}>
<head><meta charset="UTF-8"/><title>{title}</title><link rel="stylesheet" href="epub.css"/></head>
<body{kind}>
{body}
</body>
</html>
"""
_TURNS = "page-progression-direction"
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


@dataclass(frozen=True)
class _Page:
    """A document of the EPUB; `part` is where the landmarks put it."""

    file: str
    title: str
    text: str
    part: str = "bodymatter"
    properties: str = ""


def write_epub(book: Book, fonts: Path) -> bytes:
    """Return the whole EPUB."""
    pages = [_cover_page(book), _title_page(book), *_chapters(book)]
    nav = _nav(book, pages)
    files: dict[str, bytes] = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _CONTAINER.encode(),
        "EPUB/package.opf": _package(book, [*pages[:2], nav, *pages[2:]]).encode(),
        **{f"EPUB/{page.file}": page.text.encode() for page in (*pages[:2], nav, *pages[2:])},
        "EPUB/epub.css": _style(book).encode(),
        "EPUB/cover.png": cover(
            book.title, book.standfirst, Lettering(fonts, book.type, book.language, book.direction)
        ),
        **{f"EPUB/fonts/{name}": (fonts / name).read_bytes() for name in (*_fonts(book), "OFL.txt")},
    }
    return packed(files, book.date, plain="mimetype")


def _style(book: Book) -> str:
    return (Path(__file__).parent / "epub.css").read_text(encoding="utf-8") + book.styles.get("epub", "")


def _fonts(book: Book) -> tuple[str, ...]:
    """Return the files of typefaces that the stylesheet names, in its order."""
    return tuple(dict.fromkeys(_FONT.findall(_style(book))))


def _chapters(book: Book) -> list[_Page]:
    copies = entries_of_copies(book)
    bound = [to_footnotes(chapter, book, copies) for chapter in book.chapters]
    file_of = {
        element.get("id"): f"{chapter.name}.xhtml"
        for chapter in bound
        for element in elements(chapter.tree)
        if element.get("id")
    }
    return [_chapter(chapter, file_of, book) for chapter in bound]


def _chapter(chapter: Chapter, file_of: dict[str, str], book: Book) -> _Page:
    tree = chapter.tree
    own = f"{chapter.name}.xhtml"
    for element in elements(tree):
        target = (element.get("href") or "#")[1:]
        if element.tag == "a" and file_of.get(target, own) != own:
            element.set("href", f"{file_of[target]}#{target}")
        if kind := NOTE_TYPES.get(element.get("role", "")):
            element.set(f"{{{OPS}}}type", kind)
    tree.tag = "section"
    tree.set(f"{{{OPS}}}type", "chapter" if chapter.is_section else "appendix")
    tree.set("role", "doc-chapter" if chapter.is_section else "doc-appendix")
    tree.set("class", "section" if chapter.is_section else "record")
    tree.set("aria-labelledby", f"{chapter.name}-heading")
    tree.find(".//h1").set("id", f"{chapter.name}-heading")
    part = "bodymatter" if chapter.is_section else "backmatter"
    return _Page(
        own,
        chapter.title,
        _text(chapter.title, as_xhtml(tree), book, part),
        part,
        "svg" if tree.find(".//svg") is not None else "",
    )


def _text(title: str, body: str, book: Book, part: str = "") -> str:
    kind, way = (
        f' {name}="{value}"' if value else "" for name, value in (("epub:type", part), ("dir", book.direction))
    )
    return _PAGE.format(title=escape(title), body=body, language=book.language, kind=kind, way=way)


def _cover_page(book: Book) -> _Page:
    words = book.interface
    label = words("books.cover-of", title=book.title)
    picture = make("img", src="cover.png", alt=label, role="doc-cover")
    body = as_xhtml(make("section", picture, class_="cover", epub__type="cover"))
    title = words("books.cover")
    return _Page("cover.xhtml", title, _text(title, body, book, "frontmatter"), "frontmatter")


def _title_page(book: Book) -> _Page:
    lines = (book.edition, book.rights)
    body = make(
        "section",
        make("h1", book.title),
        make("p", book.standfirst, class_="standfirst"),
        *(make("p", line) for line in lines if line),
        make("p", make("a", book.site_url, href=book.site_url)),
        class_="titlepage",
        epub__type="titlepage",
    )
    return _Page("title.xhtml", book.title, _text(book.title, as_xhtml(body), book, "frontmatter"), "frontmatter")


def _nav(book: Book, pages: list[_Page]) -> _Page:
    """Return the navigation document, which also stands in the book as its contents."""
    words = book.interface
    title = words("books.contents")
    parts = {part: [page for page in pages if page.part == part] for part in ("bodymatter", "backmatter")}
    rows = [make("li", make("a", page.title, href=page.file)) for page in parts["bodymatter"]]
    record = make(
        "li",
        make("span", words("books.record")),
        make("ol", *(make("li", make("a", page.title, href=page.file)) for page in parts["backmatter"])),
    )
    contents = make(
        "nav",
        make("h1", title),
        make("ol", *rows, record),
        epub__type="toc",
        role="doc-toc",
        id="toc",
        aria_label=title,
    )
    marks = [("titlepage", "title.xhtml", book.title), ("toc", "nav.xhtml", title),
             *((part, found[0].file, found[0].title) for part, found in parts.items() if found)]  # fmt: skip
    links = [make("li", make("a", title, href=file, epub__type=kind)) for kind, file, title in marks]
    landmarks = make(
        "nav",
        make("h2", words("books.landmarks")),
        make("ol", *links),
        epub__type="landmarks",
        hidden="hidden",
        aria_label=words("books.landmarks"),
    )
    body = f"{as_xhtml(contents)}\n{as_xhtml(landmarks)}"
    return _Page("nav.xhtml", title, _text(title, body, book, "frontmatter"), "frontmatter", "nav")


def _package(book: Book, pages: list[_Page]) -> str:
    """Return the package document: metadata, every file, and the order of reading."""
    drawn = any(chapter.tree.find(".//figure") is not None for chapter in book.chapters)
    rows = [f'<item id="{page.file[:-6]}" href="{page.file}" media-type="application/xhtml+xml"'
            + (f' properties="{page.properties}"' if page.properties else "") + "/>" for page in pages]  # fmt: skip
    rows += [
        '<item id="css" href="epub.css" media-type="text/css"/>',
        '<item id="cover-image" href="cover.png" media-type="image/png" properties="cover-image"/>',
        *(
            f'<item id="font-{i}" href="fonts/{name}" media-type="font/woff2"/>'
            for i, name in enumerate(_fonts(book), 1)
        ),
        '<item id="licence" href="fonts/OFL.txt" media-type="text/plain"/>',
    ]
    way, turns = (f' {name}="{book.direction}"' if book.direction else "" for name in ("dir", _TURNS))
    spine = [f'<itemref idref="{page.file[:-6]}"/>' for page in pages]
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid" '
            f'xml:lang="{book.language}"{way}>',
            *_metadata(book, drawn=drawn),
            "<manifest>",
            *rows,
            "</manifest>",
            f"<spine{turns}>",
            *spine,
            "</spine>",
            "</package>",
            "",
        )
    )


def _metadata(book: Book, *, drawn: bool) -> list[str]:
    """Return the metadata, those of accessibility by the EPUB Accessibility 1.1 vocabulary."""
    summary = ("links", "drawings", "end") if drawn else ("links", "end")
    said = {
        "accessMode": ["textual", *(["visual"] if drawn else [])],
        "accessModeSufficient": ["textual"],
        "accessibilityFeature": [
            "tableOfContents",
            "structuralNavigation",
            "readingOrder",
            "displayTransformability",
            "unlocked",
            "ARIA",
            *(["alternativeText", "longDescription"] if drawn else []),
        ],
        "accessibilityHazard": ["none"],
        "accessibilitySummary": [" ".join(book.interface(f"books.access.{part}") for part in summary)],
    }
    modified = book.date.strftime("%Y-%m-%dT%H:%M:%SZ")
    return [
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        f'<dc:identifier id="uid">urn:uuid:{uuid5(NAMESPACE_URL, book.site_url)}</dc:identifier>',
        f"<dc:title>{escape(book.title)}</dc:title>",
        f"<dc:language>{book.language}</dc:language>",
        f'<dc:creator id="author">{escape(book.author)}</dc:creator>',
        '<meta refines="#author" property="role" scheme="marc:relators">aut</meta>',
        f'<meta refines="#author" property="file-as">{escape(book.author)}</meta>',
        f"<dc:publisher>{escape(book.author)}</dc:publisher>",
        f"<dc:date>{modified[:10]}</dc:date>",
        f"<dc:description>{escape(book.about)}</dc:description>",
        f"<dc:rights>{escape(book.rights)}</dc:rights>",
        f"<dc:source>{escape(book.site_url)}</dc:source>",
        f'<meta property="dcterms:modified">{modified}</meta>',
        *([f'<meta property="schema:bookEdition">{escape(book.number)}</meta>'] if book.number else []),
        *([f'<link rel="dcterms:license" href="{escape(book.licence)}"/>'] if book.licence else []),
        *(
            f'<meta property="schema:{name}">{escape(value)}</meta>'
            for name, values in said.items()
            for value in values
        ),
        "</metadata>",
    ]
