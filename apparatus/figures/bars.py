"""Bars from nothing under their headings, each with its name before it and its number after it."""

from __future__ import annotations

from decimal import Decimal

from ..record.figure_models import Bars
from ..words import Words
from .layout import INK, PAPER, QUIET, Colours, Spec, bars, hue, lines, span, spoken, words
from .table import Table

_NAMES = 40
"""Room for the name before a bar, in pixels of the column."""


def bars_under_headings(kind: Bars, table: Table, colours: Colours, interface: Words, width: int, column: int) -> Spec:
    """A heading, and under it a bar for each row with its name before and its number after; a gap says that it is one.

    A note stands in the first bar that it is about, or after its number where the bar would be too short in a drawing
    of `column` pixels.
    """
    heads: list[Spec] = []
    names: list[Spec] = []
    drawn: list[Spec] = []
    labels: list[Spec] = []
    inside: list[Spec] = []
    notes = dict(kind.notes)
    rows = summed(kind, table, interface)
    most = max(value for _, _, value in rows if value is not None)
    start = _NAMES / column if kind.row else 0.0
    longest = 1 - start - (span(spoken(most, kind.digits)) + 8) / column
    line, above = 0, ""
    for heading, name, value in rows:
        if heading != above:
            heads.append({"line": line, "text": said_heading(heading, interface), "ink": INK})
            line, above = line + 1, heading
        names.append({"line": line, "at": start, "text": interface.say(name), "ink": QUIET})
        end = start + float((value or 0) / most) * longest
        told = {
            "row": {kind.heading: heading}
            | ({kind.row: name} if kind.row else {})
            | {kind.value: value and float(value)}
        }
        if value is None:
            labels.append({"line": line, "at": start, "text": interface("figure.gap"), "ink": QUIET} | told)
        else:
            hollow = not {name, heading}.isdisjoint(kind.hollow)
            filled = _filled(hue(colours.get(heading, "slate")), hollow)
            drawn.append({"line": line, "from": start, "to": end} | filled | told)
            note, number = interface.say(notes.pop(name or heading, "")), spoken(value, kind.digits)
            fits = not note or span(note) + 12 <= (end - start) * column
            if fits:
                inside.append({"line": line, "at": start, "text": note, "ink": INK if hollow else PAPER})
            labels.append(
                {"line": line, "at": end, "text": number if fits else interface.list([number, note]), "ink": INK}
            )
        line += 1
    columns = [
        bars(drawn, 15),
        words(labels, "left", dx=5),
        words(inside, "left", dx=6, dy=-1 if interface.from_right else 0),  # more of Naskh hangs under its line
        words(heads, "left", at=0, dy=3),
    ]
    return lines(line, [*columns, words(names, "right", dx=-7)] if kind.row else columns, width)


def summed(kind: Bars, table: Table, interface: Words) -> list[tuple[str, str, Decimal | None]]:
    """Return heading, row and value of each bar; headings under `others` are added up row by row and come last, as
    "Other".
    """
    other = interface("figure.others")
    found: dict[tuple[str, str], Decimal | None] = {}
    for row in table.rows:
        heading = other if row[kind.heading] in kind.others else row[kind.heading]
        place = (heading, row[kind.row] if kind.row else "")
        value = row.number(kind.value)
        found[place] = value if place not in found else (found[place] or Decimal(0)) + (value or Decimal(0))
    order = list(dict.fromkeys(heading for heading, _ in found))
    bars = [(heading, row, value) for (heading, row), value in found.items()]
    return sorted(bars, key=lambda bar: (bar[0] == other, order.index(bar[0])))


def said_heading(heading: str, interface: Words) -> str:
    """Return a heading of `summed` as the language of the interface has it."""
    return heading if heading == interface("figure.others") else interface.say(heading)


def _filled(colour: str, hollow: bool) -> Spec:
    """Return fill and stroke of a bar; a hollow one has its colour around it alone."""
    return {"fill": PAPER if hollow else colour, "stroke": colour}
