"""A figure and its table as a Vega-Lite specification of a given width, and as the numbers that are drawn.

What goes in is sound: the checks have seen it. Vega-Lite scales, stacks and places; this module says which words stand where. Every
label is text in the drawing beside or inside its mark, because a legend of colours fails in print and for colour-blind readers. Colours are the
names of essay.css, ``var(--pine, …)``, with what holds where there is no stylesheet after the comma.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from .entries import Bars, Figure, Phase, Runs, Shares
from .table import Row, Table

Spec = dict[str, Any]
Colours = Mapping[str, str]
"""The colour of each party by its name in the CSV files."""

WIDTHS = {"wide": 560, "narrow": 300}
"""Widths of the two drawings in pixels: the column of a desk and of a phone. One drawing scaled to both would be illegible in one of them."""
SIZE = 13
"""Size of the text in pixels; the narrow drawing is shown at 0.95 to 1.3 times its width."""
LETTER = 0.56
"""Mean width of a figure or capital of the text face, in em; used only to tell which labels fit into their bars."""
LINE = 24
INK, PAPER, QUIET = "var(--ink, #1d1b18)", "var(--paper, #fff)", "var(--quiet, #57524a)"
_HUES = {"pine": "#14505c", "brick": "#a3402a", "olive": "#62611c", "ochre": "#8a5a00", "plum": "#6d3b7d", "slate": "#5f5b55"}  # fmt: skip


def hue(name: str) -> str:
    """Return a colour of the palette as a specification writes it."""
    return f"var(--{name}, {_HUES[name]})"


def numbers(figure: Figure, table: Table) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the numbers that a chart shows: the columns of the series, and the cells of each row as text."""
    if figure.bars:
        columns = tuple(column for column in (figure.bars.heading, figure.bars.row, figure.bars.value) if column)
        cells = [
            (heading, row, "" if value is None else f"{value}") for heading, row, value in summed(figure.bars, table)
        ]
        return columns, [
            (heading, row, value) if figure.bars.row else (heading, value) for heading, row, value in cells
        ]
    if figure.runs:
        kind = figure.runs
        columns = (kind.by, kind.year, *(column for column in kind.same[:1]), kind.value)
        titles = {panel.series: panel.title for panel in kind.panels}
        order = list(titles)
        rows = sorted((row for row in table.rows if row[kind.by] in titles), key=lambda row: order.index(row[kind.by]))
        return columns, [(titles[row[kind.by]], *(row[column] for column in columns[1:])) for row in rows]
    if figure.shares:
        columns = (figure.shares.row, figure.shares.part, figure.shares.value)
    else:
        assert figure.specification
        columns = figure.specification.table
    return columns, [tuple(row[column] for column in columns) for row in table.rows]


def specification(figure: Figure, table: Table, colours: Colours, root: Path, width: int) -> Spec:
    """Return the Vega-Lite specification of a chart. Raises ValueError when the author's own is not JSON."""
    if figure.shares:
        made = _shares(figure.shares, table, colours, width)
    elif figure.bars:
        made = _bars(figure.bars, table, colours, width)
    elif figure.runs:
        made = _runs(figure.runs, table, width)
    else:
        assert figure.specification
        made = json.loads((root / "docs/data/series" / figure.specification.file).read_text(encoding="utf-8"))
        made |= {
            "data": {"values": [_typed(row) for row in table.rows]},
            "width": width,
            "autosize": {"type": "fit-x", "contains": "padding"},
        }
    return {"background": None, "padding": {"left": 0, "right": 1, "top": 0, "bottom": 0}, "config": _CONFIG} | made


_CONFIG = {
    "view": {"stroke": None},
    "text": {"fontSize": SIZE, "color": INK},
    "axis": {"labelFontSize": SIZE, "labelColor": QUIET, "domainColor": QUIET, "tickColor": QUIET, "grid": False, "title": None},
}  # fmt: skip


def spoken(number: Decimal | float, digits: int = 0) -> str:
    """Return a number as the essay writes it: 1,922,741; 54.3."""
    return f"{number:,.{digits}f}"


