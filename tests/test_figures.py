"""Figures: the numbers drawn are those of the files, each with its name, its table and its source."""

from __future__ import annotations

import csv
import json
import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import Tag
from frictionless import Package

from apparatus.checks import check
from apparatus.figures import charts
from apparatus.figures.charts import specification
from apparatus.figures.drawing import draw
from apparatus.figures.layout import ALONE, COLUMN
from apparatus.figures.small_multiples import runs
from apparatus.figures.table import read_table
from apparatus.project import Project, load_project
from apparatus.record.figure_models import ChartOptions, Figure

from .support.pages import CHARTS, FIGURES, Pages
from .support.project import CHECKS, ROOT, lay

EXACT = 0.1
"""Pixels of a phone's column by which a mark may miss its number: each of its ends is kept to a tenth."""


@pytest.fixture(scope="module")
def project() -> Project:
    return load_project(ROOT)


def rows_of(series: str) -> list[dict[str, str]]:
    with (ROOT / f"docs/data/series/{series}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figure(pages: Pages, id: str) -> Tag:
    found = pages[FIGURES].find(id=f"figure-{id}")
    assert isinstance(found, Tag)
    return found


def table(pages: Pages, id: str) -> list[list[str]]:
    """The cells of a figure's table, numbers without their commas, gaps as empty."""
    cells: list[list[str]] = []
    for row in figure(pages, id).select("tbody tr"):
        read = [cell.get_text() for cell in row.find_all(["th", "td"])]
        cells.append(read if row.find("th") else [cells[-1][0], *read])  # a heading spans its rows
    return [[re.sub(r"(?<=\d),(?=\d{3})", "", cell).replace("no number", "") for cell in row] for row in cells]


def boxes(drawing: Tag) -> list[tuple[float, float]]:
    """Beginning and width of every bar of a drawing, in its order."""
    found = [re.findall(r"M([\d.]+),[\d.]+h([\d.]+)v", str(path["d"])) for path in drawing.find_all("path")]
    return [(float(start), float(length)) for path in found for start, length in path]


def dots(drawing: Tag) -> list[tuple[float, float]]:
    """Where the dots of a drawing stand within their panels, in its order."""
    found = [re.findall(r"M([\d.]+),([\d.]+)h\.01", str(path["d"])) for path in drawing.find_all("path")]
    return [(float(x), float(y)) for path in found for x, y in path]


def drawing_of(pages: Pages, id: str) -> Tag:
    (found,) = figure(pages, id).select("svg[role=img]")
    return found


def share(text: Tag) -> float:
    """Where a word stands, as a part of the width."""
    return float(str(text["x"]).removesuffix("%")) / 100


class TestNumbers:
    def test_the_table_of_seats_is_the_file(self, pages: Pages) -> None:
        rows = rows_of("karachi-seats")
        assert table(pages, "karachi-seats") == [[row["year"], row["party"], row["seats"]] for row in rows]
        assert len(rows) == 32

    def test_the_bars_of_seats_are_as_long_as_the_shares(self, pages: Pages) -> None:
        rows = rows_of("karachi-seats")
        bars = boxes(drawing_of(pages, "karachi-seats"))
        assert len(bars) == len(rows)
        ends = [start + length for start, length in bars]
        begun = [i for i, (start, _) in enumerate(bars) if start == 0]
        for year, first in zip(dict.fromkeys(row["year"] for row in rows), begun, strict=True):
            seats = [int(row["seats"]) for row in rows if row["year"] == year]
            drawn = [length / COLUMN * sum(seats) for _, length in bars[first : first + len(seats)]]
            assert sorted(drawn) == pytest.approx(sorted(seats), abs=0.01)
            assert ends[first + len(seats) - 1] == pytest.approx(COLUMN, abs=2 * EXACT)

    def test_every_party_is_named_with_its_seats_beside_its_bar(self, pages: Pages) -> None:
        words = " · ".join(text.get_text() for text in drawing_of(pages, "karachi-seats").find_all("text"))
        named = sorted(re.findall(r"[A-Z][A-Za-z-]* \d+(?= ·|$)", words))
        assert named == sorted(f"{row['party']} {row['seats']}" for row in rows_of("karachi-seats"))

    @pytest.mark.parametrize(
        ("id", "note", "times"),
        [
            ("mother-tongue", "households", 1),
            ("mother-tongue", "persons, called flawed", 1),
            ("federal-quota", "4.0, what remains", 1),
            ("mqm-vote", "called inflated", 2),
        ],
    )
    def test_what_a_number_does_not_say_is_written_at_its_bar(
        self, pages: Pages, id: str, note: str, times: int
    ) -> None:
        assert [text.get_text() for text in drawing_of(pages, id).find_all("text")].count(note) == times

    def test_a_name_too_long_for_its_bar_stands_over_it_in_its_colour(self, pages: Pages) -> None:
        drawing = drawing_of(pages, "karachi-seats")
        name = next(text for text in drawing.find_all("text") if text.get_text() == "MQM-Haqiqi 1")
        look = name.find_parent(fill=True) if "fill" not in name.attrs else name
        assert look and "--slate" in str(look["fill"]) and look["text-anchor"] == "middle"
        for width in (COLUMN, ALONE):  # after the MQM's twelve of twenty seats
            assert share(name) * width == pytest.approx(width * 12.5 / 20, abs=40)

    def test_the_bars_of_languages_are_as_long_as_the_shares(self, pages: Pages) -> None:
        others = ("Saraiki", "Hindko", "Brahvi", "Kashmiri", "Other")
        shares: dict[tuple[str, str], Decimal] = {}
        for row in rows_of("karachi-languages"):
            place = ("Other" if row["language"] in others else row["language"], row["census_year"])
            if row["percent"]:
                shares[place] = shares.get(place, Decimal(0)) + Decimal(row["percent"])
        told = {(row[0], row[1]): Decimal(row[2]) for row in table(pages, "mother-tongue") if row[2]}
        assert told == shares
        assert ["Pashto", "1998", ""] in table(pages, "mother-tongue")
        lengths = [length for _, length in boxes(drawing_of(pages, "mother-tongue"))]
        scale = max(lengths) / float(max(shares.values()))
        assert sorted(lengths) == pytest.approx(sorted(float(s) * scale for s in shares.values()), abs=EXACT)

    def test_the_bars_of_the_quota_are_as_long_as_the_shares(self, pages: Pages) -> None:
        rows = rows_of("federal-quota")
        assert table(pages, "federal-quota") == [[row["category"], row["percent"]] for row in rows]
        lengths = [length for _, length in boxes(drawing_of(pages, "federal-quota"))]
        assert lengths == pytest.approx([float(row["percent"]) * max(lengths) / 50 for row in rows], abs=EXACT)

    def test_the_bars_of_votes_are_as_long_as_the_votes(self, pages: Pages) -> None:
        rows = rows_of("mqm-votes")
        assert table(pages, "mqm-vote") == [[row["year"], row["party"], row["votes"]] for row in rows]
        votes = [int(row["votes"]) for row in rows if row["votes"]]
        drawing = drawing_of(pages, "mqm-vote")
        lengths = [length for _, length in boxes(drawing)]
        assert lengths == pytest.approx([vote * max(lengths) / max(votes) for vote in votes], abs=EXACT)
        words = [text.get_text() for text in drawing.find_all("text")]
        assert "boycott" in words and "1993" in words

    def test_the_dots_of_killings_are_as_high_as_the_counts(self, pages: Pages, project: Project) -> None:
        kind = project.record.figures["killings"].runs
        assert kind
        counted = [
            [row for row in rows_of("karachi-killings") if row["series"] == panel.series] for panel in kind.panels
        ]
        told = [[row["year"], row["period"], row["deaths"]] for rows in counted for row in rows]
        assert [row[1:] for row in table(pages, "killings")] == told
        heights = [78 - y for _, y in dots(drawing_of(pages, "killings"))]
        assert heights == pytest.approx(
            [int(row[2]) * 44 / 2789 for row in told], abs=EXACT
        )  # 44 pixels in every panel

    def test_the_dots_of_the_map_stand_where_the_places_are(self, pages: Pages, project: Project) -> None:
        kind = project.record.figures["karachi"].map
        assert kind
        places = [row for row in rows_of("karachi-map") if row["line"] == "place"]
        assert table(pages, "karachi") == [[row[column] for column in ("name", "urdu")] for row in places]
        drawing = drawing_of(pages, "karachi")
        shown = sorted(places, key=lambda row: row["small"] != "1")  # a phone leaves the last out
        at, scale = dots(drawing), COLUMN / (kind.east - kind.west)
        assert [x for x, _ in at] == pytest.approx(
            [(float(row["longitude"]) - kind.west) * scale for row in shown], abs=EXACT
        )
        # A degree of latitude at 24.9 degrees north is 110.78 km, one of longitude 101.06 (WGS 84).
        assert [y for _, y in at] == pytest.approx(
            [(kind.north - float(row["latitude"])) * scale * 110.78 / 101.06 for row in shown], rel=0.01, abs=1
        )
        words = [text.get_text() for text in drawing.find_all("text")]
        assert {row["name"] for row in shown} < set(words) and "Arabian Sea" in words
        large = {text.get_text() for text in drawing.select("text.wide, .wide text")}
        assert {row["name"] for row in places} & large == {row["name"] for row in places if row["small"] != "1"}

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("place,1,Orangi,اورنگی,24.9455", "place,1,Orangi,اورنگی,", "line 65 of its series has no position"),
            ("67.0049,w,", "67.0049,north,", "line 65 of its series has the side 'north'"),
            ("\nmalir,", "\nmaleer,", "no row of its series is of the line 'malir'"),
        ],
    )
    def test_a_map_that_would_leave_something_out_is_refused(
        self, old: str, new: str, said: str, tmp_path: Path, project: Project
    ) -> None:
        path = tmp_path / "docs/data/series/karachi-map.csv"
        path.parent.mkdir(parents=True)
        text = (ROOT / "docs/data/series/karachi-map.csv").read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(ValueError, match=said):
            specification(
                project.record.figures["karachi"], read_table(tmp_path, "karachi-map"), {}, project.words, ROOT
            )


