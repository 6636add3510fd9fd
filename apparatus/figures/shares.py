"""Bars of 100 per cent, one under another: each part with its name and number in it, or over it where the bar is too
short.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..record.figure_models import Shares
from ..words import Words
from .layout import INK, PAPER, QUIET, Colours, Spec, bars, hue, lines, span, spoken, words
from .table import Row, Table

Outside = tuple[str, str, float]
"""A label too long for its part of a bar, the colour of the part and its middle in pixels."""
_NOTE, _APART = 38, 10
"""Where what is said of a year begins, after the year; the least room between two labels; in pixels."""


def shares(kind: Shares, table: Table, colours: Colours, interface: Words, width: int, column: int) -> Spec:
    """A heading line and a bar for each row, `width` pixels long; what does not fit into its part of a bar of `column`
    pixels stands above it, in the colour of the part.
    """
    heads: list[Spec] = []
    totals: list[Spec] = []
    asides: list[Spec] = []
    apart: list[Spec] = []
    parts: list[Spec] = []
    labels: list[Spec] = []
    order, line = list(colours), 0
    counted = [row for row in table.rows if row[kind.value]]
    for name in dict.fromkeys(row[kind.row] for row in counted):
        rows = sorted((row for row in counted if row[kind.row] == name), key=lambda row: order.index(row[kind.part]))
        total = float(sum(row.number(kind.value) or 0 for row in rows))
        said = [f"{spoken(total)} {interface.say(kind.unit)}"]
        said += [interface.say(kind.notes[name])] if name in kind.notes else []
        heads.append({"line": line, "text": interface.say(name), "ink": INK})
        totals.append({"line": line, "text": interface.list(said), "ink": QUIET})
        drawn, fitting, outside = _cut(kind, rows, total, colours, interface, column)
        begin = _NOTE + span(totals[-1]["text"]) + _APART
        if outside and begin + _room(outside) > column:  # no room beside what is said of the row: a line of their own
            line += 1
            apart += ({"line": line, **label} for label in _near(outside, column))
        else:
            asides += ({"line": line, **label} for label in _placed(outside, begin, column))
        parts += ({"line": line + 1, **part} for part in drawn)
        labels += ({"line": line + 1, **label} for label in fitting)
        line += 2
    layers = [
        bars(parts, 20), words(labels, "center"), words(heads, "left", at=0, dy=4),
        words(totals, "left", at=_NOTE, dy=4), words(asides, "center", dy=4),
        *([words(apart, "center", dx={"expr": "datum.beside"}, dy=4)] if apart else []),
    ]  # fmt: skip
    return lines(line, layers, width)


def _cut(
    kind: Shares, rows: list[Row], total: float, colours: Colours, interface: Words, column: int
) -> tuple[list[Spec], list[Spec], list[Outside]]:
    """Return the parts of a bar, the labels that fit into theirs, and those that do not. A disputed bar is hollow."""
    parts: list[Spec] = []
    fitting: list[Spec] = []
    outside: list[Outside] = []
    start = 0.0
    for row in rows:
        share = float(row.number(kind.value) or 0) / total
        label, colour = f"{interface.say(row[kind.part])} {row[kind.value]}", hue(colours[row[kind.part]])
        hollow = row[kind.row] in kind.disputed
        fill, stroke, ink = (PAPER, colour, INK) if hollow else (colour, PAPER, PAPER)
        parts.append({"from": start, "to": start + share, "fill": fill, "stroke": stroke, "row": row.typed()})
        if span(label) + 5 <= share * column:
            fitting.append({"at": start + share / 2, "text": label, "ink": ink})
        else:
            outside.append((label, colour, (start + share / 2) * column))
        start += share
    return parts, fitting, outside


def _room(labels: list[Outside]) -> float:
    """Return how much room labels take beside one another, in pixels."""
    return sum(span(text) for text, *_ in labels) + _APART * max(0, len(labels) - 1)


def _placed(labels: list[Outside], begin: float, end: float) -> list[Spec]:
    """Return labels in their order from `begin` to `end`, in pixels, each over the middle of its part or as near to it
    as the others allow.
    """
    placed: list[Spec] = []
    limit = float(end)
    for i, (text, colour, middle) in reversed(list(enumerate(labels))):
        before = _room(labels[:i]) + (_APART if i else 0)
        right = min(limit, max(middle + span(text) / 2, begin + before + span(text)))
        placed.append({"at": (right - span(text) / 2) / end, "text": text, "ink": colour})
        limit = right - span(text) - _APART
    return placed


def _near(labels: list[Outside], end: float) -> Iterator[Spec]:
    """Yield labels on a line of their own: each at its part, and `beside` it by as many pixels as the rest ask for."""
    for label, (_, _, middle) in zip(_placed(labels, 0, end), reversed(labels), strict=True):
        yield label | {"at": middle / end, "beside": round(label["at"] * end - middle, 1)}