def _typed(row: Row) -> dict[str, Any]:
    """Return a row for a specification: a cell that is a number as a number, a gap as null."""

    def value(cell: str) -> Any:
        try:
            return float(cell) if cell else None
        except ValueError:
            return cell

    return {column: value(cell) for column, cell in row.cells.items()}


def _fits(label: str, width: float) -> bool:
    return len(label) * SIZE * LETTER + 8 <= width


def _lines(count: int, layers: list[Spec], width: int) -> Spec:
    """Return a drawing of `count` lines, in which each mark names its own line, colours and place."""
    y = {"field": "line", "type": "ordinal", "axis": None, "scale": {"domain": list(range(count)), "padding": 0}}
    return {"width": width, "height": {"step": LINE}, "encoding": {"y": y}, "layer": layers}


def _text(values: list[Spec], align: str, *, dy: int = 0, x: Spec | None = None) -> Spec:
    place: Spec = {"x": x} if x else {}
    colour = {"field": "ink", "scale": None}
    return {"data": {"values": values}, "mark": {"type": "text", "align": align, "baseline": "middle", "dy": dy},
            "encoding": {"text": {"field": "text"}, "color": colour} | place}  # fmt: skip


def _shares(kind: Shares, table: Table, colours: Colours, width: int) -> Spec:
    """A heading line and a bar for each row; what does not fit into its part of the bar stands at the end of the heading."""
    heads: list[Spec] = []
    totals: list[Spec] = []
    asides: list[Spec] = []
    parts: list[Spec] = []
    labels: list[Spec] = []
    order = list(colours)
    for number, (name, rows) in enumerate(_groups(table, kind.row)):
        total = float(sum(row.number(kind.value) or 0 for row in rows))
        note = kind.notes.get(name, "")
        heads.append({"line": 2 * number, "text": name, "ink": INK})
        totals.append(
            {"line": 2 * number, "text": f"{spoken(total)} {kind.unit}" + (f", {note}" if note else ""), "ink": QUIET}
        )
        start, outside = 0.0, list[str]()
        for row in sorted(rows, key=lambda row: order.index(row[kind.part])):
            share = float(row.number(kind.value) or 0) / total
            label = f"{row[kind.part]} {row[kind.value]}"
            hollow = name in kind.disputed
            colour = hue(colours[row[kind.part]])
            parts.append({"line": 2 * number + 1, "from": start, "to": start + share,
                          "fill": PAPER if hollow else colour, "stroke": colour if hollow else PAPER})  # fmt: skip
            if _fits(label, share * width):
                labels.append(
                    {
                        "line": 2 * number + 1,
                        "middle": start + share / 2,
                        "text": label,
                        "ink": INK if hollow else PAPER,
                    }
                )
            else:
                outside.append(label)
            start += share
        asides.append({"line": 2 * number, "text": " · ".join(outside), "ink": INK})
    scale = {"domain": [0, 1], "nice": False}
    x = {"field": "from", "type": "quantitative", "axis": None, "scale": scale}
    bars = {"data": {"values": parts}, "mark": {"type": "bar", "height": 20, "strokeWidth": 1.5},
            "encoding": {"x": x, "x2": {"field": "to"}, "fill": {"field": "fill", "scale": None},
                         "stroke": {"field": "stroke", "scale": None}}}  # fmt: skip
    middle = {"field": "middle", "type": "quantitative", "axis": None, "scale": scale}
    return _lines(2 * len(heads), [
        bars, _text(labels, "center", x=middle), _text(heads, "left", dy=4, x={"value": 0}),
        _text(totals, "left", dy=4, x={"value": 38}), _text([aside for aside in asides if aside["text"]], "right", dy=4, x={"value": width}),
    ], width)  # fmt: skip


