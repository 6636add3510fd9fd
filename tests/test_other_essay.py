"""Another essay: nothing outside docs/ and mkdocs.yml knows which essay it is.

tests/other-essay/ holds another one, on how this site is made, as whoever begins one would: a mkdocs.yml and a docs/.
It is built with our templates and typefaces, strictly, its books are made, and none of the files has a word of ours.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from apparatus.__main__ import main
from apparatus.books.pdf import page
from apparatus.postbuild.book import read_book
from apparatus.project import load_project

from .support.project import ROOT

OTHER = ROOT / "tests/other-essay"
OURS = re.compile(r"\b(?:mqm|karachi|sindh|pakistan|mohajirs?|muhajirs?|altaf|mehdi|urdu-speak\w+)\b", re.IGNORECASE)
"""Words of the essay that this repository is for."""
TEXT = {
    ".html",
    ".xhtml",
    ".js",
    ".css",
    ".json",
    ".xml",
    ".svg",
    ".txt",
    ".bib",
    ".ris",
    ".yml",
    ".csv",
    ".opf",
    ".webmanifest",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a project with the other essay, its site and its books."""
    root = Path(shutil.copytree(OTHER, tmp_path_factory.mktemp("other") / "project"))
    shutil.copytree(ROOT / "overrides", root / "overrides")
    shutil.copytree(
        ROOT / "docs/assets", root / "docs/assets", ignore=shutil.ignore_patterns("cards"), dirs_exist_ok=True
    )
    assert main(["build", "-q", "--root", str(root)]) == 0
    assert main(["books", "-q", "--root", str(root)]) == 0
    return root


def test_no_file_has_a_word_of_ours(built: Path) -> None:
    files = {path: path.read_text("utf-8") for path in (built / "site").rglob("*") if path.suffix in TEXT}
    assert len(files) > 60
    (epub,) = (built / "site/books").glob("*.epub")
    with zipfile.ZipFile(epub) as archive:
        files |= {Path(name): archive.read(name).decode() for name in archive.namelist() if Path(name).suffix in TEXT}
    files[Path("pdf")] = page(read_book(built / "site", load_project(built)), {}).text_content()
    assert {str(path): found[0] for path, text in files.items() if (found := OURS.search(text))} == {}


def test_nothing_in_the_machinery_has_a_word_of_ours() -> None:
    """Nor the words of the interface, checks, commands and settings of hosts."""
    for folder in ("overrides", "apparatus", "hosting"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in TEXT | {".py", ".conf", ""}:
                found = re.search(r"(?i)mqm|karachi|mehdi|essay of 2016", path.read_text("utf-8"))
                assert not found or path.name == "ur.yml", (path, found)


def test_its_pages_say_what_it_says(built: Path) -> None:
    soup = BeautifulSoup((built / "site/essay/what-a-reader-checks/index.html").read_bytes(), "html.parser")
    assert soup.title and soup.title.get_text() == "What a reader checks · How a Sentence Becomes a Page"
    assert soup.select_one(".section-number").get_text() == "Section 2 of 2 · 1 minute"  # type: ignore[union-attr]
    assert soup.select_one("#claim-reading-speed") and soup.select_one("figure svg") and soup.select(".box.note")
    assert "Text CC BY 4.0. Code MIT." in soup.select_one("footer.colophon").get_text()  # type: ignore[union-attr]
    assert soup.select_one("a.home").get_text() == "How a Sentence Becomes a Page"  # type: ignore[union-attr]


def test_its_books_are_its_own(built: Path) -> None:
    names = sorted(path.name for path in (built / "site/books").iterdir())
    assert names == [f"how-a-sentence-becomes-a-page.{ending}" for ending in ("docx", "epub", "html", "md.zip", "pdf")]
    with zipfile.ZipFile(built / "site/books" / names[0]) as archive:
        assert b"What a reader checks" in archive.read("word/document.xml")
    with zipfile.ZipFile(built / "site/books" / names[1]) as archive:
        package = BeautifulSoup(archive.read("EPUB/package.opf"), "xml")
    assert package.find("creator").get_text() == "The builders"  # type: ignore[union-attr]
