"""One CSV file of docs/data/series/: its columns, and its rows with the lines on which they stand.

Numbers stay text here, as the file has them; checks/figures.py says which of them are none. An empty cell is a gap.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path

from ..record.yaml_source import UNSETTABLE, YamlError, read_text, told


@dataclass(frozen=True)
class Row:
    """A line of the file (from 1; the columns' names are line 1), its cells by column, and how many it has."""

    line: int
    cells: Mapping[str, str]
    count: int

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def number(self, column: str) -> Decimal | None:
        """Return the number in a cell exactly as written, or None for a gap. Raises InvalidOperation for a word."""
        return Decimal(self[column]) if self[column] else None

    def typed(self) -> dict[str, float | str | None]:
        """Return the cells for a specification: one that is a number as a number, a gap as None."""
        return {column: _typed(cell) for column, cell in self.cells.items()}


def _typed(cell: str) -> float | str | None:
    if not re.fullmatch(r"-?\d+(\.\d+)?", cell):
        return cell or None
    return float(cell) if "." in cell else int(cell)


@dataclass(frozen=True)
class Table:
    """A whole file; `path` is relative to the project's root. `fault` says why it could not be read."""

    path: str
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    fault: str = ""

    def sources(self) -> Iterator[tuple[int, str]]:
        """Yield each source's key with its line; several in one cell are parted by semicolons."""
        for row in self.rows:
            for key in row["sources"].split(";"):
                if key.strip():
                    yield row.line, key.strip()


def read_table(root: Path, id: str) -> Table:
    """Read docs/data/series/`id`.csv. A file that is missing, not UTF-8 or no CSV is a table with a fault."""
    path = f"docs/data/series/{id}.csv"
    try:
        text = read_text(root / path)
    except FileNotFoundError:
        return Table(path, fault="There is no such file.")
    except YamlError as error:
        return Table(path, fault=f"The file is not UTF-8 text: {error.what}")
    if odd := UNSETTABLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        return Table(path, fault=f"The character {told(odd[0])} on line {line} cannot be shown.")
    reader = csv.reader(StringIO(text))
    try:
        columns = tuple(next(reader, ()))
        rows = tuple(
            Row(reader.line_num, dict(zip(columns, cells, strict=False)), len(cells)) for cells in reader if cells
        )
    except csv.Error as error:
        return Table(path, fault=f"Line {reader.line_num}: {error}.")
    return Table(path, columns, rows)
