"""The PDF has the words of the site in their order, and is set as a book: full lines, drawings that can be read, tags
and an outline.
"""

from __future__ import annotations

import subprocess
import unicodedata
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag

from apparatus.books.pdf import page, write_pdf
from apparatus.html.tree import remove
from apparatus.postbuild.book import Book

from .support.pages import FIGURES, NOTES, Pages
from .support.tools import pdftotext

GROUNDS = 10
"""Numbers of the essay's drawings that have a ground of their own, at least."""

pytestmark = pytest.mark.xdist_group("pdf")


@pytest.fixture(scope="module")
def printed(book: Book) -> Book:
    """The book as far as a test prints it: the whole essay, and of the record what takes no minute to set."""
    return replace(book, record=tuple(chapter for chapter in book.record if chapter.name in ("claims", "about")))


@pytest.fixture(scope="module")
def pdf(printed: Book, site: Path) -> bytes:
    return write_pdf(printed, site / "assets/fonts")


def letters(text: str) -> str:
    """Return letters and figures alone, without case: what is left when lines are broken and words are hyphenated."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())


def set_in_pages(article: Tag) -> list[str]:
    """Return the letters of a section as a page has them, marks and their figures in their places, notes and sources
    not.

    Drawings and tables, which columns and pages put in an order of their own, part one stretch of letters from the
    next.
    """
    copy = BeautifulSoup(str(article), "html.parser")
    for number in copy.select(".claim-mark a"):
        number.string = str(number["href"]).removeprefix("#claim-c").lstrip("0")
    for beside in copy.select(".address, .box, .appendix, .cite, script, nav, .minutes, .away"):
        beside.decompose()
    for place in copy.select("p.section-number"):
        place.string = place.get_text().split(" of ")[0]
    for listed in copy.select("ol.steps"):
        for at, step in enumerate(listed.select("li"), 1):
            step.insert(0, str(at))
    for drawn in copy.select(".figure > svg, .figure details"):
        drawn.replace_with("\0")
    return [stretch for part in copy.get_text().split("\0") if (stretch := letters(part))]


def test_the_pdf_has_the_words_of_the_sections(pages: Pages, pdf: bytes, printed: Book) -> None:
    read = subprocess.run([pdftotext(), "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    paths = [section.path for section in printed.sections]
    apart = [letters(f"{note.select_one('.letter').find(string=True, recursive=False)} {' '.join(p.get_text() for p in note.select('p:not(.letter)'))}")  # type: ignore[union-attr]
             for path in paths for note in pages[path].select(".section > .note")]  # fmt: skip
    noted = len(apart)
    shown = [
        str(figure["id"]).removeprefix("figure-")
        for path in paths
        for figure in pages[path].select(".figure:has(> svg)")
    ]
    apart += [letters("".join(text.text for text in printed.drawings[id].iter("text"))) for id in shown]
    heads = {letters(title): None for title in (printed.title, *(chapter.title for chapter in printed.chapters))}
    flow, found = "", 0
    for number, sheet in enumerate(read.split("\f"), 1):
        lines = [letters(line) for line in sheet.splitlines()]
        text = "".join(
            line
            for i, line in enumerate(lines)
            if not (line == str(number) or (line in heads and i in (0, len(lines) - 1, len(lines) - 2)))
        )
        for beside in apart:  # a page paints its drawings, and sets its notes, after its lines
            if beside in text:
                text, found = text.replace(beside, "", 1), found + 1
        flow += text
    assert found == len(apart) and noted >= NOTES
    at = 0
    for path in paths:
        for expected in set_in_pages(pages[path].select_one("article")):  # type: ignore[arg-type]
            at = flow.find(expected, at)
            assert at >= 0, f"{path}: {_parting(flow, expected)}"
            at += len(expected)


def test_a_book_draws_with_the_words_of_the_page(pages: Pages, printed: Book) -> None:
    charts = [figure for figure in pages[FIGURES].select(".figure") if figure.select_one(":scope > svg")]
    assert len(charts) == len(printed.drawings)
    for figure in charts:
        alone = printed.drawings[str(figure["id"]).removeprefix("figure-")]
        said = [
            "".join(text.get_text() for text in figure.select("svg text")),
            "".join(text.text for text in alone.iter("text")),
        ]
        assert sorted(letters(said[0])) == sorted(letters(said[1])), figure["id"]


def _parting(flow: str, expected: str) -> str:
    """Return where a section's letters part from the flow, for the message of a failure."""
    length = next(n for n in range(len(expected), -1, -40) if expected[:n] in flow)
    at = flow.find(expected[:length]) + length
    return f"…{expected[length : length + 80]}… is …{flow[at : at + 80]}…"


