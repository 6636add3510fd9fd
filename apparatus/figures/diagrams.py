"""Diagrams as drawings: on a page they are lists (markup/diagrams.py), in a file that is taken away they need a picture
of their own.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .drawing import Element
from .layout import ALONE, INK, QUIET, SIZE, wrapped

_LINE = 18  # height of a line of text in pixels
_PAD = 10  # between a box and its text
_GAP = 22  # between two boxes, for the line or the arrow that joins them
_NARROWEST = 0.52
"""Width of the first of five storeys, as a part of the drawing's; the others grow evenly, as essay.css has them."""
_WAY = 34  # room before the boxes for the way back to the first step


@dataclass(frozen=True)
class Verdict:
    """What stands under a step: the shape of a finding, as a path in a square of sixteen units, and its name."""

    path: str
    name: str


def draw_levels(levels: Sequence[tuple[str, str]]) -> Element:
    """Return an organisation, each storey's name and detail, as boxes, each under and wider than the one above."""
    made, y = list[Element](), 0.0
    step = (1 - _NARROWEST) / max(4, len(levels) - 1)
    for i, (name, detail) in enumerate(levels):
        width = ALONE * (1 - step * (len(levels) - 1 - i))
        if i:
            made.append(_path(f"M{ALONE / 2:g} {y:g}v{_GAP}"))
            y += _GAP
        lines = [(line, INK) for line in wrapped(name, width - 2 * _PAD)]
        lines += [(line, QUIET) for line in wrapped(detail, width - 2 * _PAD)]
        height = 2 * _PAD + _LINE * len(lines)
        made.append(_box((ALONE - width) / 2, y, width, height))
        made.extend(
            _text(line, ALONE / 2, y + _PAD + _LINE * (at + 0.75), ink, "middle")
            for at, (line, ink) in enumerate(lines)
        )
        y += height
    return _drawing(made, y)


def draw_steps(steps: Sequence[tuple[str, Verdict]], *, from_right: bool = False) -> Element:
    """Return an argument as boxes under one another, joined by arrows, from the last of which a way leads back to the
    first; `from_right` if it is read from right to left.
    """

    def at(x: float) -> float:
        return ALONE - x if from_right else x

    made, y, middles = list[Element](), 0.0, []
    for i, (text, verdict) in enumerate(steps):
        if i:
            made.extend(_arrow(at(_WAY + (ALONE - _WAY) / 2), y))
            y += _GAP
        lines = list(wrapped(text, ALONE - _WAY - 2 * _PAD))
        height = 2 * _PAD + _LINE * (len(lines) + 1)
        made.append(_box(0 if from_right else _WAY, y, ALONE - _WAY, height))
        made.extend(_text(line, at(_WAY + _PAD), y + _PAD + _LINE * (i + 0.75), INK) for i, line in enumerate(lines))
        made.extend(_verdict(verdict, at(_WAY + _PAD), y + height - _PAD - _LINE / 4, from_right))
        middles.append(y + height / 2)
        y += height
    if len(steps) > 1:
        made.append(_path(f"M{at(_WAY):g} {middles[-1]:g}H{at(_WAY / 3):g}V{middles[0]:g}H{at(_WAY - 8):g}"))
        head = "l-8 5 8 5z" if from_right else "l8 5-8 5z"
        made.append(etree.Element("path", {"d": f"M{at(_WAY - 8):g} {middles[0] - 5:g}{head}", "fill": QUIET}))
    return _drawing(made, y)


def _verdict(verdict: Verdict, x: float, y: float, from_right: bool) -> Iterator[Element]:
    side = {"d": verdict.path, "fill": INK, "fill-rule": "evenodd"}
    left = x - 12 if from_right else x  # sixteen units of three quarters of a pixel
    yield etree.Element("path", side | {"transform": f"translate({left:g} {y - 10:g}) scale(.75)"})
    yield _text(verdict.name, x + (-1 if from_right else 1) * (SIZE + 4), y, QUIET)


def _arrow(x: float, y: float) -> Iterator[Element]:
    yield _path(f"M{x:g} {y + 4:g}v{_GAP - 12}")
    yield etree.Element("path", {"d": f"M{x - 5:g} {y + _GAP - 10:g}h10l-5 7z", "fill": QUIET})


def _box(x: float, y: float, width: float, height: float) -> Element:
    return etree.Element(
        "rect", {"x": f"{x:g}", "y": f"{y:g}", "width": f"{width:g}", "height": f"{height:g}", "stroke": QUIET}
    )


def _path(d: str) -> Element:
    return etree.Element("path", {"d": d, "stroke": QUIET})


def _text(text: str, x: float, y: float, ink: str, anchor: str = "start") -> Element:
    made = etree.Element("text", {"x": f"{x:g}", "y": f"{y:g}", "fill": ink, "text-anchor": anchor})
    made.text = text
    return made


def _drawing(parts: list[Element], height: float) -> Element:
    made = etree.Element("svg", {"viewBox": f"0 0 {ALONE} {height:g}"})
    made.extend(parts)
    return made
