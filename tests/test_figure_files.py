"""Figures to take away: whole by themselves, with the same numbers, and opened by the programs that they are for."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import vl_convert
from PIL import Image

from apparatus.figures.charts import chart_of
from apparatus.figures.files import SCHEMA, png_file, svg_file
from apparatus.metadata.cite_as import home_of
from apparatus.metadata.cite_figure import FOLDER, licence_name, told_of
from apparatus.postbuild.figure_files import write_figures
from apparatus.project import Project, load_project
from apparatus.record.figure_models import Bars, Figure

from .support.pages import CHARTS, FIGURES, Pages
from .support.project import ROOT

SVG = "{http://www.w3.org/2000/svg}"
RDF, DC, CC = (
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}",
    "{http://purl.org/dc/terms/}",
    "{http://creativecommons.org/ns#}",
)
DIAGRAMS = ("organisation", "help-and-harm")
NAMES = (*CHARTS, *DIAGRAMS, "timeline")


@pytest.fixture(scope="module")
def project() -> Project:
    return load_project(ROOT)


def rows_in(made: Any) -> Iterator[dict[str, Any]]:
    """Yield the rows of a series that the marks of a specification carry."""
    if isinstance(made, dict):
        if isinstance(made.get("row"), dict):
            yield made["row"]
        for value in made.values():
            yield from rows_in(value)
    elif isinstance(made, list):
        for value in made:
            yield from rows_in(value)


def numbers(cells: dict[str, Any]) -> dict[str, str]:
    """The cells of a row as text, numbers without needless decimals."""
    return {
        name: "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)
        for name, cell in cells.items()
    }


def drawn_rows(project: Project, figure: Figure) -> list[dict[str, str]]:
    """The rows of a chart as the table under it has them, from the CSV file."""
    columns, rows = chart_of(figure, project.words).numbers(project.tables[str(figure.series)])
    return [dict(zip(columns, row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", NAMES)
def test_an_svg_stands_alone(site: Path, name: str, project: Project) -> None:
    text = (site / FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    root = etree.fromstring(text)
    assert root.tag == f"{SVG}svg" and "var(" not in text and "href" not in text.lower().replace("rdf:resource", "")
    assert not [part for part in root.iter() if part.tag in (f"{SVG}script", f"{SVG}style", f"{SVG}image", f"{SVG}a")]
    assert not [name for part in root.iter() for name in part.attrib if name.startswith("on") or name == "class"]
    title, desc, metadata = (root.find(f"{SVG}{tag}") for tag in ("title", "desc", "metadata"))
    assert title is not None and desc is not None and metadata is not None
    assert (title.get("id"), desc.get("id")) == (root.get("aria-labelledby"), root.get("aria-describedby"))
    assert title.text and desc.text and len(desc.text) > 40
    work = metadata.find(f"{RDF}RDF/{CC}Work")
    assert work is not None and work.get(f"{RDF}about", "").startswith(project.settings.site_url + "record/")
    licence = work.find(f"{CC}license")
    assert licence is not None and licence.get(f"{RDF}resource") == project.settings.edition.licence
    assert work.findtext(f"{DC}creator") == project.settings.author
    words = [part.text or "" for part in root.iter(f"{SVG}text")]
    assert any(word.endswith("CC BY 4.0") for word in words)
    assert root.get("font-family", "").startswith("Literata,") and root.get("font-family", "").endswith("serif")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_an_svg_reaches_over_its_edge(site: Path, name: str) -> None:
    """Measured by drawing it on a ground of its own: the margin stays white."""
    with Image.open(site / FOLDER / f"{name}.png") as png:
        shown = png.convert("L")
    width, height = shown.size
    for edge in (
        (0, 0, 12, height),
        (width - 12, 0, width, height),
        (0, 0, width, 12),
        (0, height - 12, width, height),
    ):
        assert shown.crop(edge).getextrema() == (255, 255), edge


@pytest.mark.parametrize("name", NAMES)
def test_a_png_opens_and_says_whose_it_is(site: Path, name: str, project: Project) -> None:
    with Image.open(site / FOLDER / f"{name}.png") as png:
        png.load()
        assert png.format == "PNG" and png.width >= 1800 and round(png.info["dpi"][0]) == 216
        assert png.info["Title"] and png.info["Author"] == project.settings.author
        assert png.info["Copyright"] == "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"
        assert png.info["Source"].startswith(project.settings.site_url)
        assert len(png.convert("L").getcolors() or ()) > 20  # letters have edges
    assert (site / FOLDER / f"{name}.png").stat().st_size < 300_000


@pytest.mark.parametrize("name", CHARTS)
def test_vega_lite_draws_the_file_with_the_numbers_of_the_series(site: Path, name: str, project: Project) -> None:
    spec = json.loads((site / FOLDER / f"{name}.vl.json").read_text(encoding="utf-8"))
    figure = project.record.figures[name]
    assert spec["$schema"] == SCHEMA and "var(" not in json.dumps(spec) and '"url"' not in json.dumps(spec)
    carried = spec["data"]["values"] if figure.specification else list(rows_in(spec))
    found = {json.dumps(numbers(row), sort_keys=True) for row in carried}
    columns = list(chart_of(figure, project.words).numbers(project.tables[str(figure.series)])[0])
    shown = [row for row in drawn_rows(project, figure) if figure.shares is None or row[columns[-1]]]
    if isinstance(figure.chart, Bars) or figure.map or figure.specification:
        kept = {
            json.dumps({column: row[column] for column in columns}, sort_keys=True) for row in map(json.loads, found)
        }
        assert kept == {json.dumps({c: _plain(row[c]) for c in columns}, sort_keys=True) for row in shown}
    else:  # the whole rows of the file
        with (ROOT / f"docs/data/series/{figure.series}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        by = figure.runs.by if figure.runs else ""
        panels = {panel.series for panel in figure.runs.panels} if figure.runs else set()
        drawn = [row for row in rows if (not by or row[by] in panels)]
        assert found == {json.dumps({n: _plain(c) for n, c in row.items()}, sort_keys=True) for row in drawn}
    svg = etree.fromstring(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))
    texts = [(part.text or "", part.get("transform"), part.get("stroke")) for part in svg.iter(f"{SVG}text")]
    for at, (text, place, ground) in enumerate(texts):  # Vega paints a ground over its own letters: they come again
        assert ground is None or (text, place, None) in texts[at + 1 :], text
    words = [text for text, *_ in texts]
    page = etree.fromstring((site / FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
    alone = {part.text or "" for part in page.iter(f"{SVG}text") if "font-size" not in part.attrib}
    assert len(alone) > 10 and alone <= set(words)  # but for caption and source, the same words stand in both
    assert figure.title.split("'")[0] in " ".join(words)


def _plain(cell: str) -> str:
    return f"{float(cell):g}" if re.fullmatch(r"-?\d+\.\d+", cell) else cell


def test_the_editors_picture_has_bars_as_long_as_the_shares(site: Path) -> None:
    """The federal quota, as Vega-Lite draws the file: half of the posts take half as much again as a third would."""
    spec = json.loads((site / FOLDER / "federal-quota.vl.json").read_text(encoding="utf-8"))
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    lengths = [float(h) for h in re.findall(r'd="M[\d.]+,[\d.]+h([\d.]+)v15h', svg)]
    with (ROOT / "docs/data/series/federal-quota.csv").open(encoding="utf-8", newline="") as file:
        shares = [float(row["percent"]) for row in csv.DictReader(file)]
    assert lengths == pytest.approx([share * max(lengths) / 50 for share in shares], abs=0.02)


@pytest.mark.parametrize("name", [*CHARTS, *DIAGRAMS])
def test_the_page_of_figures_leads_to_every_file_and_says_how_to_cite(
    site: Path, pages: Pages, name: str, project: Project
) -> None:
    shown = pages[FIGURES].select_one(f"#figure-{name}")
    assert shown
    links = {
        str(link.string): urljoin("http://site/" + FIGURES, str(link["href"])) for link in shown.select(".files a")
    }
    forms = ["SVG", "PNG", "CSV", "Vega-Lite"] if name in CHARTS else ["SVG", "PNG"]
    assert list(links) == [*forms, "CC BY 4.0"] and links["CC BY 4.0"] == project.settings.edition.licence
    for form in forms:
        assert (site / links[form].removeprefix("http://site/")).is_file()
    reference = shown.select_one(".reference")
    assert reference and f"{FIGURES}#figure-{name}" in reference.get_text()
    title = project.record.figures[name].title.replace("'", "’")
    assert f"Figure: {title}" in reference.get_text() and "2026" in reference.get_text()
    if name in CHARTS:
        series = project.record.figures[name].series
        published = (site / f"data/series/{series}.csv").read_text(encoding="utf-8")
        assert published == (ROOT / f"docs/data/series/{series}.csv").read_text(encoding="utf-8")
        assert len(list(csv.reader(StringIO(published)))) == len(project.tables[str(series)].rows) + 1


def test_a_section_leads_to_where_its_figures_are_taken_away(pages: Pages) -> None:
    led = 0
    for path, soup in pages.items():
        for figure in soup.select("figure[id]") if path.startswith("essay/") else ():
            (link,) = figure.select(".away a")
            assert urljoin(f"http://site/{path}", str(link["href"])) == f"http://site/{FIGURES}#{figure['id']}"
            led += 1
    assert led >= 9


def test_the_timeline_leads_to_its_picture(site: Path, pages: Pages) -> None:
    links = [str(link["href"]) for link in pages["record/timeline/"].select(".lanes + .files a")][:2]
    assert [Path(link).name for link in links] == ["timeline.svg", "timeline.png"]
    assert all((site / "record/timeline" / link).resolve().is_file() for link in links)


def test_the_timelines_picture_has_every_event(site: Path, project: Project) -> None:
    root = etree.parse(site / FOLDER / "timeline.svg").getroot()
    told = [part.text for part in root.iter(f"{SVG}title")][1:]  # the first is the picture's own
    assert len(told) == len(project.record.events)


def test_the_same_figure_gives_the_same_bytes(site: Path, project: Project, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    write_figures(project, tmp_path / "site")
    for file in sorted((site / FOLDER).iterdir()):
        assert (tmp_path / "site" / FOLDER / file.name).read_bytes() == file.read_bytes(), file.name


def test_a_picture_that_is_drawn_anew_is_the_same_picture(project: Project, site: Path, tmp_path: Path) -> None:
    """Without what is kept from before: the typefaces unpacked again, the PNG drawn again."""
    figure = project.record.figures["federal-quota"]
    home = home_of(project, figure)
    assert home
    (tmp_path / "docs/assets").mkdir(parents=True)
    (tmp_path / "docs/assets/fonts").symlink_to(ROOT / "docs/assets/fonts")
    svg = (site / FOLDER / "federal-quota.svg").read_text(encoding="utf-8")
    made = png_file(tmp_path, svg, told_of(project, figure, home, ""))
    assert made == (site / FOLDER / "federal-quota.png").read_bytes()


def test_what_is_stored_for_reading_offline_has_no_pictures_and_says_so(site: Path, pages: Pages) -> None:
    worker = (site / "sw.js").read_text(encoding="utf-8")
    assert FOLDER not in worker and "data/series/karachi-seats.csv" in worker
    assert "has none of the pictures" in pages[FIGURES].select_one("figure .files").get_text()  # type: ignore[union-attr]


def test_the_authors_own_specification_is_published_with_its_data_alone(site: Path) -> None:
    assert [path.parent.name for path in site.rglob("*.vl.json")] == ["figures"] * len(CHARTS)


def test_what_stands_in_a_title_cannot_break_a_file(project: Project) -> None:
    figure = project.record.figures["killings"]
    home = home_of(project, figure)
    assert home
    odd = figure.model_copy(update={"title": 'A <b> & "c"', "caption": "<script>alert(1)</script> & more"})
    drawing = etree.fromstring('<svg viewBox="0 0 100 50"><path d="M0,0h5"/></svg>')
    root = etree.fromstring(svg_file(drawing, told_of(project, odd, home, "")))
    assert root.findtext(f"{SVG}title") == "A <b> & “c”"
    assert not list(root.iter(f"{SVG}script"))


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
        ("https://creativecommons.org/licenses/by-nc-sa/3.0/de/", "CC BY-NC-SA 3.0"),
        ("https://example.org/terms", ""),
        ("", ""),
    ],
)
def test_a_licence_is_called_by_its_short_name(address: str, name: str) -> None:
    assert licence_name(address) == name
