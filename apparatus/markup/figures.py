"""Figures: ``/// figure | seats`` and ``///`` show an entry of docs/data/figures.yml where the argument needs it.

A chart becomes a figure with its title, its caption and sources as the prose cites them, its drawing, the numbers as a
table, and the file they come from. The caption is read as prose: it may hold marks of its own. The drawing is put in
after the marks of the prose have been read and before citations are numbered, so that nothing in it is mistaken for
either.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from decimal import Decimal
from itertools import groupby
from pathlib import PurePosixPath
from posixpath import relpath
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from ..essay.page import Page
from ..figures.charts import chart_of, draw_for_page
from ..html.elements import element, fragment, joined
from ..html.typography import curly
from ..metadata.cite_as import cited_figure, home_of, references_of_pages
from ..metadata.cite_figure import FOLDER, licence_name
from ..project import Project, page_url, relative
from ..record.figure_models import Figure
from ..words import Words
from .base import ApparatusExtension, page_on, problem, project_on
from .diagrams import levels, steps

Element = etree.Element


class _FigureBlock(Block):  # type: ignore[misc]
    """Leave the words of the figure in the tree, so that marks in them are read; the tree processor adds the rest."""

    NAME = "figure"
    ARGUMENT = True

    def on_create(self, parent: Element) -> Element:
        id = self.argument.strip()
        figure = project_on(self.md).record.figures.get(id)
        made = etree.SubElement(parent, "figure", {"data-figure": id})
        if figure:
            made.append(element("figcaption", figure.title))
            made.append(element("p", f"{figure.caption}[{_cited(figure)}]", class_="caption"))
        return made


def _cited(figure: Figure) -> str:
    return "; ".join(f"@{key}" for key in figure.sources)


class Figures(BlocksExtension, ApparatusExtension):  # type: ignore[misc]
    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        self.prepare(md)
        block_mgr.register(_FigureBlock, {})
        md.treeprocessors.register(_Drawing(md), "figures", 5.95)
        md.treeprocessors.register(
            _Away(md), "figures-away", -0.9
        )  # after the builder's own look at links: the files are made later


class _Drawing(Treeprocessor):
    def run(self, root: Element) -> None:
        project, page = project_on(self.md), page_on(self.md)
        for made in [figure for figure in root.iter("figure") if figure.get("data-figure") is not None]:
            id = made.attrib.pop("data-figure")
            figure = project.record.figures.get(id)
            if figure is None or (figure.series and figure.series not in project.tables):
                made.append(problem("C041" if figure else "C040", f"figure '{id}'"))
                continue
            made.set("id", f"figure-{id}")
            made.set("class", "figure")
            made[1:1] = _drawings(figure, project, page)  # between the title and the caption
            if figure.series:
                made.append(_numbers(figure, project, page))
            if (home := home_of(project, figure)) and home is not page:
                there = element("a", project.words("figure.away"), href=relative(f"{home.path}#figure-{id}", page))
                (made[-1] if figure.series else made).append(element("p", there, class_="away"))


class _Away(Treeprocessor):
    """On the page from which a figure is taken away, put the reference and the files under it; of the timeline, the
    files.
    """

    def run(self, root: Element) -> None:
        project, page = project_on(self.md), page_on(self.md)
        for made in root.iter("figure"):
            figure = project.record.figures.get(made.get("id", "").removeprefix("figure-"))
            if figure and page and home_of(project, figure) is page:
                made.append(_away(figure, project, page))
        for around in list(root.iter()):
            for at, drawn in enumerate(list(around)):
                if drawn.get("class") == "lanes" and page:  # the picture of the timeline
                    around.insert(at + 1, files_of(PurePosixPath(page.path).stem, None, project, page))


def _away(figure: Figure, project: Project, page: Page) -> Element:
    """Return how a figure is cited and under which licence it stands, and its files, folded."""
    words, reference = project.words, references_of_pages(project)[str(cited_figure(project, figure, page)["id"])]
    return element(
        "details",
        element("summary", words("figure.away")),
        element("p", *words.parts("figure.cite", reference=fragment(reference)), class_="reference", translate="no"),
        files_of(figure.id, figure.series, project, page),
        class_="away",
    )


def files_of(name: str, series: str | None, project: Project, page: Page) -> Element:
    """Return the line that leads to the files of a figure, or of the timeline."""
    words, edition = project.words, project.settings.edition
    files = {"SVG": f"{FOLDER}/{name}.svg", "PNG": f"{FOLDER}/{name}.png"}
    if series:
        files |= {"CSV": f"data/series/{series}.csv", "Vega-Lite": f"{FOLDER}/{name}.vl.json"}
    up = relpath(".", page_url(page.path) or ".")
    links = [element("a", form, href=f"{up}/{path}", download="") for form, path in files.items()]
    licence = element("a", licence_name(edition.licence), href=edition.licence, rel="license")
    said = {
        "links": [*joined(links, words("list.comma"))],
        "licence": licence if edition.licence else project.settings.copyright,
    }
    return element("p", *words.parts("figure.files", **said), class_="files")


def _drawings(figure: Figure, project: Project, page: Page | None) -> list[Element]:
    """Return the list that is a diagram, or a chart's drawing, or in its place the problem that hinders it."""
    if not figure.series:
        return [levels(figure.levels) if figure.levels else steps(figure.steps, project, page)]
    table = project.tables[figure.series]
    try:
        return [_named(draw_for_page(figure, table, project.colours, project.words, project.root), figure)]
    except (ArithmeticError, LookupError, OSError, TypeError, ValueError):  # the checks have said why
        return [problem("C040", f"figure '{figure.id}' cannot be drawn")]