class TestGaps:
    def test_counts_are_joined_only_where_years_follow_and_the_same_was_counted(self, project: Project) -> None:
        kind = project.record.figures["killings"].runs
        assert kind
        joined = {}
        for panel in kind.panels:
            rows = [row for row in project.tables["karachi-killings"].rows if row[kind.by] == panel.series]
            joined[panel.series] = [[int(row[kind.year]) for row in run] for run in runs(kind, rows)]
        assert joined["cplc-homicides"] == [[2010, 2011, 2012, 2013], [2017]]
        assert joined["hrw-political"] == [[1995], [1996]]  # a year and half a year
        assert joined["police-murders"] == [[2011, 2012, 2013, 2014, 2015, 2016]]

    def test_lines_are_drawn_for_runs_and_for_nothing_else(self, pages: Pages) -> None:
        drawing = drawing_of(pages, "killings")
        lines = [str(path["d"]) for path in drawing.find_all("path") if re.match(r"M[\d.,]+L", str(path["d"]))]
        assert sorted(line.count("L") for line in lines) == [1, 1, 3, 3, 5, 6]


class TestPackage:
    def test_frictionless_finds_every_file_as_described(self, project: Project) -> None:
        package = Package(str(ROOT / "docs/data/series/datapackage.json"))
        report = package.validate()
        assert report.valid, report.flatten(["title", "message"])
        assert [resource.name for resource in package.resources] == list(project.record.series)

    def test_frictionless_would_find_a_word_among_the_numbers(self, tmp_path: Path) -> None:
        copy = Path(shutil.copytree(ROOT / "docs/data/series", tmp_path / "series"))
        path = copy / "karachi-seats.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("MQM,11", "MQM,eleven"), encoding="utf-8")
        assert not Package(str(copy / "datapackage.json")).validate().valid

    def test_the_package_and_the_files_are_shipped(self, site: Path) -> None:
        package = json.loads((site / "data/series/datapackage.json").read_text(encoding="utf-8"))
        assert all((site / "data/series" / resource["path"]).is_file() for resource in package["resources"])


