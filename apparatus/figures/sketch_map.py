"""A sketch map: land, sea and rivers through published points, places with their names; no projection finer than a city
needs.

One degree of longitude is drawn as the cosine of the middle latitude times one of latitude, which over a third of a
degree errs by less than the width of a line. Lines are drawn as far as the frame; the sea is what lies between the
shore and the frame's foot.
"""

from __future__ import annotations

from itertools import pairwise
from math import cos, radians

from ..record.figure_models import SketchMap
from ..words import Words
from .layout import INK, PAPER, QUIET, SIZE, Spec, hue
from .table import Row, Table

Point = tuple[float, float]
"""Longitude and latitude in degrees."""
_SIDES = {"e": (6, 0, "left"), "w": (-6, 0, "right"), "n": (0, -11, "center"), "s": (0, 11, "center")}
"""Where a name stands beside its dot: right and down in pixels, and how it is set. A name without a side stands on its
point.
"""


def sketch(kind: SketchMap, table: Table, interface: Words, width: int) -> Spec:
    """Return the map as a Vega-Lite specification of `width` pixels.

    Raises ValueError where a line that the options name has no row, or a row no position or an unknown side.
    """
    height = round(
        width * (kind.north - kind.south) / (kind.east - kind.west) / cos(radians((kind.north + kind.south) / 2))
    )
    shore = _within(kind, _points(kind, table, kind.shore))
    sea = [(kind.west, kind.south), *shore, (kind.east, kind.south)]
    layers = [_area(sea), _stroke(shore, QUIET, 1)]
    layers += [_stroke(_within(kind, _points(kind, table, river)), hue("pine"), 1.6) for river in kind.rivers]
    names = [row for name in kind.names for row in _rows(kind, table, name)]
    for row in names:
        if row[kind.side] not in ("", *_SIDES):
            raise ValueError(
                f"line {row.line} of its series has the side '{row[kind.side]}', and there are {', '.join(_SIDES)}"
            )
    small = [row for row in names if not kind.small or row[kind.small] == "1"]
    large = [row for row in names if row not in small]
    layers += [*_places(kind, small, interface, ""), *_places(kind, large, interface, "wide_")]
    scale = {"x": [kind.west, kind.east], "y": [kind.south, kind.north]}
    encoding = {
        axis: {
            "field": axis,
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": domain, "nice": False, "zero": False},
        }
        for axis, domain in scale.items()
    }
    return {"width": width, "height": height, "encoding": encoding, "layer": layers}


def _points(kind: SketchMap, table: Table, line: str) -> list[Point]:
    return [_point(kind, row) for row in sorted(_rows(kind, table, line), key=lambda row: float(row[kind.order]))]


def _rows(kind: SketchMap, table: Table, line: str) -> list[Row]:
    rows = [row for row in table.rows if row[kind.line] == line]
    if not rows:
        raise ValueError(f"no row of its series is of the line '{line}'")
    return rows


def _point(kind: SketchMap, row: Row) -> Point:
    if not row[kind.longitude] or not row[kind.latitude]:
        raise ValueError(f"line {row.line} of its series has no position")
    return float(row[kind.longitude]), float(row[kind.latitude])


def _within(kind: SketchMap, line: list[Point]) -> list[Point]:
    """Return a line as far as the frame's sides: where it crosses one it ends, and what lies beyond is left out."""
    kept: list[Point] = []
    for one, other in pairwise(line):
        ends = [
            _at(one, other, side)
            for side in (kind.west, kind.east)
            if min(one[0], other[0]) < side < max(one[0], other[0])
        ]
        kept += [
            point for point in (one, *ends, other) if kind.west <= point[0] <= kind.east and point not in kept[-1:]
        ]
    return kept


def _at(one: Point, other: Point, longitude: float) -> Point:
    share = (longitude - one[0]) / (other[0] - one[0])
    return longitude, one[1] + share * (other[1] - one[1])


def _values(line: list[Point]) -> Spec:
    return {"values": [{"x": x, "y": y, "i": i} for i, (x, y) in enumerate(line)]}


def _area(line: list[Point]) -> Spec:
    mark = {"type": "line", "interpolate": "linear-closed", "fill": hue("pine"), "fillOpacity": 0.1, "stroke": None}
    return {"data": _values(line), "mark": mark, "encoding": {"order": {"field": "i"}}}


def _stroke(line: list[Point], colour: str, width: float) -> Spec:
    mark = {"type": "line", "stroke": colour, "strokeWidth": width}
    return {"data": _values(line), "mark": mark, "encoding": {"order": {"field": "i"}}}


def _places(kind: SketchMap, rows: list[Row], interface: Words, name: str) -> list[Spec]:
    """Return dots and names of places, as layers whose names begin with `name`: drawing.py knows by it what a phone
    leaves out.
    """
    layers = [_dots(kind, rows), *_labels(kind, rows, interface)]
    return [{"name": f"{name or 'small_'}{i}", **layer} for i, layer in enumerate(layers)] if rows else []


def _dots(kind: SketchMap, rows: list[Row]) -> Spec:
    shown = [(row, *_point(kind, row)) for row in rows if row[kind.side]]
    values = [{"x": x, "y": y, "row": row.typed()} for row, x, y in shown]
    return {"data": {"values": values}, "mark": {"type": "circle", "size": 22, "fill": INK, "opacity": 1}}


def _labels(kind: SketchMap, rows: list[Row], interface: Words) -> list[Spec]:
    """Return the names, those of each side together: over a ground of paper, so that no line crosses a letter."""
    layers = []
    for side in ("", *_SIDES):
        values = [
            {"x": x, "y": y, "text": interface.say(row[kind.name])}
            for row in rows
            if row[kind.side] == side
            for x, y in (_point(kind, row),)
        ]
        dx, dy, align = _SIDES.get(side, (0, 0, "center"))
        mark = {"type": "text", "dx": dx, "dy": dy, "align": align, "baseline": "middle", "fontSize": SIZE}
        ink = {"fill": INK if side else QUIET, "fontStyle": "normal" if side else "italic"}
        ground = {"stroke": PAPER, "strokeWidth": 3}
        if values:
            layers.append(
                {"data": {"values": values}, "mark": mark | ink | ground, "encoding": {"text": {"field": "text"}}}
            )
    return layers
