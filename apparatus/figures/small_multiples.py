"""Counts that must not be joined: a panel for each, one under another, on the same two scales, with the phases that
they fall in.

Dots are joined where `runs` allows it: years that follow each other, in which the same thing was counted. Everything
else is a gap.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..record.figure_models import Phase, Runs
from ..words import Words
from .layout import PAPER, QUIET, Spec, hue, lines, spoken
from .table import Row, Table

_PANEL = 78
"""Height of a panel in pixels, its title included."""
_SIDES: dict[str, Spec] = {
    "left": {"align": "right", "dx": -7, "dy": -3},
    "right": {"align": "left", "dx": 7, "dy": -3},
    "above": {"align": "center", "dy": -11},
}


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


def panels(kind: Runs, table: Table, interface: Words, width: int) -> Spec:
    """The phases as bars, then one panel under another, all on the same two scales: heights can be compared though
    series are not joined.
    """
    shown = {panel.series for panel in kind.panels}
    drawn = [row for row in table.rows if row[kind.by] in shown and row[kind.value]]
    years = [int(row[kind.year]) for row in drawn]
    first, last = min([*years, *(int(phase.start) for phase in kind.phases)]), max(years) + 1
    head = 40 if interface.from_right else 34  # the last years stand under a title on the right
    top = max(float(row.number(kind.value) or 0) for row in drawn)
    x = {"type": "quantitative", "scale": {"domain": [first, last + 2.4], "nice": False, "zero": False}}
    axis = {"values": [year + 0.5 for year in range(first, last) if year % 5 == 0], "offset": 2}
    y = {"type": "quantitative", "axis": None, "scale": {"domain": [0, top], "range": [_PANEL, head], "nice": False}}
    drawings = [_phases(kind.phases, interface, x, last, width)] if kind.phases else []
    for panel in kind.panels:
        points = _points(kind, [row for row in drawn if row[kind.by] == panel.series], interface, (first + last) / 2)
        years_shown = (
            {"labelExpr": "format(floor(datum.value), 'd')"} if panel == kind.panels[-1] else {"labels": False}
        )
        title = _title(interface.say(panel.title), interface)
        drawings.append(_panel(kind, title, points, x | {"axis": axis | years_shown}, y, width))
    return {"vconcat": drawings, "spacing": 8, "bounds": "flush"}


def _points(kind: Runs, rows: list[Row], interface: Words, middle: float) -> list[Spec]:
    """Return the dots of a panel in the middles of their years; of each run the first, the highest and the last say
    their number.
    """
    points: list[Spec] = []
    for number, run in enumerate(runs(kind, rows)):
        values = [float(row.number(kind.value) or 0) for row in run]
        high, end = values.index(max(values)), len(run) - 1
        for i, value in enumerate(values):
            early = end == 0 and int(run[i][kind.year]) < middle
            side = "right" if early else "above" if i == high else "left" if i == 0 else "right" if i == end else ""
            text = interface.say(run[i][kind.printed] if kind.printed else "") or spoken(value)
            points.append(
                {
                    "year": int(run[i][kind.year]) + 0.5,
                    "value": value,
                    "run": number,
                    "side": side,
                    "text": text,
                    "row": run[i].typed(),
                }
            )
    return points


def _title(text: str, interface: Words) -> Spec:
    """Return the title of a panel, at the side from which it is read. One on the right is told to be clipped, which it
    never is: Vega takes the letters of other scripts for wider than they are, and would make room for them at the left.
    """
    align, x = ("right", "width") if interface.from_right else ("left", 0)
    clip = {"clip": True} if interface.from_right else {}
    return {
        "data": {"values": [{"text": text}]},
        "mark": {"type": "text", "align": align, "baseline": "top", "x": x, "y": 4, **clip},
        "encoding": {"text": {"field": "text"}},
    }


def _phases(phases: tuple[Phase, ...], interface: Words, x: Spec, last: int, width: int) -> Spec:
    """Return a bar for each phase, with its name on the side where there is room."""
    values = [
        {"line": i, "from": phase.start, "to": phase.end or last, "text": said, "late": phase.start > last - 10}
        for i, phase in enumerate(phases)
        for said in (interface.say(phase.label),)
    ]
    at = x | {"axis": None}
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "height": 5, "color": hue("slate")},
            "encoding": {"x": at | {"field": "from"}, "x2": {"field": "to"}},
        }
    ]
    for late, field, mark in ((False, "to", {"align": "left", "dx": 5}), (True, "from", {"align": "right", "dx": -5})):
        layers.append(
            {
                "transform": [{"filter": f"datum.late === {str(late).lower()}"}],
                "mark": {"type": "text", "baseline": "middle", "color": QUIET} | mark,
                "encoding": {"x": at | {"field": field}, "text": {"field": "text"}},
            }
        )
    return lines(len(values), layers, width) | {"data": {"values": values}, "height": {"step": 18}}


def _panel(kind: Runs, title: Spec, points: list[Spec], x: Spec, y: Spec, width: int) -> Spec:
    """Return one panel: its title, where the phases begin, the runs as lines, the counts as dots, the telling ones in
    figures.
    """
    at = {"x": x | {"field": "year"}, "y": y | {"field": "value"}}
    starts = {"type": "rule", "color": QUIET, "strokeDash": [1, 3], "y": 22, "y2": _PANEL}
    line = {"type": "line", "color": hue("pine"), "strokeWidth": 2}
    dot = {"type": "point", "filled": True, "opacity": 1, "size": 40, "color": hue("pine")}
    layers: list[Spec] = [
        {
            "data": {"values": [{"year": phase.start} for phase in kind.phases]},
            "mark": starts,
            "encoding": {"x": x | {"field": "year"}},
        },
        {"mark": line, "encoding": at | {"detail": {"field": "run"}}},
        {"mark": dot, "encoding": at},
        title,
    ]
    for side, offset in _SIDES.items():
        if any(point["side"] == side for point in points):
            ground = {"stroke": PAPER, "strokeWidth": 4}  # a phase's line does not run through a number
            mark = {"type": "text", "baseline": "middle"} | ground | offset
            told = [{"filter": f"datum.side === '{side}'"}]
            layers.append({"transform": told, "mark": mark, "encoding": at | {"text": {"field": "text"}}})
    return {"data": {"values": points}, "width": width, "height": _PANEL, "layer": layers}
