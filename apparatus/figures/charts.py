"""The kinds of chart, a class each: the columns that it names, its drawing as Vega-Lite of a given width, the numbers
under it.

What goes in is sound: the checks have seen it. Vega-Lite scales and places; this module says which words stand where.
Every label is text in the drawing, beside or inside its mark, because a legend of colours fails in print and for
colour-blind readers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from ..record.figure_models import Bars, ChartOptions, Figure, Runs, Shares, SketchMap, Specification
from ..words import Words
from .bars import bars_under_headings, summed
from .drawing import Element, draw
from .fluid import fluid
from .layout import ALONE, COLUMN, CONFIG, Colours, Spec
from .shares import shares
from .sketch_map import sketch
from .small_multiples import panels
from .table import Table

Kind = TypeVar("Kind", bound=ChartOptions)
Columns = tuple[str, ...]


class Chart(Generic[Kind]):
    """A kind of chart: which columns its options name, what it draws of a table, and the numbers that stand under the
    drawing.
    """

    by_vega = False
    """Whether Vega-Lite itself makes room for strokes; ours would then stand in the column a pixel further in."""
    even = True
    """Whether every place grows evenly with the width of the drawing."""
    scaled = False
    """Whether the drawing keeps its proportions, however wide it is; any other keeps its height."""
    coloured: str | None = None
    """The column whose every value needs a colour."""

    def __init__(self, kind: Kind, interface: Words) -> None:
        self.kind = kind
        self.interface = interface

    @property
    def columns(self) -> Columns:
        """The columns of the series that the options name."""
        raise NotImplementedError

    def spec(self, table: Table, colours: Colours, root: Path, width: int, column: int) -> Spec:
        """Return the drawing as Vega-Lite, `width` pixels wide; which labels fit into their bars is found for a drawing
        of `column` pixels.

        Raises OSError or ValueError when an author's own is missing or no JSON.
        """
        raise NotImplementedError

    def numbers(self, table: Table) -> tuple[Columns, list[Columns]]:
        """Return the columns of the table under the drawing, and the cells of each row; a gap is an empty cell."""
        return self.columns, [tuple(row[column] for column in self.columns) for row in table.rows]


class SharesChart(Chart[Shares]):
    """Bars of 100 per cent."""

    @property
    def columns(self) -> Columns:
        return self.kind.row, self.kind.part, self.kind.value

    @property
    def coloured(self) -> str:  # type: ignore[override]
        return self.kind.part

    def spec(self, table: Table, colours: Colours, root: Path, width: int, column: int) -> Spec:
        return shares(self.kind, table, colours, width, column)


class BarsChart(Chart[Bars]):
    """Bars from nothing."""

    @property
    def columns(self) -> Columns:
        return tuple(column for column in (self.kind.heading, self.kind.row, self.kind.value) if column)

    def spec(self, table: Table, colours: Colours, root: Path, width: int, column: int) -> Spec:
        return bars_under_headings(self.kind, table, colours, self.interface, width, column)

    def numbers(self, table: Table) -> tuple[Columns, list[Columns]]:
        rows = [
            (heading, *((row,) if self.kind.row else ()), "" if value is None else str(value))
            for heading, row, value in summed(self.kind, table, self.interface)
        ]
        return self.columns, rows


class RunsChart(Chart[Runs]):
    """Small multiples of counts."""

    by_vega = True

    @property
    def columns(self) -> Columns:
        kind = self.kind
        return kind.by, kind.year, kind.value, *filter(None, (kind.printed,)), *kind.same

    def spec(self, table: Table, colours: Colours, root: Path, width: int, column: int) -> Spec:
        return panels(self.kind, table, width)

    def numbers(self, table: Table) -> tuple[Columns, list[Columns]]:
        """Every panel's rows under its title, with the part of the year that was counted."""
        columns = (self.kind.by, self.kind.year, *self.kind.same[:1], self.kind.value)
        rows = [
            (panel.title, *(row[column] for column in columns[1:]))
            for panel in self.kind.panels
            for row in table.rows
            if row[self.kind.by] == panel.series
        ]
        return columns, rows


class MapChart(Chart[SketchMap]):
    """A sketch map; under it stand the places alone."""

    scaled = True

    @property
    def columns(self) -> Columns:
        kind = self.kind
        named = (
            kind.line,
            kind.order,
            kind.name,
            kind.latitude,
            kind.longitude,
            kind.side,
            *filter(None, (kind.small,)),
        )
        return (*named, *(column for column in kind.table if column not in named))

    def spec(self, table: Table, colours: Colours, root: Path, width: int, column: int) -> Spec:
        return sketch(self.kind, table, width)

    def numbers(self, table: Table) -> tuple[Columns, list[Columns]]:
        places = (row for row in table.rows if row[self.kind.line] in self.kind.names and row[self.kind.side])
        return self.kind.table, [tuple(row[column] for column in self.kind.table) for row in places]


class SpecificationChart(Chart[Specification]):
    """A Vega-Lite specification of the author's own. Its axes may be of a fixed width, so its places need not grow
    evenly.
    """

    by_vega = True
    even = False

    @property
    def columns(self) -> Columns:
        return self.kind.table

    def spec(self, table: Table, colours: Colours, root: Path, width: int, column: int) -> Spec:
        made: Spec = json.loads((root / "docs/data/series" / self.kind.file).read_text(encoding="utf-8"))
        values = [row.typed() for row in table.rows]
        return made | {"data": {"values": values}, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}


CHARTS: Mapping[type[ChartOptions], type[Chart[Any]]] = {
    Shares: SharesChart, Bars: BarsChart, Runs: RunsChart, SketchMap: MapChart,
    Specification: SpecificationChart,
}  # fmt: skip
"""What draws a figure, by the class of its options."""


def chart_of(figure: Figure, interface: Words) -> Chart[Any]:
    """Return the chart of a figure that has one; what its writer does not name in it is called as in `interface`."""
    kind = figure.chart
    if kind is None:
        raise ValueError(f"the figure '{figure.id}' is a diagram")
    return CHARTS[type(kind)](kind, interface)


def specification(
    figure: Figure,
    table: Table,
    colours: Colours,
    interface: Words,
    root: Path,
    width: int = ALONE,
    column: int = ALONE,
    edge: int = 1,
) -> Spec:
    """Return the Vega-Lite specification of a chart: as it stands alone, or of a `width` in pixels and laid out for a
    `column`. The `edge` is for half a stroke.

    Raises OSError or ValueError when the author's own is missing or no JSON.
    """
    chart = chart_of(figure, interface)
    made = chart.spec(table, colours, root, width, column) | ({} if chart.by_vega else {"autosize": "none"})
    return {"background": None, "padding": {"left": 0, "right": edge, "top": 0, "bottom": 0}, "config": CONFIG} | made


def draw_alone(figure: Figure, table: Table, colours: Colours, interface: Words, root: Path) -> Element:
    """Return the drawing of a chart for a book or a file, of a fixed size. Raises what `specification` and `draw`
    raise.
    """
    return draw(root, specification(figure, table, colours, interface, root))


def draw_for_page(figure: Figure, table: Table, colours: Colours, interface: Words, root: Path) -> Element:
    """Return the drawing of a chart that fits every column from that of a phone on. Raises what `specification` and
    `draw` raise.
    """
    chart = chart_of(figure, interface)
    narrow, wide = (
        draw(root, specification(figure, table, colours, interface, root, width, COLUMN, 0))
        for width in (COLUMN, ALONE)
    )
    return fluid(narrow, wide if chart.even else None, scaled=chart.scaled)
