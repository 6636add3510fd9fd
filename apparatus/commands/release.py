"""`apparatus release`: freeze the present text as a release, and register the ids in it."""

from __future__ import annotations

from pathlib import Path

import click

from ..checks import check as run_checks
from ..checks.releases import MENDED_BY_FREEZING
from ..metadata.citation_cff import FILE
from ..project import Project, load_project
from ..record.snapshots import file_of, page_of
from ..releases.freeze import NewRelease, Unfit, freeze
from ..releases.paragraph_ids import REGISTER, enter
from .console import Console, Refused, common, count, refuse_if
from .staging import staged

EXAMPLE = 'make release NUMBER=1.1 DATE=$(date +%F) SUMMARY="What is new, in a sentence."'
NOTHING = "Nothing was frozen."


@click.command()
@common
@click.option("--number", default="", metavar="1.1", help="The number of the release, higher than the last.")
@click.option("--date", default="", metavar="2026-12-31", help="The day on which it goes out; not a day to come.")
@click.option("--summary", default="", metavar="TEXT", help="What is new in it, in a sentence.")
def release(root: Path, console: Console, number: str, date: str, summary: str) -> None:
    """Freeze the present text before it goes out.

    Keeps the words of every paragraph, writes the page of the release, sets number and date in mkdocs.yml and
    CITATION.cff, and registers all ids. To freeze a release again that has not gone out yet, delete its file in
    docs/data/editions/ and give its number alone.
    """
    project = load_project(root)
    entered = _entered(project, NewRelease(number, date, summary))
    with console.progress("Checking") as tell:
        refuse_if((one for one in run_checks(project) if one.code not in MENDED_BY_FREEZING), NOTHING)
        with staged(root) as copy:
            tell("Freezing")
            try:
                freeze(load_project(copy), entered)
            except Unfit as error:
                raise Refused(f"{error} {NOTHING}") from error
            enter(copy)
            tell("Checking again")
            refuse_if(run_checks(load_project(copy)), NOTHING)
    frozen = load_project(root).snapshots[-1]
    paragraphs = count(len(frozen.places), "paragraph")
    console.report(
        f"Froze release {entered.number} of {entered.date} in {console.seconds}: {paragraphs} in "
        f"{file_of(entered.number)}.",
        f"Now read it with make serve, then commit mkdocs.yml, {FILE}, {REGISTER}, {page_of(entered.number)} and "
        "docs/data/editions*.",
    )


def _entered(project: Project, asked: NewRelease) -> NewRelease:
    """Return what was asked for, with date and summary of the release of that number where there was one. Raises
    Refused.
    """
    before = project.record.releases.get(asked.number)
    date, summary = (before.date, before.summary) if before else ("", "")
    entered = NewRelease(asked.number, asked.date or date, asked.summary or summary)
    if not all((entered.number, entered.date, entered.summary)):
        raise Refused(f"A release needs its number, date and summary: {EXAMPLE} {NOTHING}")
    return entered