def _bars(kind: Bars, table: Table, colours: Colours, width: int) -> Spec:
    """A heading, and under it a bar for each row with its name before and its number after; a gap says that it is one."""
    heads: list[Spec] = []
    names: list[Spec] = []
    bars: list[Spec] = []
    labels: list[Spec] = []
    line = 0
    inset = 40 if kind.row else 0
    rows = summed(kind, table)
    most = float(max(value for _, _, value in rows if value is not None))
    longest = (width - inset - SIZE * LETTER * len(spoken(most, kind.digits)) - 8) / width
    for heading in dict.fromkeys(heading for heading, _, _ in rows):
        heads.append({"line": line, "text": heading, "ink": INK})
        colour = hue(colours.get(heading, "slate"))
        for _, name, value in (row for row in rows if row[0] == heading):
            line += 1
            hollow = name in kind.hollow
            names.append({"line": line, "text": name, "ink": QUIET})
            end = inset / width + float(value or 0) / most * longest
            if value is not None:
                bars.append(
                    {
                        "line": line,
                        "from": inset / width,
                        "to": end,
                        "fill": PAPER if hollow else colour,
                        "stroke": colour,
                    }
                )
            label = "not found" if value is None else spoken(value, kind.digits)
            labels.append({"line": line, "to": end + 5 / width, "text": label, "ink": QUIET if value is None else INK})
        line += 1
    scale = {"domain": [0, 1], "nice": False}
    x = {"field": "from", "type": "quantitative", "axis": None, "scale": scale}
    end_x = {"field": "to", "type": "quantitative", "axis": None, "scale": scale}
    drawn = {"data": {"values": bars}, "mark": {"type": "bar", "height": 15, "strokeWidth": 1.5},
             "encoding": {"x": x, "x2": {"field": "to"}, "fill": {"field": "fill", "scale": None},
                          "stroke": {"field": "stroke", "scale": None}}}  # fmt: skip
    return _lines(line, [drawn, _text(labels, "left", x=end_x), _text(heads, "left", dy=3, x={"value": 0}),
                         _text(names if kind.row else [], "left", x={"value": 0})], width)  # fmt: skip


def summed(kind: Bars, table: Table) -> list[tuple[str, str, Decimal | None]]:
    """Return heading, row and value of each bar; headings under `others` are added up row by row and come last, as Other."""
    found: dict[tuple[str, str], Decimal | None] = {}
    for row in table.rows:
        heading = "Other" if row[kind.heading] in kind.others else row[kind.heading]
        place = (heading, row[kind.row] if kind.row else "")
        value = row.number(kind.value)
        found[place] = value if place not in found else (found[place] or Decimal(0)) + (value or Decimal(0))
    order = [heading for heading in dict.fromkeys(heading for heading, _ in found) if heading != "Other"] + ["Other"]
    return sorted(
        ((heading, row, value) for (heading, row), value in found.items()), key=lambda bar: order.index(bar[0])
    )


def _groups(table: Table, column: str) -> Iterator[tuple[str, list[Row]]]:
    """Yield each value of a column with its rows, in the order of the file."""
    for name in dict.fromkeys(row[column] for row in table.rows):
        yield name, [row for row in table.rows if row[column] == name]


def runs(kind: Runs, rows: list[Row]) -> Iterator[list[Row]]:
    """Yield the stretches of one counted series that may be joined: years that follow each other and count the same."""
    run: list[Row] = []
    for row in sorted(rows, key=lambda row: row[kind.year]):
        last = run[-1] if run else None
        if last and (int(row[kind.year]) != int(last[kind.year]) + 1 or any(row[c] != last[c] for c in kind.same)):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _runs(kind: Runs, table: Table, width: int) -> Spec:
    """The phases as bars, then one panel under another, all on the same two scales: heights can be compared though series are not joined."""
    drawn = [row for row in table.rows if row[kind.by] in {panel.series for panel in kind.panels}]
    years = [int(row[kind.year]) for row in drawn]
    first, last = min([*years, *(int(phase.start) for phase in kind.phases)]), max(years) + 1
    top = max(float(row.number(kind.value) or 0) for row in drawn)
    x = {"type": "quantitative", "scale": {"domain": [first, last + 1.6], "nice": False, "zero": False}}
    axis = {"values": [year + 0.5 for year in range(first, last) if year % 5 == 0], "offset": 2}
    y = {"type": "quantitative", "axis": None, "scale": {"domain": [0, top], "range": [_PANEL, 34], "nice": False}}
    panels = [_phases(kind.phases, x, last, width)] if kind.phases else []
    for panel in kind.panels:
        points = _points(kind, [row for row in drawn if row[kind.by] == panel.series], (first + last) / 2)
        end = panel == kind.panels[-1]
        shown = axis | ({"labelExpr": "format(floor(datum.value), 'd')"} if end else {"labels": False})
        panels.append(_panel(kind, panel.title, points, x | {"axis": shown}, y, width))
    return {"vconcat": panels, "spacing": 8, "bounds": "flush"}


