"""Figures of a translation: its own words in them and the same numbers, drawn from the side from which it is read."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from PIL import Image
from weasyprint import HTML

from apparatus.books.pictures import picture
from apparatus.books.weasyprint_fixes import whole_words
from apparatus.figures.charts import chart_of, draw_alone, draw_for_page, specification
from apparatus.figures.drawing import from_left
from apparatus.figures.files import MARGIN, plain_colours
from apparatus.figures.layout import span
from apparatus.figures.turned import turned
from apparatus.html.tree import fragment
from apparatus.project import Project, load_project
from apparatus.record.figure_models import Figure
from apparatus.translation.assemble import assemble, languages
from apparatus.translation.numbers import numbers
from apparatus.words import Words, read_words

from .support.pages import CHARTS, FIGURES, Open
from .support.project import ROOT

pytestmark = pytest.mark.xdist_group("translation")  # built once, with test_translation.py
FROM_THE_LEFT = ("karachi", "killings")
"""Charts that are not turned: east is on the right, and the years of a scale run towards it."""


@pytest.fixture(scope="module")
def english() -> Project:
    return load_project(ROOT)


@pytest.fixture(scope="module")
def urdu(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("urdu")
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "overrides").symlink_to(ROOT / "overrides")
    return load_project(assemble(root, "ur", load_project(root).pages).root)


def drawing(project: Project, id: str) -> Tag:
    figure = project.record.figures[id]
    made = draw_for_page(figure, project.tables[str(figure.series)], project.colours, project.words, ROOT)
    return BeautifulSoup(etree.tostring(made, encoding="unicode"), "html.parser")


def texts(drawn: Tag) -> list[str]:
    return [text.get_text() for text in drawn.find_all("text")]


def bars(drawn: Tag) -> list[tuple[float, float]]:
    """Beginning and width of every bar."""
    found = [re.findall(r"M([\d.]+),[\d.]+h([\d.]+)v", str(path["d"])) for path in drawn.find_all("path")]
    return [(float(start), float(length)) for path in found for start, length in path]


def counted(said: list[str], words: Words) -> Counter[str]:
    return Counter(
        f"{number.value.normalize():f}" for text in said for number in numbers(text, words) if number.figures
    )


@pytest.mark.parametrize("id", CHARTS)
def test_a_chart_says_the_numbers_of_the_english_one(id: str, english: Project, urdu: Project) -> None:
    theirs, ours = (counted(texts(drawing(one, id)), one.words) for one in (english, urdu))
    assert ours == theirs and (theirs or id == "karachi")


@pytest.mark.parametrize("id", CHARTS)
def test_the_table_under_it_has_the_numbers_of_the_english_one(id: str, english: Project, urdu: Project) -> None:
    rows = []
    for project in (english, urdu):
        figure = project.record.figures[id]
        _, found = chart_of(figure, project.words).numbers(project.tables[str(figure.series)])
        rows.append([[cell for cell in row if re.fullmatch(r"[\d.]*", cell)] for row in found])
    assert rows[0] == rows[1]


@pytest.mark.parametrize("id", [id for id in CHARTS if id not in FROM_THE_LEFT])
def test_its_bars_are_those_of_the_english_one_from_the_other_side(id: str, english: Project, urdu: Project) -> None:
    theirs, ours = (bars(drawing(one, id)) for one in (english, urdu))
    assert len(theirs) == len(ours) > 4
    begin, end = min(start for start, _ in theirs), max(start + length for start, length in ours)
    turned_back = [(begin + end - start - length, length) for start, length in ours]
    for bar in theirs:
        assert bar in [pytest.approx(other, abs=0.2) for other in turned_back]


@pytest.mark.parametrize("id", FROM_THE_LEFT)
def test_years_and_places_stay_where_they_are(id: str, english: Project, urdu: Project) -> None:
    dots = []
    for project in (english, urdu):
        paths = [str(path["d"]) for path in drawing(project, id).find_all("path")]
        dots.append(sorted(x for path in paths for x in re.findall(r"M([\d.]+),[\d.]+h\.01", path)))
    assert len(dots[0]) > 15 and dots[0] == dots[1]


def test_each_word_is_held_at_the_side_from_which_it_is_read(urdu: Project) -> None:
    for id in CHARTS:
        assert drawing(urdu, id).find("svg")["direction"] == "rtl", id  # type: ignore[index]
    names = [text for text in drawing(urdu, "mother-tongue").find_all("text") if text.get_text() == "اردو"]
    assert [(name["x"], name.get("text-anchor")) for name in names] == [("100%", None)]


def test_no_colour_is_lost(english: Project, urdu: Project) -> None:
    for id in CHARTS:
        theirs, ours = (Counter(re.findall(r"--(\w+),", str(drawing(one, id)))) for one in (english, urdu))
        assert ours.keys() == theirs.keys(), id


def parts(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Yield the words of each figure, of the table under it, and of the picture of the timeline, by their place."""
    for name in ("figcaption", "figure svg text", "figure svg title", "figure svg desc", "figure th", "figure td",
                 "figure .levels", "figure .steps", ".lanes text"):  # fmt: skip
        yield from ((name, found.get_text(" ")) for found in soup.select(name))


