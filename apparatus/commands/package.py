"""`apparatus package`: describe the series for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from ..checks import check as run_checks
from ..figures.data_package import PATH, data_package
from ..project import load_project
from .console import Console, common, refuse_if
from .staging import replace_files

SERIES = "docs/data/series"


@click.command()
@common
def package(root: Path, console: Console) -> None:
    """Describe the series for other programs.

    Writes docs/data/series/datapackage.json. Run it after a change to a series, to docs/data/series.yml or to a source
    that a series names.
    """
    project = load_project(root)
    about_series = (
        problem for problem in run_checks(project) if problem.path.startswith(SERIES) and problem.path != PATH
    )
    refuse_if({*project.problems, *about_series}, "The package was not written.")
    record = project.record
    text = data_package(record.series, project.tables, record.sources, project.settings, project.words)
    replace_files(root, {PATH: text.encode()})
    console.report(f"Described {len(project.record.series)} series in {PATH}.")