class TestDrawing:
    def test_an_unchanged_chart_is_not_drawn_again(
        self, project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        shown = project.record.figures["federal-quota"]
        spec = specification(shown, project.tables["federal-quota"], {}, project.words, ROOT)
        first = draw(tmp_path, spec)
        monkeypatch.setattr("vl_convert.vegalite_to_svg", lambda spec, **options: pytest.fail("drawn again"))
        again = draw(tmp_path, spec)
        assert [element.attrib for element in again.iter()] == [element.attrib for element in first.iter()]

    def test_nothing_is_fetched_to_draw(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="not allowed"):
            draw(tmp_path, {"data": {"url": "https://example.org/x.csv"}, "mark": "bar"})

    def test_a_figure_takes_one_kind_and_a_chart_its_series(self) -> None:
        words: dict[str, Any] = {"id": "x", "title": "X", "caption": "X.", "sources": ["a"]}
        levels = [{"name": "Head", "detail": "alone"}]
        assert Figure.model_validate(words | {"levels": levels})
        for wrong in (
            {},
            {"levels": levels, "series": "seats"},
            {"levels": levels, "steps": [{"text": "A", "claim": "c1"}]},
        ):
            with pytest.raises(ValueError, match=r"takes one kind|names a series"):
                Figure.model_validate(words | wrong)

    def test_every_chart_has_a_name_a_description_its_numbers_and_its_file(self, pages: Pages, site: Path) -> None:
        for id in CHARTS:
            shown = figure(pages, id)
            drawing = drawing_of(pages, id)
            for attribute, tag in (("aria-labelledby", "title"), ("aria-describedby", "desc")):
                told = drawing.find(tag)
                assert isinstance(told, Tag) and told["id"] == drawing[attribute] and told.get_text()
            file = shown.select_one("details a[download]")
            assert file and (site / FIGURES / str(file["href"])).resolve().is_file()
            assert shown.select_one(".caption .mark a")

    def test_the_argument_in_a_circle_carries_its_findings(self, pages: Pages) -> None:
        steps = figure(pages, "help-and-harm").select(".steps > li")
        assert [step.find("a").get_text().strip() for step in steps][:2] == ["supported", "disputed"]  # type: ignore[union-attr]
        assert all("#c" in str(step.find("a")["href"]) for step in steps)  # type: ignore[index]


def test_every_kind_of_chart_is_drawn_by_a_class_of_its_own() -> None:
    assert set(ChartOptions.__subclasses__()) == set(charts.CHARTS)
    assert len(set(charts.CHARTS.values())) == len(charts.CHARTS)


OPTIONS: dict[str, dict[str, Any]] = {
    "shares": {"row": "year", "part": "party", "value": "seats", "unit": "seats"},
    "bars": {"heading": "party", "row": "year", "value": "seats"},
    "runs": {
        "by": "party",
        "year": "year",
        "value": "seats",
        "printed": "party",
        "same": ["party"],
        "panels": [{"series": "x", "title": "x"}],
    },
    "map": {
        "west": 66,
        "east": 67,
        "south": 24,
        "north": 25,
        "line": "party",
        "order": "year",
        "name": "party",
        "latitude": "year",
        "longitude": "year",
        "side": "party",
        "small": "party",
        "shore": "x",
        "names": ["x"],
        "table": ["year"],
    },
    "specification": {"file": "x.vl.json", "table": ["year", "party"]},
}

APART = ("unit", "panels", "file", "west", "east", "south", "north", "shore", "names")
"""Options that name no column."""


@pytest.mark.parametrize(
    ("kind", "option"),
    [(kind, option) for kind, given in OPTIONS.items() for option in given if option not in APART],
)
def test_a_misspelled_column_is_a_numbered_problem(kind: str, option: str, tmp_path: Path) -> None:
    root = lay(tmp_path, CHECKS / "base", CHECKS / "C049/in")
    path = root / "docs/data/figures.yml"
    (figure,) = yaml.safe_load(path.read_text("utf-8"))
    columns = (root / f"docs/data/series/{figure['series']}.csv").read_text("utf-8").split("\n")[0].split(",")
    given = {
        name: (
            [columns[0]] if isinstance(said, list) and name not in APART else columns[0] if name not in APART else said
        )
        for name, said in OPTIONS[kind].items()
    }
    given[option] = ["yeer"] if isinstance(given[option], list) else "yeer"
    for name in OPTIONS:
        figure.pop(name, None)
    path.write_text(yaml.safe_dump([{**figure, kind: given}]), encoding="utf-8")
    said = [problem for problem in check(load_project(root)) if problem.code == "C042"]
    assert len(said) == 1 and "'yeer'" in said[0].what