_PANEL = 78
"""Height of a panel in pixels, its title included."""
_SIDES: dict[str, Spec] = {
    "left": {"align": "right", "dx": -7, "dy": -3},
    "right": {"align": "left", "dx": 7, "dy": -3},
    "above": {"align": "center", "dy": -11},
}


def _points(kind: Runs, rows: list[Row], middle: float) -> list[Spec]:
    """Return the dots of a panel in the middles of their years; of each run the first, the highest and the last say their number."""
    points: list[Spec] = []
    for number, run in enumerate(runs(kind, rows)):
        values = [float(row.number(kind.value) or 0) for row in run]
        high, end = values.index(max(values)), len(run) - 1
        for i, value in enumerate(values):
            early = end == 0 and int(run[i][kind.year]) < middle
            side = "right" if early else "above" if i == high else "left" if i == 0 else "right" if i == end else ""
            text = (run[i][kind.printed] if kind.printed else "") or spoken(value)
            points.append(
                {"year": int(run[i][kind.year]) + 0.5, "value": value, "run": number, "side": side, "text": text}
            )
    return points


def _phases(phases: tuple[Phase, ...], x: Spec, last: int, width: int) -> Spec:
    """Return a bar for each phase, with its name on the side where there is room."""
    values = [
        {"line": i, "from": phase.start, "to": phase.end or last, "text": phase.label, "late": phase.start > last - 10}
        for i, phase in enumerate(phases)
    ]  # fmt: skip
    at = x | {"axis": None}
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "height": 5, "color": hue("slate")},
            "encoding": {"x": at | {"field": "from"}, "x2": {"field": "to"}},
        }
    ]
    for late, field, mark in ((False, "to", {"align": "left", "dx": 5}), (True, "from", {"align": "right", "dx": -5})):
        layers.append({"transform": [{"filter": f"datum.late === {str(late).lower()}"}],
                       "mark": {"type": "text", "baseline": "middle", "color": QUIET} | mark,
                       "encoding": {"x": at | {"field": field}, "text": {"field": "text"}}})  # fmt: skip
    return _lines(len(values), layers, width) | {"data": {"values": values}, "height": {"step": 18}}


def _panel(kind: Runs, title: str, points: list[Spec], x: Spec, y: Spec, width: int) -> Spec:
    """Return one panel: its title, where the phases begin, the runs as lines, the counts as dots, the telling ones in figures."""
    at = {"x": x | {"field": "year"}, "y": y | {"field": "value"}}
    starts = {"type": "rule", "color": QUIET, "strokeDash": [1, 3], "y": 22, "y2": _PANEL}
    line = {"type": "line", "color": hue("pine"), "strokeWidth": 2}
    dot = {"type": "point", "filled": True, "opacity": 1, "size": 40, "color": hue("pine")}
    layers: list[Spec] = [
        {"data": {"values": [{"year": phase.start} for phase in kind.phases]}, "mark": starts, "encoding": {"x": x | {"field": "year"}}},
        {"data": {"values": points}, "mark": line, "encoding": at | {"detail": {"field": "run"}}},
        {"data": {"values": points}, "mark": dot, "encoding": at},
        {"data": {"values": [{"text": title}]}, "mark": {"type": "text", "align": "left", "baseline": "top", "x": 0, "y": 4},
         "encoding": {"text": {"field": "text"}}},
    ]  # fmt: skip
    for side, offset in _SIDES.items():
        told = [point for point in points if point["side"] == side]
        if told:
            mark = {"type": "text", "baseline": "middle"} | offset
            layers.append({"data": {"values": told}, "mark": mark, "encoding": at | {"text": {"field": "text"}}})
    return {"width": width, "height": _PANEL, "layer": layers}
