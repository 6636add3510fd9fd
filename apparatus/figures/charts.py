"""The kinds of chart, a class each: the columns that it names, its drawing as Vega-Lite of a given width, the numbers under it.

What goes in is sound: the checks have seen it. Vega-Lite scales and places; this module says which words stand where. Every label is text in
the drawing, beside or inside its mark, because a legend of colours fails in print and for colour-blind readers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic, TypeVar

from ..record.figure_models import Bars, ChartOptions, Figure, Runs, Shares, SketchMap, Specification
from .layout import CONFIG, INK, PAPER, QUIET, Spec, bars, hue, lines, span, spoken, words
from .sketch_map import sketch
from .small_multiples import panels
from .table import Row, Table

Kind = TypeVar("Kind", bound=ChartOptions)
Columns = tuple[str, ...]
Colours = Mapping[str, str]
"""The colour of each party by its name in the CSV files, in the order in which parts of a bar follow each other."""
Outside = tuple[str, str, float]
"""A label too long for its part of a bar, the colour of the part and its middle in pixels."""
_NOTE, _APART = 38, 10
"""Where what is said of a year begins, after the year; the least room between two labels; in pixels."""


class Chart(Generic[Kind]):
    """A kind of chart: which columns its options name, what it draws of a table, and the numbers that stand under the drawing."""

    by_vega = False
    """Whether Vega-Lite itself makes room for strokes; ours would then stand in the column a pixel further in."""
    coloured: str | None = None
    """The column whose every value needs a colour."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    @property
    def columns(self) -> Columns:
        """The columns of the series that the options name."""
        raise NotImplementedError

    def spec(self, table: Table, colours: Colours, root: Path, width: int) -> Spec:
        """Return the drawing as Vega-Lite. Raises OSError or ValueError when an author's own is missing or no JSON."""
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

    def spec(self, table: Table, colours: Colours, root: Path, width: int) -> Spec:
        return _shares(self.kind, table, colours, width)


class BarsChart(Chart[Bars]):
    """Bars from nothing."""

    @property
    def columns(self) -> Columns:
        return tuple(column for column in (self.kind.heading, self.kind.row, self.kind.value) if column)

    def spec(self, table: Table, colours: Colours, root: Path, width: int) -> Spec:
        return _bars(self.kind, table, colours, width)

    def numbers(self, table: Table) -> tuple[Columns, list[Columns]]:
        rows = [
            (heading, *((row,) if self.kind.row else ()), "" if value is None else str(value))
            for heading, row, value in _summed(self.kind, table)
        ]
        return self.columns, rows


class RunsChart(Chart[Runs]):
    """Small multiples of counts."""

    by_vega = True

    @property
    def columns(self) -> Columns:
        kind = self.kind
        return kind.by, kind.year, kind.value, *filter(None, (kind.printed,)), *kind.same

    def spec(self, table: Table, colours: Colours, root: Path, width: int) -> Spec:
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

    def spec(self, table: Table, colours: Colours, root: Path, width: int) -> Spec:
        return sketch(self.kind, table, width)

    def numbers(self, table: Table) -> tuple[Columns, list[Columns]]:
        places = (row for row in table.rows if row[self.kind.line] in self.kind.names and row[self.kind.side])
        return self.kind.table, [tuple(row[column] for column in self.kind.table) for row in places]


class SpecificationChart(Chart[Specification]):
    """A Vega-Lite specification of the author's own."""

    by_vega = True

    @property
    def columns(self) -> Columns:
        return self.kind.table

    def spec(self, table: Table, colours: Colours, root: Path, width: int) -> Spec:
        made: Spec = json.loads((root / "docs/data/series" / self.kind.file).read_text(encoding="utf-8"))
        values = [_typed(row) for row in table.rows]
        return made | {"data": {"values": values}, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}


CHARTS: Mapping[type[ChartOptions], type[Chart[Any]]] = {
    Shares: SharesChart, Bars: BarsChart, Runs: RunsChart, SketchMap: MapChart,
    Specification: SpecificationChart,
}  # fmt: skip
"""What draws a figure, by the class of its options."""


def chart_of(figure: Figure) -> Chart[Any]:
    """Return the chart of a figure that has one."""
    kind = figure.chart
    if kind is None:
        raise ValueError(f"the figure '{figure.id}' is a diagram")
    return CHARTS[type(kind)](kind)


def specification(figure: Figure, table: Table, colours: Colours, root: Path, width: int) -> Spec:
    """Return the Vega-Lite specification of a chart. Raises OSError or ValueError when the author's own is missing or no JSON."""
    chart = chart_of(figure)
    made = chart.spec(table, colours, root, width) | ({} if chart.by_vega else {"autosize": "none"})
    return {"background": None, "padding": {"left": 0, "right": 1, "top": 0, "bottom": 0}, "config": CONFIG} | made


def _typed(row: Row) -> dict[str, Any]:
    """Return a row for a specification: a cell that is a number as a number, a gap as null."""

    def value(cell: str) -> Any:
        try:
            return float(cell) if cell else None
        except ValueError:
            return cell

    return {column: value(cell) for column, cell in row.cells.items()}


