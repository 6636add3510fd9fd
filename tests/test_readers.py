"""What other programs make of a page: reader modes, text browsers, and copies of it.

Asked of each: is every paragraph there with every mark in its place, does a mark lead to what it stands for (by its
link where the program keeps links, by its number where it prints plain text), is every note labelled and no entry lost,
and is nothing in the text that is no part of it.

The programs: Firefox's Reader View; Readability, from which it is made and which others use too; trafilatura, with
which archives and search engines take the text from a page; Pandoc; w3m and lynx; SingleFile and wget, whose copies are
opened from disk. Whoever wants notes that are footnotes of Pandoc's, in a DOCX for instance, gives it our EPUB.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pypandoc
import pytest
import trafilatura
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page, expect

from .support.firefox import Firefox
from .support.tools import readability, single_file, text_program

pytestmark = pytest.mark.xdist_group("firefox")

Pages = dict[str, BeautifulSoup]
SECTIONS = ("essay/the-question/", "essay/the-closed-fist/", "essay/ways-out/")
"""Opened where a program takes its time: the shortest section, that with the most marks, that with the most notes."""
AROUND = ".masthead, .onward, .cite, .close, .colophon, .address, .skip"
"""What stands around the text of a page."""
MARK = ".mark a"


def bare(text: str) -> str:
    """Return letters and digits alone: programs differ in spaces, line ends and signs."""
    return re.sub(r"[\W_]+", "", text)


@pytest.fixture(scope="module")
def articles(pages: Pages) -> dict[str, Tag]:
    """The text of each section, and of all on one page, by its address."""
    found: dict[str, Tag] = {}
    for path, soup in pages.items():
        if path.startswith("essay/") or path == "whole/":
            found[path] = BeautifulSoup(str(soup.select_one("article")), "html.parser")
            for extra in found[path].select(f"{AROUND}, .back, script"):
                extra.decompose()
    return found


def shown(article: Tag) -> Iterator[str]:
    """Yield all that a reader must find: each paragraph with its marks, each note, each paragraph of each entry."""
    for passage in article.select(".passage"):
        yield passage.get_text()
    for note in article.select(".note"):
        yield f"Note {chr(96 + int(str(note['data-note'])))}" + "".join(
            p.get_text() for p in note.select("p:not(.letter)")
        )
    numbers = {str(mark["href"]): mark.get_text() for mark in article.select(".source-mark a")}
    for source in article.select(".source"):
        label, number = source.select_one("p .unseen"), numbers[f"#{source['id']}"]
        assert label and label.get_text() == f"Source {number}: "
    for row in article.select(".appendix .box p:not(.ways)"):
        yield row.get_text()


def assert_whole(path: str, article: Tag, text: str) -> None:
    found = bare(text)
    missing = [words for words in shown(article) if bare(words) not in found]
    assert not missing, f"{path}: {len(missing)} missing, the first: {missing[0][:300]}"


def assert_linked(path: str, article: Tag, made: BeautifulSoup, *, marks: str = MARK, kept: bool = True) -> None:
    """See that all `marks` are links as on the page, in their order, and, where ids are `kept`, that each leads to its
    entry.
    """
    expected = [(link.get_text(), str(link["href"])[1:]) for link in article.select(marks)]
    known = set(expected)
    links = [
        (" ".join(link.get_text().split()), urlsplit(str(link["href"])).fragment) for link in made.select("a[href]")
    ]
    assert [link for link in links if link in known] == expected, path
    before, after = ({str(one["id"]): one for one in tree.select("[id]")} for tree in (article, made))
    for _, id in known if kept else ():
        assert id in after, f"{path}#{id}"
        assert bare(before[id].get_text())[:60] in bare(after[id].get_text()), f"{path}#{id}"


def assert_nothing_else(path: str, page: Tag, article: Tag, lines: Iterable[str]) -> None:
    """See that no line of what stands around the text of `page` is one of the `lines` that a program took from it."""
    around = {words.strip() for part in page.select(AROUND) for words in part.strings}
    foreign = {words for words in around if len(words) > 3} - {words.strip() for words in article.strings}
    assert {"Cite this", "Before", "Next"} & foreign, path
    found = foreign & {line.strip() for line in lines}
    assert not found, path


def by_readability(paths: list[str], site: Path) -> Iterator[tuple[str, str]]:
    """Yield address and content of each page, as Readability makes it."""
    command = [*readability(), *(str(site / path / "index.html") for path in paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    yield from zip(paths, json.loads(done.stdout), strict=True)


def test_readability(pages: Pages, articles: dict[str, Tag], site: Path) -> None:
    for path, content in by_readability(list(articles), site):
        made = BeautifulSoup(content, "html.parser")
        assert_whole(path, articles[path], made.get_text())
        assert_linked(path, articles[path], made)
        assert_nothing_else(path, pages[path], articles[path], made.strings)


def test_reader_view(address: str, pages: Pages, articles: dict[str, Tag]) -> None:
    firefox = Firefox(address)
    try:
        for path in SECTIONS:
            firefox.open(f"about:reader?url={address}{path}")
            firefox.find(".moz-reader-content p")
            made = BeautifulSoup(
                firefox.run("return document.querySelector('.moz-reader-content').innerHTML"), "html.parser"
            )
            assert_whole(path, articles[path], made.get_text())
            assert_linked(path, articles[path], made)
            assert_nothing_else(path, pages[path], articles[path], made.strings)
            mark = firefox.find('.moz-reader-content a[href$="#s1"]')
            firefox.run("arguments[0].click()", mark)
            assert firefox.run("return document.URL").startswith("about:reader")
            assert firefox.run("return document.querySelector(':target').id") == "s1"
    finally:
        firefox.close()


@pytest.mark.parametrize("form", ["txt", "html", "markdown"])
def test_trafilatura(pages: Pages, articles: dict[str, Tag], form: str) -> None:
    for path, article in articles.items():
        html, url = str(pages[path]), f"https://example.org/{path}"
        text = trafilatura.extract(html, url=url, output_format=form, include_links=form == "html")
        assert text
        if form == "html":
            made = BeautifulSoup(text, "html.parser")
            assert_linked(
                path, article, made, marks=f":not(figcaption, .caption) > {MARK}", kept=False
            )  # no figures there
            text = made.get_text("\n")
        assert_whole(path, article, re.sub(r"</?sup>", "", text))
        assert_nothing_else(path, pages[path], article, text.splitlines())


@pytest.mark.parametrize("reader", ["html", "html+epub_html_exts"])
def test_pandoc(pages: Pages, articles: dict[str, Tag], site: Path, reader: str) -> None:
    """It keeps marks as links. What else is on the page it keeps, too: it converts whole documents."""
    for path, article in articles.items():
        if path in SECTIONS:
            made = BeautifulSoup(
                pypandoc.convert_file(site / path / "index.html", "html", format=reader), "html.parser"
            )
            assert_whole(path, article, made.get_text())
            assert_linked(path, article, made)


@pytest.mark.parametrize("program", ["w3m", "lynx"])
def test_text_browsers(pages: Pages, articles: dict[str, Tag], site: Path, program: str) -> None:
    options = {
        "w3m": ["-dump", "-T", "text/html"],
        "lynx": ["-dump", "-nonumbers", "-width=200", "-display_charset=utf-8"],
    }
    for path, article in articles.items():
        command = [text_program(program), *options[program], str(site / path / "index.html")]
        text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
        assert_whole(path, article, text)
        start, end = article.h1.get_text(), "Cite this"  # type: ignore[union-attr]
        between = text[text.index(start) : text.index(end)]
        assert "BUTTON" not in text
        assert not {"Close", "¶"} & {line.strip() for line in between.splitlines()}


@pytest.mark.parametrize("program", ["w3m", "lynx"])
def test_text_browsers_follow_marks(pages: Pages, site: Path, program: str) -> None:
    """Both number the links of a page and list where they lead."""
    options = {"w3m": ["-dump", "-T", "text/html", "-o", "display_link_number=1"], "lynx": ["-dump"]}
    for path in SECTIONS:
        command = [text_program(program), *options[program], str(site / path / "index.html")]
        text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
        marks = pages[path].select(MARK)
        assert len(re.findall(r"\^\s*\[\d+\]", text)) == len(marks), path
        for number in {str(mark["href"]) for mark in marks} if program == "lynx" else ():
            assert re.search(rf"{re.escape(number)}$", text, re.MULTILINE), f"{path}{number}"


Copy = Callable[[str, Path], Path]


def by_single_file(browser: Browser) -> Copy:
    def save(url: str, folder: Path) -> Path:
        page = browser.new_page(bypass_csp=True)
        page.goto(url)
        page.evaluate(single_file())
        content = page.evaluate(
            "singlefile.getPageData({ removeUnusedStyles: true, removeHiddenElements: true, blockScripts: true "
            "}).then((data) => data.content)"
        )
        page.close()
        (folder / "page.html").write_text(content, encoding="utf-8")
        return folder / "page.html"

    return save


def by_wget(url: str, folder: Path) -> Path:
    options = [
        "--quiet",
        "--mirror",
        "--level=1",
        "--convert-links",
        "--adjust-extension",
        "--page-requisites",
        "--no-host-directories",
    ]
    subprocess.run([text_program("wget"), *options, "--directory-prefix", str(folder), url], check=True, timeout=120)
    return folder / urlsplit(url).path[1:] / "index.html"


@pytest.mark.parametrize("program", ["SingleFile", "wget"])
def test_copies_opened_from_disk(
    browser: Browser, address: str, articles: dict[str, Tag], tmp_path: Path, program: str
) -> None:
    path = SECTIONS[1]
    save = by_wget if program == "wget" else by_single_file(browser)
    copy = save(address + path, tmp_path)
    article = articles[path]
    made = BeautifulSoup(copy.read_bytes(), "html.parser")
    assert_whole(path, article, made.get_text())
    assert_linked(path, article, made)
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(copy.as_uri())
    for kind in ("source", "claim", "note"):
        opens(page, page.locator(f".{kind}-mark a").first.get_attribute("href") or "", kind)
    page.close()


def opens(page: Page, target: str, kind: str) -> None:
    """See that the first mark of a kind shows its box, styled, in the window, and that the box closes again."""
    page.locator(f".{kind}-mark a").first.click()
    box = page.locator(f"[id={target.split('#')[-1]}]")
    expect(box).to_be_in_viewport()
    assert box.evaluate("(box) => getComputedStyle(box).position") == "fixed"
    box.locator(".close").click()
    expect(box).not_to_be_in_viewport()