def _named(drawing: Element, figure: Figure) -> Element:
    """Give a drawing its name and description."""
    id = figure.id
    for name, value in {"role": "img", "aria-labelledby": f"{id}-title", "aria-describedby": f"{id}-desc"}.items():
        drawing.set(name, value)
    drawing.insert(0, element("title", curly(figure.title), id=f"{id}-title"))
    drawing.insert(1, element("desc", curly(figure.description or ""), id=f"{id}-desc"))
    return drawing


def _numbers(figure: Figure, project: Project, page: Page | None) -> Element:
    """Return what is drawn as a table, folded, with the way to what is said of the series."""
    assert figure.series
    words = project.words
    columns, rows = chart_of(figure, words).numbers(project.tables[figure.series])
    kept = [i for i, name in enumerate(columns) if words.say(name)]
    columns, rows = _of(columns, kept), [_of(row, kept) for row in rows]
    described = {column.name: column for column in project.record.series[figure.series].columns}
    number = [described[name].type in ("integer", "number") if name in described else False for name in columns]
    head = element("tr", *(element("th", words.say(name).replace("_", " "), scope="col") for name in columns))
    groups = []
    for first, group in groupby(rows, key=lambda row: row[0]):
        together, body = list(group), []
        for i, row in enumerate(together):
            spans = str(len(together)) if len(together) > 1 else None
            heading = None if i else element("th", first, scope="row", rowspan=spans)
            cells = (_cell(cell, number[j], words) for j, cell in enumerate(row) if j)
            body.append(element("tr", heading, *cells))
        groups.append(element("tbody", *body))  # one for each heading: on paper it is not parted from its rows
    about = element("a", words("figure.about"), href=relative(f"record/data.md#{figure.series}", page))
    return element(
        "details",
        element("summary", words("figure.numbers")),
        element("table", element("thead", head), *groups),
        element("p", about),
    )


def _of(row: tuple[str, ...], kept: list[int]) -> tuple[str, ...]:
    return tuple(row[i] for i in kept)


def _cell(cell: str, is_number: bool, words: Words) -> Element:
    if not is_number:
        return element("td", cell)
    text = words.number(Decimal(cell), len(cell.partition(".")[2])) if cell else words("figure.no-number")
    return element("td", text)


makeExtension = Figures
