"""The listing of all series: of each what is counted, by whom, what is missing, how far to trust it, and the file."""

from __future__ import annotations

from collections.abc import Iterable

from ..essay.page import Page
from ..html.elements import Element, element, joined
from ..html.typography import curly
from ..project import Project, relative
from .render_entries import row, short_sources


def series(project: Project, page: Page | None) -> Iterable[Element]:
    """Return the package of all series, then each series with its file."""
    package = element("a", "datapackage.json", href=relative("data/series/datapackage.json", page), download="")
    words = project.words
    yield element("p", *words.parts("series.package", file=package))
    rows = []
    for id, one in project.record.series.items():
        table = project.tables[id]
        file = element("a", f"{id}.csv", href=relative(f"data/series/{id}.csv", page), download="")
        told = {
            "counted": one.counted,
            "by": one.counted_by,
            "unit": one.unit,
            "gaps": one.gaps,
            "confidence": one.confidence,
            "licence": words("series.rights"),
        }
        shown = [file, words("list.comma"), words.counted("count.rows", len(table.rows)), *_shown(id, project, page)]
        cited = tuple(dict.fromkeys(key for _, key in table.sources()))
        rows.append(
            element(
                "li",
                element("p", element("b", curly(one.title)), class_="head"),
                *(row(words(f"series.{name}"), curly(text)) for name, text in told.items()),
                row(words("series.file"), *shown),
                row(words("series.sources"), *short_sources(cited, project, page)),
                id=id,
            )
        )
    yield element("ul", *rows, class_="entries")


def _shown(id: str, project: Project, page: Page | None) -> Iterable[Element | str]:
    """Yield where the series is drawn."""
    places = [
        element("a", curly(where.title), href=relative(f"{where.path}#figure-{figure.id}", page))
        for figure in project.record.figures.values()
        if figure.series == id
        for where, _ in project.mentions.get(("figure", figure.id), ())
    ]
    if places:
        words = project.words
        yield words("list.semicolon")
        yield from words.parts("series.drawn", links=[*joined(list(places), words("list.comma"))])