def _shares(kind: Shares, table: Table, colours: Colours, width: int) -> Spec:
    """A heading line and a bar for each row; what does not fit into its part of the bar stands above it, in the colour of the part."""
    heads: list[Spec] = []
    totals: list[Spec] = []
    asides: list[Spec] = []
    parts: list[Spec] = []
    labels: list[Spec] = []
    order = list(colours)
    counted = [row for row in table.rows if row[kind.value]]
    for i, name in enumerate(dict.fromkeys(row[kind.row] for row in counted)):
        rows = sorted((row for row in counted if row[kind.row] == name), key=lambda row: order.index(row[kind.part]))
        total = float(sum(row.number(kind.value) or 0 for row in rows))
        note = ", " + kind.notes[name] if name in kind.notes else ""
        heads.append({"line": 2 * i, "text": name, "ink": INK})
        totals.append({"line": 2 * i, "text": f"{spoken(total)} {kind.unit}{note}", "ink": QUIET})
        drawn, fitting, outside = _cut(kind, rows, total, colours, width)
        parts += ({"line": 2 * i + 1, **part} for part in drawn)
        labels += ({"line": 2 * i + 1, **label} for label in fitting)
        room = _NOTE + span(totals[-1]["text"]) + _APART
        asides += ({"line": 2 * i, **label} for label in _placed(outside, room, width))
    layers = [
        bars(parts, 20), words(labels, "center"), words(heads, "left", at=0, dy=4),
        words(totals, "left", at=_NOTE, dy=4), words(asides, "right", dy=4),
    ]  # fmt: skip
    return lines(2 * len(heads), layers, width)


def _cut(
    kind: Shares, rows: list[Row], total: float, colours: Colours, width: int
) -> tuple[list[Spec], list[Spec], list[Outside]]:
    """Return the parts of a bar, the labels that fit into theirs, and those that do not. A disputed bar is hollow."""
    parts: list[Spec] = []
    fitting: list[Spec] = []
    outside: list[Outside] = []
    start = 0.0
    for row in rows:
        share = float(row.number(kind.value) or 0) / total
        label, colour = f"{row[kind.part]} {row[kind.value]}", hue(colours[row[kind.part]])
        hollow = row[kind.row] in kind.disputed
        fill, stroke, ink = (PAPER, colour, INK) if hollow else (colour, PAPER, PAPER)
        parts.append({"from": start, "to": start + share, "fill": fill, "stroke": stroke})
        if span(label) + 8 <= share * width:
            fitting.append({"at": start + share / 2, "text": label, "ink": ink})
        else:
            outside.append((label, colour, (start + share / 2) * width))
        start += share
    return parts, fitting, outside


def _placed(labels: list[Outside], begin: float, end: float) -> list[Spec]:
    """Return labels in their order from `begin` to `end`, in pixels, each over the middle of its part or as near to it as the others allow."""
    placed: list[Spec] = []
    limit = float(end)
    for i, (text, colour, middle) in reversed(list(enumerate(labels))):
        before = sum(span(other) + _APART for other, *_ in labels[:i])
        right = min(limit, max(middle + span(text) / 2, begin + before + span(text)))
        placed.append({"at": right / end, "text": text, "ink": colour})
        limit = right - span(text) - _APART
    return placed


def _bars(kind: Bars, table: Table, colours: Colours, width: int) -> Spec:
    """A heading, and under it a bar for each row with its name before and its number after; a gap says that it is one.

    A note stands in the first bar that it is about, or after its number where the bar is too short.
    """
    heads: list[Spec] = []
    names: list[Spec] = []
    drawn: list[Spec] = []
    labels: list[Spec] = []
    inside: list[Spec] = []
    notes = dict(kind.notes)
    rows = _summed(kind, table)
    most = max(value for _, _, value in rows if value is not None)
    start = 40 / width if kind.row else 0.0
    longest = 1 - start - (span(spoken(most, kind.digits)) + 8) / width
    line, above = 0, ""
    for heading, name, value in rows:
        if heading != above:
            heads.append({"line": line, "text": heading, "ink": INK})
            line, above = line + 1, heading
        names.append({"line": line, "text": name, "ink": QUIET})
        end = start + float((value or 0) / most) * longest
        if value is None:
            labels.append({"line": line, "at": start, "text": "not found", "ink": QUIET})
        else:
            hollow = not {name, heading}.isdisjoint(kind.hollow)
            drawn.append({"line": line, "from": start, "to": end} | _filled(hue(colours.get(heading, "slate")), hollow))
            note, number = notes.pop(name or heading, ""), spoken(value, kind.digits)
            fits = not note or span(note) + 12 <= (end - start) * width
            if fits:
                inside.append({"line": line, "at": start, "text": note, "ink": INK if hollow else PAPER})
            labels.append({"line": line, "at": end, "text": number if fits else f"{number}, {note}", "ink": INK})
        line += 1
    columns = [
        bars(drawn, 15),
        words(labels, "left", dx=5),
        words(inside, "left", dx=6),
        words(heads, "left", at=0, dy=3),
    ]
    return lines(line, [*columns, words(names, "left", at=0)] if kind.row else columns, width)


def _summed(kind: Bars, table: Table) -> list[tuple[str, str, Decimal | None]]:
    """Return heading, row and value of each bar; headings under `others` are added up row by row and come last, as Other."""
    found: dict[tuple[str, str], Decimal | None] = {}
    for row in table.rows:
        heading = "Other" if row[kind.heading] in kind.others else row[kind.heading]
        place = (heading, row[kind.row] if kind.row else "")
        value = row.number(kind.value)
        found[place] = value if place not in found else (found[place] or Decimal(0)) + (value or Decimal(0))
    order = list(dict.fromkeys(heading for heading, _ in found))
    bars = [(heading, row, value) for (heading, row), value in found.items()]
    return sorted(bars, key=lambda bar: (bar[0] == "Other", order.index(bar[0])))


def _filled(colour: str, hollow: bool) -> Spec:
    """Return fill and stroke of a bar; a hollow one has its colour around it alone."""
    return {"fill": PAPER if hollow else colour, "stroke": colour}
