"""The listing of all series: of each what is counted, by whom, what is missing, how far to trust it, and the file."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterable

from ..essay.page import Page
from ..html.elements import element, joined
from ..html.typography import curly
from ..project import Project, relative
from .render_entries import short_sources

Element = etree.Element


def series(project: Project, page: Page | None) -> Iterable[Element]:
    """Return the package of all series, then each series with its file."""
    package = element("a", "datapackage.json", href=relative("data/series/datapackage.json", page), download="")
    yield element("p", "All of them are described for machines in ", package, ", a Frictionless data package.")
    rows = []
    for id, one in project.record.series.items():
        table = project.tables[id]
        file = element("a", f"{id}.csv", href=relative(f"data/series/{id}.csv", page), download="")
        told = [("Counted", one.counted), ("By", one.counted_by), ("Unit", one.unit), ("Gaps", one.gaps), ("Confidence", one.confidence),
                ("Licence", "The numbers are facts; their arrangement here is CC BY 4.0.")]  # fmt: skip
        rows.append(
            element(
                "li",
                element("p", element("b", curly(one.title)), class_="head"),
                *(element("p", element("b", label), " ", curly(text), class_="row") for label, text in told),
                element("p", element("b", "File"), " ", file, f", {len(table.rows)} rows", *_shown(id, project, page), class_="row"),
                element("p", element("b", "Sources"), " ",
                        short_sources(tuple(dict.fromkeys(key for _, key in table.sources())), project, page), class_="row"),
                id=id,
            )
        )  # fmt: skip
    yield element("ul", *rows, class_="entries")


def _shown(id: str, project: Project, page: Page | None) -> Iterable[Element | str]:
    """Yield where the series is drawn."""
    places = [
        element("a", curly(where.title), href=relative(f"{where.path}#figure-{figure.id}", page))
        for figure in project.record.figures.values() if figure.series == id
        for where, _ in project.mentions.get(("figure", figure.id), ())
    ]  # fmt: skip
    if places:
        yield "; drawn in "
        yield from joined(list(places), ", ")
