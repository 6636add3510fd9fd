"""The kinds of chart, a class each: the columns that it names, its drawing as Vega-Lite of a given width, the numbers
under it.

What goes in is sound: the checks have seen it. Vega-Lite scales and places; this module says which words stand where.
Every label is text in the drawing, beside or inside its mark, because a legend of colours fails in print and for
colour-blind readers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from ..record.figure_models import Bars, ChartOptions, Figure, Runs, Shares, SketchMap, Specification
from ..words import Words
from .bars import bars_under_headings, said_heading, summed
from .drawing import Element, draw
from .fluid import fluid
from .layout import ALONE, COLUMN, CONFIG, Colours, Spec
from .shares import shares
from .sketch_map import sketch
from .small_multiples import panels
from .table import Row, Table
from .turned import turned

Kind = TypeVar("Kind", bound=ChartOptions)
Columns = tuple[str, ...]
_QUOTED = re.compile(r"'([^'\\]*)'")
"""A word in an expression of Vega's."""


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
    turns: bool = True
    """Whether it is drawn from right to left for a language that is read so."""
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
        """Return the columns of the table under the drawing, and the cells of each row in the language of the
        interface; a gap is an empty cell.
        """
        return self.columns, [self.said(row, self.columns) for row in table.rows]

    def said(self, row: Row, columns: Columns) -> Columns:
        """Return some cells of a row in the language of the interface."""
        return tuple(self.interface.say(row[column]) for column in columns)


class SharesChart(Chart[Shares]):
    """Bars of 100 per cent."""

    @property
    def columns(self) -> Columns:
        return self.kind.row, self.kind.part, self.kind.value

    @property
    def coloured(self) -> str:  # type: ignore[override]
        return self.kind.part

    def spec(self, table: Table, colours: Colours, root: Path, width: int, column: int) -> Spec:
        return shares(self.kind, table, colours, self.interface, width, column)


class BarsChart(Chart[Bars]):
    """Bars from nothing."""

    @property
    def columns(self) -> Columns:
        return tuple(column for column in (self.kind.heading, self.kind.row, self.kind.value) if column)

    def spec(self, table: Table, colours: Colours, root: Path, width: int, column: int) -> Spec:
        return bars_under_headings(self.kind, table, colours, self.interface, width, column)

    def numbers(self, table: Table) -> tuple[Columns, list[Columns]]:
        words = self.interface
        rows = [
            (
                said_heading(heading, words),
                *((words.say(row),) if self.kind.row else ()),
                "" if value is None else str(value),
            )
            for heading, row, value in summed(self.kind, table, words)
        ]
        return self.columns, rows


class RunsChart(Chart[Runs]):
    """Small multiples of counts. Their years run from left to right in every language, like the map's east."""

    by_vega = True
    turns = False

    @property
    def columns(self) -> Columns:
        kind = self.kind
        return kind.by, kind.year, kind.value, *filter(None, (kind.printed,)), *kind.same

    def spec(self, table: Table, colours: Colours, root: Path, width: int, column: int) -> Spec:
        return panels(self.kind, table, self.interface, width)

    def numbers(self, table: Table) -> tuple[Columns, list[Columns]]:
        """Every panel's rows under its title, with the part of the year that was counted."""
        columns = (self.kind.by, self.kind.year, *self.kind.same[:1], self.kind.value)
        rows = [
            (self.interface.say(panel.title), *self.said(row, columns[1:]))
            for panel in self.kind.panels
            for row in table.rows
            if row[self.kind.by] == panel.series
        ]
        return columns, rows


class MapChart(Chart[SketchMap]):
    """A sketch map; under it stand the places alone."""

    scaled = True
    turns = False

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
        return sketch(self.kind, table, self.interface, width)

    def numbers(self, table: Table) -> tuple[Columns, list[Columns]]:
        places = (row for row in table.rows if row[self.kind.line] in self.kind.names and row[self.kind.side])
        return self.kind.table, [self.said(row, self.kind.table) for row in places]


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
        written = (root / "docs/data/series" / self.kind.file).read_text(encoding="utf-8")
        made: Spec = json.loads(written)
        named = {name for name in table.columns if re.search(rf"\b{re.escape(name)}\b", written)}
        values = [
            {name: self._said_cell(cell) if name in named else cell for name, cell in row.typed().items()}
            for row in table.rows
        ]
        said: Spec = _said_in(made, self.interface)
        return said | {
            "data": {"values": values},
            "width": width,
            "autosize": {"type": "fit-x", "contains": "padding"},
        }

    def _said_cell(self, cell: float | str | None) -> float | str | None:
        return self.interface.say(cell) if isinstance(cell, str) else cell


def _said_in(made: Any, interface: Words) -> Any:
    """Return a specification, or a part of one, with its words in the language of the interface: those that a mark
    shows, and those in quotation marks in an expression, which it compares with values of the series.
    """
    if isinstance(made, dict):
        return {name: _shown(name, part, interface) or _said_in(part, interface) for name, part in made.items()}
    if isinstance(made, list):
        return [_said_in(part, interface) for part in made]
    return _QUOTED.sub(lambda m: f"'{_in_words(m[1], interface)}'", made) if isinstance(made, str) else made


def _shown(name: str, part: Any, interface: Words) -> Any:
    """Return what a mark, an axis or a title shows as it stands, in the language of the interface; nothing of other
    parts.
    """
    if name not in ("text", "title"):
        return None
    if isinstance(part, dict) and isinstance(part.get("value"), str):
        return part | {"value": interface.say(part["value"])}
    return interface.say(part) if isinstance(part, str) else None


def _in_words(quoted: str, interface: Words) -> str:
    """Return what stands in quotation marks in an expression in the language of the interface, unless it is a format
    such as ',.0f'.
    """
    return interface.say(quoted) if re.search(r"[^\W\d_]{2}", quoted) else quoted


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
    sides = {"left": 0, "right": edge}
    if interface.from_right and chart.turns:
        made, sides = turned(made), {"left": edge, "right": 0}
    return {"background": None, "padding": {**sides, "top": 0, "bottom": 0}, "config": CONFIG} | made


def draw_alone(figure: Figure, table: Table, colours: Colours, interface: Words, root: Path) -> Element:
    """Return the drawing of a chart for a book or a file, of a fixed size. Raises what `specification` and `draw`
    raise.
    """
    return draw(root, specification(figure, table, colours, interface, root), from_right=interface.from_right)


def draw_for_page(figure: Figure, table: Table, colours: Colours, interface: Words, root: Path) -> Element:
    """Return the drawing of a chart that fits every column from that of a phone on. Raises what `specification` and
    `draw` raise.
    """
    chart, right = chart_of(figure, interface), interface.from_right
    narrow, wide = (
        draw(root, specification(figure, table, colours, interface, root, width, COLUMN, 0), from_right=right)
        for width in (COLUMN, ALONE)
    )
    return fluid(narrow, wide if chart.even else None, scaled=chart.scaled)
