"""The forms to write on with, DOCX and Markdown: the words of the site, real footnotes, citations that Pandoc resolves,
pictures with their descriptions.
"""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from apparatus.books.docx import write_docx
from apparatus.books.docx_styles import FACE, STYLES
from apparatus.books.for_pandoc import PandocFailed, run_pandoc
from apparatus.books.markdown import write_markdown
from apparatus.html.tree import fragment
from apparatus.postbuild.book import Book, Chapter
from apparatus.project import load_project

from .support.pages import NOTES, Pages, essay_words, on_the_web
from .support.project import ROOT
from .support.tools import pdftotext, soffice

pytestmark = pytest.mark.xdist_group("manuscript")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BESIDE_THE_TEXT = {"TOC1", "TOCHeading", "EntryDetail"}
"""Styles of what is in no section of the site: the contents, and the line under a figure's numbers."""
Blocks = list[dict[str, Any]]


@pytest.fixture(scope="module")
def docx(book: Book, site: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(write_docx(book, site / "assets/fonts")))


@pytest.fixture(scope="module")
def markdown(book: Book, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, unpacked."""
    folder = tmp_path_factory.mktemp("markdown")
    zipfile.ZipFile(BytesIO(write_markdown(book, site / "assets/fonts"))).extractall(folder)
    return folder


def part(docx: zipfile.ZipFile, name: str) -> Any:
    return etree.fromstring(docx.read(f"word/{name}.xml"))


def style(paragraph: Any) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return found.get(f"{W}val") if found is not None else ""


def said(paragraph: Any) -> str:
    """Return the words of a paragraph without what is raised: marks of claims, and the commas between notes."""
    raised = {run for run in paragraph.iter(f"{W}r") if run.find(f"{W}rPr/{W}vertAlign") is not None}
    return "".join(
        text.text or "" for run in paragraph.iter(f"{W}r") if run not in raised for text in run.iter(f"{W}t")
    )


def chapters_of(docx: zipfile.ZipFile) -> Iterator[tuple[str, list[Any]]]:
    """Yield the title of each chapter with its paragraphs, tables left out."""
    body, title = part(docx, "document").find(f"{W}body"), ""
    held: list[Any] = []
    for paragraph in body.findall(f"{W}p"):
        if style(paragraph) == "Heading1":
            if title:
                yield title, held
            title, held = said(paragraph), []
        held.append(paragraph)
    yield title, held


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_the_docx_has_the_words_of_the_sections(docx: zipfile.ZipFile, pages: Pages, book: Book) -> None:
    sections = dict(list(chapters_of(docx))[: len(book.sections)])
    assert list(sections) == [section.title for section in book.sections]
    found = [said(one) for held in sections.values() for one in held if style(one) not in BESIDE_THE_TEXT]
    assert [word for text in found for word in words(text)] == on_the_web(pages)


def web_notes(pages: Pages, book: Book) -> list[list[str]]:
    """Return the words of each note of ours, in the order in which their marks stand."""
    found = []
    for chapter in book.chapters:
        for note in pages[chapter.path].select("article .box.note"):
            for letter in note.select(".letter, .back, .close"):
                letter.decompose()
            body = BeautifulSoup(note.decode_contents(), "html.parser")
            found.append(essay_words(body))
    return found


def test_every_note_is_a_footnote_and_every_sentence_with_sources_has_one(
    docx: zipfile.ZipFile, pages: Pages, book: Book
) -> None:
    notes = {
        note.get(f"{W}id"): note
        for note in part(docx, "footnotes").findall(f"{W}footnote")
        if note.get(f"{W}type") is None
    }
    marks = [mark.get(f"{W}id") for mark in part(docx, "document").iter(f"{W}footnoteReference")]
    assert set(marks) == set(notes) and len(marks) == len(set(marks)) > 400
    ours = web_notes(BeautifulPages(pages), book)
    assert len(ours) >= NOTES
    told = [words(" ".join(said(one) for one in notes[mark].iter(f"{W}p"))) for mark in marks]
    for note in ours:
        assert any(in_order(note, text) for text in told), " ".join(note)[:200]
    for mark in marks:
        for link in notes[mark].iter(f"{W}hyperlink"):
            assert link.get(f"{W}anchor", "sources-").startswith("sources-")


class BeautifulPages(dict[str, BeautifulSoup]):
    """Pages that may be taken apart."""

    def __init__(self, pages: Pages) -> None:
        super().__init__({path: BeautifulSoup(str(soup), "html.parser") for path, soup in pages.items()})


def in_order(needle: list[str], hay: list[str]) -> bool:
    """Whether all of `needle` stands in `hay` in its order, other words, such as those of sources, between them."""
    rest = iter(hay)
    return all(word in rest for word in needle)


def test_sources_are_named_with_their_places(docx: zipfile.ZipFile, pages: Pages, book: Book) -> None:
    told = " ".join(said(one) for one in part(docx, "footnotes").iter(f"{W}p"))
    places = [
        found[1].removesuffix(".")
        for chapter in book.sections
        for box in pages[chapter.path].select(".source p")
        if (found := re.search(r" Here: (.+?)\.? (?:\S*\.\S|$)", box.get_text()))
    ]
    keys = {
        str(link["href"]).partition("#")[2]
        for chapter in book.sections
        for link in pages[chapter.path].select(".source a.entry")
    }
    led = {link.get(f"{W}anchor").removeprefix("sources-") for link in part(docx, "footnotes").iter(f"{W}hyperlink")}
    assert keys <= led and len(keys) > 400
    assert len(places) > 10 and all(place.split(" ")[0] in told for place in places)
    assert "Nasr 1994, ch. 4" in told and ".." not in told.replace("…", "")


def test_every_link_of_the_docx_leads_somewhere(docx: zipfile.ZipFile) -> None:
    body = part(docx, "document")
    names = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    led = [
        link.get(f"{W}anchor")
        for tree in (body, part(docx, "footnotes"))
        for link in tree.iter(f"{W}hyperlink")
        if link.get(f"{W}anchor")
    ]
    assert len(led) > 1500 and set(led) <= names
    assert set(load_project(ROOT).passages) <= names


def test_every_picture_of_the_docx_has_its_description(docx: zipfile.ZipFile, book: Book) -> None:
    drawn = [found for chapter in book.chapters for found in chapter.tree.xpath(".//figure/svg")]
    told = [" ".join(desc.text_content().split()) for svg in drawn for desc in svg.iter("desc")]
    pictures = [
        one.get("descr")
        for one in part(docx, "document").iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
        )
    ]
    assert len(pictures) == len(drawn) == len(told) >= 8
    assert all(description.endswith(text) for description, text in zip(pictures, told, strict=True))
    for name in [name for name in docx.namelist() if name.startswith("word/media/")]:
        from PIL import Image

        with Image.open(BytesIO(docx.read(name))) as picture:
            assert picture.width >= 1500 and len(picture.convert("RGB").getcolors(1 << 16) or []) > 8, name


def test_the_docx_has_contents_headings_and_styles_of_ours(docx: zipfile.ZipFile, book: Book) -> None:
    body, styles = part(docx, "document"), part(docx, "styles")
    listed = [said(one) for one in body.iter(f"{W}p") if style(one) == "TOC1"]
    assert listed == [chapter.title for chapter in book.chapters] == [title for title, _ in chapters_of(docx)]
    assert any("TOC" in (code.text or "") for code in body.iter(f"{W}instrText"))
    known = {one.get(f"{W}styleId") for one in styles.iter(f"{W}style")}
    used = {style(one) for name in ("document", "footnotes") for one in part(docx, name).iter(f"{W}p")} - {""}
    assert used <= known and {"Question", "Entry", "EntryText", "EntryStatement", "EntryDetail", "FootnoteText"} <= used
    names = {one.get(f"{W}styleId"): one.find(f"{W}name").get(f"{W}val") for one in styles.iter(f"{W}style")}
    assert {id: ours.name for id, ours in STYLES.items()}.items() <= names.items()
    assert f'typeface="{FACE}"' in docx.read("word/theme/theme1.xml").decode()
    assert body.find(f"{W}body/{W}sectPr/{W}pgSz").get(f"{W}w") == "11906"


def test_the_docx_says_what_it_is(docx: zipfile.ZipFile, book: Book) -> None:
    core, custom = docx.read("docProps/core.xml").decode(), docx.read("docProps/custom.xml").decode()
    for text in (book.title, book.author, book.about):
        assert text in core
    assert book.rights in custom and book.licence in custom and f">{book.number}<" in custom
    assert f'w:val="{book.language}"' in docx.read("word/styles.xml").decode()


def test_the_same_book_gives_the_same_manuscripts(book: Book, site: Path) -> None:
    short = replace(book, sections=book.sections[:1], record=book.record[-1:])
    for write in (write_docx, write_markdown):
        assert write(short, site / "assets/fonts") == write(short, site / "assets/fonts")


def pandoc_reads(markdown: Path, *options: str) -> Blocks:
    """Return what Pandoc reads from the Markdown. Raises PandocFailed on a warning: a source that is not
    found is one.
    """
    text = (markdown / "essay.md").read_text(encoding="utf-8")
    return list(json.loads(run_pandoc(text, "--from=markdown", "--to=json", *options, folder=markdown))["blocks"])


def nodes(value: Any, kind: str) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if value.get("t") == kind:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from nodes(one, kind)


def plain(value: Any) -> str:
    """Return the words of a part of a document, without marks, notes, citations, descriptions and numbers."""
    if isinstance(value, list):
        return "".join(map(plain, value))
    if not isinstance(value, dict):
        return ""
    kind: str = value.get("t", "")
    held: Any = value.get("c")
    if kind in ("Note", "Cite", "Superscript", "Table", "Image") or (kind == "Div" and "numbers" in held[0][1]):
        return ""
    if kind == "Str":
        return str(held)
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    return plain(held if isinstance(held, list) else []) + ("\n" if kind in ("Para", "Plain", "Header") else "")


def test_the_markdown_has_the_words_of_the_sections(markdown: Path, pages: Pages, book: Book) -> None:
    found, titles = "", iter([*(chapter.title for chapter in book.sections), ""])
    next_title = next(titles)
    inside = False
    for block in pandoc_reads(markdown):
        if block["t"] == "Header" and block["c"][0] == 1:
            inside = plain(block).strip() == next_title
            next_title = next(titles, "") if inside else next_title
        found += plain(block) if inside else ""
    assert words(found) == on_the_web(pages)


def test_pandoc_resolves_every_citation_and_lists_every_source(markdown: Path, book: Book) -> None:
    project = load_project(ROOT)
    cited = {one["citationId"] for cite in nodes(pandoc_reads(markdown), "Cite") for one in cite["c"][0]}
    assert cited <= set(project.record.sources) and len(cited) > 400
    done = pandoc_reads(markdown, "--citeproc")
    listed = [div["c"][0][0] for div in nodes(done, "Div") if "csl-entry" in div["c"][0][1]]
    assert {f"ref-{key}" for key in project.record.sources} == set(listed) and len(listed) == len(set(listed))
    assert not [text for text in nodes(done, "Str") if "???" in text["c"]]
    linked = {link["c"][2][0] for link in nodes(done, "Link") if link["c"][2][0].startswith("#")}
    ids = {held[0] for kind in ("Div", "Span", "Figure") for node in nodes(done, kind) for held in [list(node["c"][0])]}
    ids |= {header["c"][1][0] for header in nodes(done, "Header")}
    assert {link[1:] for link in linked} <= ids


def test_a_source_that_is_missing_is_told(markdown: Path, tmp_path: Path) -> None:
    (tmp_path / "essay.md").write_text("Said [@nobody].", encoding="utf-8")
    with pytest.raises(PandocFailed, match="nobody"):
        pandoc_reads(tmp_path, "--citeproc")


def test_notes_and_pictures_stand_in_the_markdown(markdown: Path, pages: Pages, book: Book) -> None:
    read = pandoc_reads(markdown)
    ours = web_notes(BeautifulPages(pages), book)
    notes = [words(plain(note["c"])) for note in nodes(read, "Note")]
    assert sorted(notes) == sorted(ours) and len(notes) >= NOTES
    pictures = [(image["c"][2][0], plain(image["c"][1])) for image in nodes(read, "Image")]
    assert len(pictures) >= 8 and all((markdown / file).is_file() and len(told) > 40 for file, told in pictures)
    assert not [raw for kind in ("RawBlock", "RawInline") for raw in nodes(read, kind)]


def test_the_sources_beside_the_markdown_are_all_of_them(markdown: Path) -> None:
    items = json.loads((markdown / "sources.json").read_text(encoding="utf-8"))
    assert [item["id"] for item in items] == list(load_project(ROOT).record.sources)
    assert all(item["type"] and item["title"] for item in items)


def test_each_form_names_the_paragraphs_by_their_addresses(markdown: Path) -> None:
    ids = {span["c"][0][0] for span in nodes(pandoc_reads(markdown), "Span")}
    assert set(load_project(ROOT).passages) <= ids


def test_a_note_on_a_note_stands_in_it_and_a_book_without_sources_links_to_none(book: Book, site: Path) -> None:
    key = next(iter(book.sources))
    page = f"""<article id="one"><h1>One</h1><p class="passage" id="bbb1">Said.<sup class="mark note-mark" data-note="1"><a href="#one-note-x">a</a></sup></p>
        <section class="box note" id="one-note-x"><p class="letter">a</p><p>Outer.<sup class="mark note-mark"><a href="#one-note-y">b</a></sup> End.</p></section>
        <section class="box note" id="one-note-y"><p class="letter">b</p><p>Inner.<sup class="mark source-mark"><a href="#one-s1">1</a></sup></p></section>
        <section class="appendix sources" aria-labelledby="one-sources"><h2 id="one-sources">Sources</h2><ol><li class="box source" id="one-s1"><p>
        A book. Here: ch. 2. <small><a class="entry" href="https://x.example/record/sources/#{key}">entry</a></small></p></li></ol></section></article>"""
    alone = replace(book, sections=(Chapter("one", "essay/one/", "One", fragment(page)),), record=())
    written = zipfile.ZipFile(BytesIO(write_docx(alone, site / "assets/fonts")))
    (note,) = [one for one in part(written, "footnotes").findall(f"{W}footnote") if one.get(f"{W}type") is None]
    told = " ".join("".join(said(one) for one in note.iter(f"{W}p")).split())
    assert re.fullmatch(r"Outer\. \(Inner \(.+, ch\. 2\)\.\) End\.", told), told
    assert not list(note.iter(f"{W}hyperlink"))
    text = zipfile.ZipFile(BytesIO(write_markdown(alone, site / "assets/fonts"))).read("essay.md").decode()
    assert f"(Inner [@{key}, ch. 2].) End." in text


def test_what_a_writer_may_type_arrives_in_both(book: Book, site: Path, tmp_path: Path) -> None:
    """The elements of HTML that mean something, blocks one after another, Urdu from right to left, and what Markdown
    would take for markup.
    """
    page = """<article id="one"><h1>One</h1><p class="passage" id="bbb1"><abbr title="x">A</abbr> <bdo dir="rtl">b</bdo> c<br>d <kbd>e</kbd> <q>f</q> <s>g</s>
        <small>h</small> i<sub>j</sub> <var>k</var> l<wbr>m @some [x] *n* _o_ $5 and $6 &lt;tag&gt; \\command</p><ul class="passage" id="bbb2"><li><p>two</p><p>more</p></li></ul>
        <table class="passage" id="bbb3"><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1<br>2</td><td></td></tr></tbody></table>
        <p class="passage" id="bbb4" lang="ur" dir="rtl">اردو</p><p>1. Not a list</p><p># Not a head</p></article>"""
    alone = replace(book, sections=(Chapter("one", "essay/one/", "One", fragment(page)),), record=())
    written = zipfile.ZipFile(BytesIO(write_docx(alone, site / "assets/fonts")))
    urdu = next(one for one in part(written, "document").iter(f"{W}p") if "اردو" in said(one))
    assert urdu.find(f"{W}pPr/{W}bidi") is not None or urdu.find(f".//{W}rtl") is not None
    zipfile.ZipFile(BytesIO(write_markdown(alone, site / "assets/fonts"))).extractall(tmp_path)
    read = pandoc_reads(tmp_path)
    assert [block["t"] for block in read] == ["Header", "Para", "BulletList", "Table", "Div", "Para", "Para"]
    assert not list(nodes(read[1], "Cite")) and "$5 and $6 <tag> \\command" in plain(read[1])
    assert dict(read[4]["c"][0][2]) == {"lang": "ur", "dir": "rtl"}


def test_what_pandoc_would_leave_out_is_told() -> None:
    """Pandoc warns of a picture that it cannot find, and leaves it out; a warning ends the writing."""
    with pytest.raises(PandocFailed, match=r"none\.png"):
        run_pandoc("![None](none.png)", "--from=markdown", "--to=docx", "--output=-")


@pytest.mark.proof
def test_libreoffice_shows_the_docx(docx: zipfile.ZipFile, book: Book, tmp_path: Path) -> None:
    """Slow: a minute. Every chapter begins on a page of its own, the last words of the text and of a note are on one,
    and the pages are numbered.
    """
    (tmp_path / "essay.docx").write_bytes(docx.fp.getvalue())  # type: ignore[union-attr]
    command = [
        soffice(),
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(tmp_path / "essay.docx")], check=True, capture_output=True)
    read = subprocess.run([pdftotext(), "-layout", str(tmp_path / "essay.pdf"), "-"], capture_output=True, check=True)
    sheets = read.stdout.decode().split("\f")
    assert len(sheets) > 120
    begun = [
        next((number for number, sheet in enumerate(sheets) if sheet.lstrip().startswith(title + "\n")), 0)
        for title in (chapter.title for chapter in book.chapters)
    ]
    assert all(begun) and begun == sorted(begun), dict(
        zip((chapter.title for chapter in book.chapters), begun, strict=True)
    )
    assert sum(sheet.rstrip().endswith(str(number)) for number, sheet in enumerate(sheets, 1)) > 0.9 * len(sheets)
    flow = re.sub(r"\s+", " ", read.stdout.decode())
    for title, held in list(chapters_of(docx))[: len(book.sections)]:
        last = next(said(one) for one in reversed(held) if len(said(one)) > 40 and style(one) not in BESIDE_THE_TEXT)
        assert words(last)[-1] in flow and title in flow
