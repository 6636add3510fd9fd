"""Figures and series: they find each other (C040, C041, C050, C053), the files are as described (C042–C046, C052),
sources and colours are known (C047, C048), nothing is drawn from memory (C049), specifications draw (C051), the data
package is that of the series (C054).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from re import fullmatch

from ..figures.charts import chart_of, draw_for_page
from ..figures.data_package import PATH, data_package
from ..figures.table import Table
from ..problem import Problem, nearest
from ..project import Project
from ..record.figure_models import Figure, Series


def check(project: Project) -> Iterator[Problem]:
    """Yield what is wrong with figures, with series, and between them."""
    sound = set()
    for id, series in project.record.series.items():
        found = list(_series(project, series, project.tables[id]))
        yield from found
        if not found:
            sound.add(id)
    yield from _undescribed(project)
    yield from _placed(project)
    for figure in project.record.figures.values():
        yield from _figure(project, figure, sound)
    if project.record.series and sound == set(project.record.series):
        yield from _package(project)


def _undescribed(project: Project) -> Iterator[Problem]:
    """Files of the folder that no entry of series.yml is about."""
    file = project.record.files["series"]
    for path in sorted((project.root / "docs/data/series").glob("*.csv")):
        if file.readable and path.stem not in file.ids:
            what = f"The series '{path.stem}' is described nowhere."
            mend = nearest(path.stem, file.ids) + "Describe it in docs/data/series.yml, or remove the file."
            yield Problem(f"docs/data/series/{path.name}", 1, "C053", what, mend)


def _placed(project: Project) -> Iterator[Problem]:
    file = project.record.files["figures"]
    unknown = False
    for page in project.pages.values():
        for mark in page.all("figure"):
            if file.readable and mark.name not in file.ids:
                unknown = True
                mend = nearest(mark.name, file.ids) + "Describe it in docs/data/figures.yml, or mend the spelling."
                yield Problem(f"docs/{page.path}", mark.line, "C040", f"There is no figure '{mark.name}'.", mend)
    for id in () if unknown else file.entries:  # a misspelling is one mistake, not two
        if ("figure", id) not in project.mentions:
            what = f"The figure '{id}' is shown nowhere."
            yield Problem(file.path, file.line(id), "C050", what, f"Show it with '/// figure | {id}', or remove it.")


def _series(project: Project, series: Series, table: Table) -> Iterator[Problem]:
    file = project.record.files["series"]
    if table.fault:
        what = f"The series '{series.id}' cannot be read: {table.fault}"
        yield Problem(table.path, 1, "C041", what, "Put the CSV file there, as UTF-8, or remove the series.")
        return
    described = [column.name for column in series.columns]
    for name in described:
        if name not in table.columns:
            what = f"The column '{name}' is missing."
            mend = (
                nearest(name, table.columns) + f"docs/data/series.yml:{file.line(series.id, 'columns')} describes it."
            )
            yield Problem(table.path, 1, "C042", what, mend)
    for name in table.columns:
        if name not in described and set(described) <= set(table.columns):
            what = f"The column '{name}' is described nowhere."
            mend = (
                nearest(name, described)
                + f"Describe it in docs/data/series.yml:{file.line(series.id, 'columns')}, or remove it."
            )
            yield Problem(table.path, 1, "C053", what, mend)
    uneven = [row for row in table.rows if row.count != len(table.columns)]
    for row in uneven:
        what = f"The row has {row.count} cells, and there are {len(table.columns)} columns."
        mend = "Put cells that hold a comma in quotation marks, and leave none out."
        yield Problem(table.path, row.line, "C052", what, mend)
    if set(described) <= set(table.columns) and not uneven:
        numbers = list(_numbers(series, table))
        yield from numbers
        yield from _twice(series, table)
        yield from _known(project, table)
        if not numbers:
            yield from _sums(series, table)


def _numbers(series: Series, table: Table) -> Iterator[Problem]:
    for column in series.columns:
        for row in table.rows:
            cell = row[column.name]
            if not cell and column.name in series.key:
                what = f"The column '{column.name}' is empty, and rows are known by it."
                yield Problem(table.path, row.line, "C043", what, "Fill the cell, or remove the row.")
            if cell and not _is(column.type, cell):
                what = f"'{cell}' in the column '{column.name}' is no {column.type}."
                mend = "Write it in figures, without commas; leave the cell empty for a gap."
                yield Problem(table.path, row.line, "C043", what, mend)


def _is(type: str, cell: str) -> bool:
    if type == "year":
        return bool(fullmatch(r"\d{4}", cell))
    if type == "integer":
        return bool(fullmatch(r"-?\d+", cell))
    try:
        return type != "number" or Decimal(cell).is_finite()
    except InvalidOperation:
        return False


def _twice(series: Series, table: Table) -> Iterator[Problem]:
    lines: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        key = tuple(row[column] for column in series.key)
        if key in lines:
            what = f"{', '.join(key)} stands on line {lines[key]} already (columns {', '.join(series.key)})."
            mend = "Keep one of the two, or give the other count a series of its own."
            yield Problem(table.path, row.line, "C044", what, mend)
        lines.setdefault(key, row.line)


def _known(project: Project, table: Table) -> Iterator[Problem]:
    sources = project.record.files["sources"]
    for line, key in table.sources():
        if sources.readable and key not in sources.ids:
            mend = nearest(key, sources.ids) + "Describe it in docs/data/sources.yml, or mend the spelling."
            yield Problem(table.path, line, "C047", f"There is no source '{key}' (column 'sources').", mend)


def _sums(series: Series, table: Table) -> Iterator[Problem]:
    """Shares add to a hundred, seats to the seats there were."""
    adds = series.adds
    if not adds:
        return
    for group, total in adds.to.items():
        rows = [row for row in table.rows if not adds.by or row[adds.by] == group]
        found = sum((row.number(adds.of) or Decimal(0) for row in rows), Decimal(0))
        if abs(float(found) - total) > adds.within:
            line = rows[0].line if rows else 1
            code = "C045" if adds.within else "C046"
            where = f"'{adds.of}' of {group}" if adds.by else f"'{adds.of}'"
            slack = f", give or take {adds.within:g}" if adds.within else ""
            what = f"The column {where} adds to {found}, not to {total:g}{slack}."
            yield Problem(table.path, line, code, what, "Mend the numbers here, or the total in docs/data/series.yml.")


def _figure(project: Project, figure: Figure, sound: set[str]) -> Iterator[Problem]:
    file = project.record.files["figures"]
    series = project.record.files["series"]
    if figure.series and series.readable and figure.series not in series.ids:
        what = f"The figure '{figure.id}' draws the series '{figure.series}', which there is not."
        mend = nearest(figure.series, series.ids) + "Describe it in docs/data/series.yml, or mend the spelling."
        yield Problem(file.path, file.line(figure.id, "series"), "C041", what, mend)
    if figure.series not in sound:
        return
    table = project.tables[figure.series]
    missing = list(_columns(project, figure, table))
    yield from missing
    colourless = list(_colours(project, figure, table))
    yield from colourless
    for row in table.rows:
        if row["seen"] == "recalled":
            what = f"The figure '{figure.id}' would draw a number that is only recalled (column 'seen')."
            yield Problem(table.path, row.line, "C049", what, "Find a source that states it, or leave the cell empty.")
    if not missing and not colourless:
        yield from _drawn(project, figure, table)


def _columns(project: Project, figure: Figure, table: Table) -> Iterator[Problem]:
    """Columns that the options of a figure name."""
    file = project.record.files["figures"]
    for name in chart_of(figure, project.words).columns:
        if name not in table.columns:
            what = f"The figure '{figure.id}' names a column '{name}' that {table.path} has not."
            mend = nearest(name, table.columns) + f"There are: {', '.join(table.columns)}."
            yield Problem(file.path, file.line(figure.id), "C042", what, mend)


def _colours(project: Project, figure: Figure, table: Table) -> Iterator[Problem]:
    known = list(project.colours)
    column = chart_of(figure, project.words).coloured
    for row in table.rows if column else ():
        part = row[column or ""]
        if part not in known:
            mend = nearest(part, known) + "Give it one in docs/data/colours.yml, or mend the spelling."
            yield Problem(table.path, row.line, "C048", f"'{part}' in the column '{column}' has no colour.", mend)


def _drawn(project: Project, figure: Figure, table: Table) -> Iterator[Problem]:
    """Try the drawing out; what is drawn is kept, so that the build need not do it again."""
    file = project.record.files["figures"]
    path, line = file.path, file.line(figure.id)
    if figure.specification:
        path, line = f"docs/data/series/{figure.specification.file}", 1
    try:
        draw_for_page(figure, table, project.colours, project.words, project.root)
    except OSError:
        what = f"The specification of the figure '{figure.id}' is missing: there is no such file."
        yield Problem(path, 1, "C051", what, "Put it there.")
    except (
        ArithmeticError,
        LookupError,
        ValueError,
    ) as error:  # Vega-Lite answers on the second line, in its own language
        said = str(error).split("\n    at ")[0].split("\n")[-1].rstrip(".")
        what = f"The figure '{figure.id}' cannot be drawn: {said}."
        mend = (
            "Write Vega-Lite (https://vega.github.io/vega-lite/docs/) as JSON."
            if figure.specification
            else "Look whether its options name the columns that are meant."
        )
        yield Problem(path, getattr(error, "lineno", line), "C051", what, mend)


def _package(project: Project) -> Iterator[Problem]:
    if project.settings.translation_of:
        return  # the files are those of the English, and so is what describes them
    written = project.root / PATH
    record = project.record
    text = data_package(record.series, project.tables, record.sources, project.settings, project.words)
    if not written.is_file() or written.read_text(encoding="utf-8") != text:
        what = "The data package is not that of docs/data/series.yml and sources.yml."
        yield Problem(PATH, 1, "C054", what, "Run 'make package'.")