def test_no_line_of_the_pdf_holds_one_word_but_the_last_of_a_paragraph(pdf: bytes) -> None:
    """Lines of the text's own size: after one as short as a word, the next is indented, or it is the next paragraph's
    or item's.
    """
    read = subprocess.run([pdftotext(), "-bbox-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    lines = 0
    for sheet in BeautifulSoup(read, "lxml").find_all("page"):
        boxes = []
        for line in sheet.find_all("line"):
            words = line.find_all("word")
            if max(float(str(word["ymax"])) - float(str(word["ymin"])) for word in words) > 14.5:
                top, left, right = (float(str(line[name])) for name in ("ymin", "xmin", "xmax"))
                boxes.append((top, left, right, " ".join(word.get_text() for word in words)))
        boxes.sort()
        lines += len(boxes)
        for (top, left, right, said), (below, start, end, following) in pairwise(boxes):
            alone = right - left < 60 and end - start > 250 and below - top < 18
            assert not (alone and 0 <= left - start < 14 and not following.startswith("•")), said
    assert lines > 1000


def test_a_drawing_of_the_pdf_shows_its_numbers(printed: Book) -> None:
    """WeasyPrint would paint the ground of the letters over them: it is painted first, as wide as they are."""
    tree = page(printed, {})
    assert not [text for text in tree.iter("text") if text.get("stroke")]
    grounds = [ground for ground in tree.iter("rect") if ground.getnext().tag == "text"]
    assert len(grounds) >= GROUNDS
    for ground in grounds:
        number = ground.getnext()
        assert ground.get("transform") == number.get("transform")
        assert float(ground.get("width")) >= 4 * len(number.text)


def test_the_pages_that_are_printed_are_those_on_which_things_stand(pdf: bytes, printed: Book) -> None:
    with pikepdf.open(BytesIO(pdf)) as read:
        numbers = {sheet.obj.objgen: number for number, sheet in enumerate(read.pages, 1)}
        places = pikepdf.NameTree(read.Root.Names.Dests)
        folios = {str(name): numbers[place[0].objgen] for name, place in places.items()}
    text = subprocess.run([pdftotext(), "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    flow = letters(text)
    made = page(printed, folios)
    for asked in made.xpath("//section[contains(@class, 'sources')]//small/a[position() > 1][not(@class = 'archive')]"):
        remove(asked)  # not printed (pdf.css)
    backs = [row for row in made.iter("span") if row.get("class") == "back"]
    assert len(backs) > 400
    lost = [said for back in backs if (said := letters("".join(back.getparent().itertext())[-25:])) not in flow]
    assert not lost, lost


def test_the_pdf_is_tagged_named_and_has_an_outline(pdf: bytes, printed: Book) -> None:
    with pikepdf.open(BytesIO(pdf)) as read:
        assert read.Root.MarkInfo.Marked
        assert str(read.Root.Lang) == printed.language
        assert read.Root.StructTreeRoot.K
        with read.open_metadata() as metadata:
            assert metadata["dc:title"] == printed.title
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:creator"] == [printed.author] and metadata["dc:publisher"] == {printed.author}
            assert (metadata["dc:rights"], metadata["dc:language"]) == (printed.rights, {printed.language})
            assert metadata["xmpRights:WebStatement"] == printed.licence
            assert metadata["{http://prismstandard.org/namespaces/basic/2.0/}edition"] == printed.number
            assert metadata["dc:description"] == printed.about
        with read.open_outline() as outline:
            titles = [unquote(str(entry.title)) for entry in outline.root]
        assert titles == ["Contents", *(chapter.title for chapter in printed.chapters)]
        assert len(read.pages) > 60