def test_no_word_in_latin_letters_is_left_in_a_figure(both: Path) -> None:
    for language in languages(ROOT):
        kept = set(load_project(both.parent / ".cache/translations" / language).settings.values.values())
        left, looked = [], 0
        for page in sorted((both / language).rglob("index.html")):
            for place, said in parts(BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")):
                looked += 1
                if re.search("[A-Za-z]", said) and said not in kept:
                    left.append((page.parent.name, place, said))
        assert not left and looked > 900


def test_what_is_downloaded_is_the_english_file(both: Path) -> None:
    files = sorted((both / "ur/data/series").glob("*"))
    assert len(files) > 8
    for file in files:
        assert file.read_bytes() == (both / "data/series" / file.name).read_bytes(), file.name


@pytest.mark.parametrize("name", [*CHARTS, "organisation", "help-and-harm", "timeline"])
def test_a_file_of_it_is_read_from_the_right(both: Path, name: str) -> None:
    svg = BeautifulSoup((both / f"ur/data/figures/{name}.svg").read_text(encoding="utf-8"), "xml").svg
    assert (
        svg
        and (svg["direction"], svg["xml:lang"]) == ("rtl", "ur")
        and "'Noto Naskh Arabic'" in str(svg["font-family"])
    )
    first, *_, last = svg.find_all("text")
    right = str(float(str(svg["width"])) - MARGIN).removesuffix(".0")
    assert (first["x"], last["x"]) == (right, right) and "CC BY" in last.get_text()
    with Image.open(both / f"ur/data/figures/{name}.png") as png:
        shown = png.convert("L")
    width, height = shown.size
    for edge in ((0, 0, 12, height), (width - 12, 0, width, height)):
        assert shown.crop(edge).getextrema() == (255, 255), "something reaches over its edge"
    middle = shown.crop((0, 0, width // 8, MARGIN * 5))
    assert middle.getextrema() == (255, 255), "the title stands at the left"


def test_words_are_held_at_left_or_right_for_a_library_that_knows_no_direction() -> None:
    drawing = etree.fromstring(
        '<svg direction="rtl"><text>ا</text><text text-anchor="end">ب</text><text text-anchor="middle">ج</text></svg>'
    )
    made = from_left(drawing)
    assert "direction" not in made.attrib and drawing.get("direction") == "rtl"
    held = [(one.get("text-anchor"), one.text) for one in made]
    assert held == [("end", "\u202bا\u202c"), (None, "\u202bب\u202c"), ("middle", "\u202bج\u202c")]


def test_words_of_a_drawing_are_set_whole_in_a_pdf_and_only_while_that_is_asked_for() -> None:
    drawing = '<svg width="99" height="20"><text x="90" y="15" direction="rtl">نشستیں</text></svg>'

    def runs() -> int:
        made: bytes = HTML(string=drawing).write_pdf(uncompressed_pdf=True)
        return made.count(b" TJ") + made.count(b"]TJ")

    apart = runs()
    with whole_words():
        assert 1 <= runs() < apart
    assert runs() == apart > 4


def test_a_picture_for_a_word_processor_is_read_from_the_right(urdu: Project) -> None:
    figure = urdu.record.figures["mother-tongue"]
    made = draw_alone(figure, urdu.tables["karachi-languages"], urdu.colours, urdu.words, ROOT)
    svg = fragment(plain_colours(etree.tostring(made, encoding="unicode")))
    with Image.open(BytesIO(picture(svg, str(ROOT / "docs/assets/fonts")))) as png:
        shown = png.convert("L")
    width, height = shown.size
    assert sum(shown.crop((width - 40, 0, width, height)).histogram()[:128]), "names stand at the right edge"
    assert not sum(shown.crop((0, height // 4, width // 3, height)).histogram()[:128]), "short bars leave the left free"


CROWDED = """
() => [...document.querySelectorAll(".figure > svg, .lanes > svg")].filter((svg) => svg.getClientRects().length).flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const words = [...svg.querySelectorAll("text")].filter((text) => text.getClientRects().length).map((text) => {
    const { left, right } = text.getBoundingClientRect();
    return { said: text.textContent, left, right, line: text.getStartPositionOfChar(0).matrixTransform(text.getScreenCTM()).y };
  });
  const out = words.filter((word) => word.left < frame.left - 2 || word.right > frame.right + 2).map((word) => "leaves its drawing: " + word.said);
  const over = words.flatMap((one, i) => words.slice(i + 1)
    .filter((other) => Math.abs(one.line - other.line) < 11 && one.left < other.right - 1 && other.left < one.right - 1)
    .map((other) => `${one.said} / ${other.said}`));
  return [...out, ...over];
})
"""


@pytest.mark.parametrize("width", [320, 1440, *(pytest.param(w, marks=pytest.mark.proof) for w in (390, 768))])
@pytest.mark.parametrize("place", [FIGURES, "record/timeline/"])
def test_no_word_stands_on_another_or_leaves_its_drawing(
    open_page: Open, both: Path, serve: Callable[[Path], str], place: str, width: int
) -> None:
    page = open_page(f"ur/{place}", width=width, base=serve(both))
    page.evaluate("document.fonts.ready.then(() => 1)")
    assert page.locator(".figure > svg text, .lanes > svg text").count() > 20
    assert page.evaluate(CROWDED) == []
    faces = page.evaluate("[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family)")
    assert any("charts" in face for face in faces)


def test_a_specification_of_years_is_not_turned() -> None:
    spec = {"mark": "line", "encoding": {"x": {"field": "year", "type": "temporal"}, "y": {"field": "n"}}}
    assert turned(spec) == spec


def test_a_specification_of_bars_is_turned_with_its_words() -> None:
    bars = {"mark": "bar", "encoding": {"x": {"field": "n", "type": "quantitative"}, "y": {"field": "a", "axis": {}}}}
    word = {"mark": {"type": "text", "align": "left", "dx": 5}, "encoding": {"x": {"value": 38}}}
    made = turned({"layer": [bars, word]})
    assert made["layer"][0]["encoding"]["x"]["scale"] == {"reverse": True}
    assert made["layer"][0]["encoding"]["y"]["axis"] == {"orient": "right"}
    assert made["layer"][1] == {
        "mark": {"type": "text", "align": "right", "dx": -5},
        "encoding": {"x": {"value": {"expr": "width - 38"}}},
    }


def test_a_language_read_from_the_left_says_its_words_and_turns_nothing(english: Project) -> None:
    figure: Figure = english.record.figures["mqm-vote"]
    words = replace(read_words("en"), values={"MQM": "MKM", "MQM-P": "MKM-P", "called inflated": "aufgebläht"})
    made = str(specification(figure, english.tables["mqm-votes"], english.colours, words, ROOT))
    assert "datum.party === 'MKM'" in made and "'party': 'MKM-P'" in made and "aufgebläht" in made
    assert "called inflated" not in made and "reverse" not in made


@pytest.mark.parametrize(
    ("word", "wide"),  # as Chromium sets it in Noto Naskh at 13.5 px, with figures of Literata at 13
    [
        ("تحریکِ انصاف", 71),
        ("پیپلز پارٹی", 55),
        ("جمعیت علمائے پاکستان", 113),
        ("ایم کیو ایم پاکستان", 95),
        ("متحدہ مجلس عمل", 94),
    ],
)
def test_letters_that_join_are_as_wide_as_they_are_set(word: str, wide: float) -> None:
    assert wide <= span(word) <= 1.2 * wide
