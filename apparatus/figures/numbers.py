"""The numbers that a chart shows, for the chart and for the table under it alike."""

from __future__ import annotations

from decimal import Decimal

from ..record.figure_models import Bars, Figure, Runs
from .table import Table

Cells = tuple[str, ...]


def numbers(figure: Figure, table: Table) -> tuple[Cells, list[Cells]]:
    """Return the columns of the series that a chart shows, and the cells of each row; a gap is an empty cell."""
    if figure.bars:
        kind = figure.bars
        columns = tuple(column for column in (kind.heading, kind.row, kind.value) if column)
        rows = [
            (heading, *((row,) if kind.row else ()), "" if value is None else str(value))
            for heading, row, value in summed(kind, table)
        ]
        return columns, rows
    if figure.runs:
        return _counted(figure.runs, table)
    if figure.shares:
        columns = (figure.shares.row, figure.shares.part, figure.shares.value)
    else:
        assert figure.specification
        columns = figure.specification.table
    return columns, [tuple(row[column] for column in columns) for row in table.rows]


def _counted(kind: Runs, table: Table) -> tuple[Cells, list[Cells]]:
    """Every panel's rows under its title, with the part of the year that was counted."""
    columns = (kind.by, kind.year, *kind.same[:1], kind.value)
    rows = [
        (panel.title, *(row[column] for column in columns[1:]))
        for panel in kind.panels
        for row in table.rows
        if row[kind.by] == panel.series
    ]
    return columns, rows


def summed(kind: Bars, table: Table) -> list[tuple[str, str, Decimal | None]]:
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
