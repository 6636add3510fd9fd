"""`apparatus check`: run the numbered checks without building."""

from __future__ import annotations

from pathlib import Path

import click

from ..checks import check as run_checks
from ..project import load_project
from .console import Console, common, count, refuse_if


@click.command()
@common
@click.option("--drafts", is_flag=True, help="Check translations that are drafts too.")
def check(root: Path, console: Console, drafts: bool) -> None:
    """Run the numbered checks without building.

    Every problem is one line: its number, file and line, what is wrong, how to mend it.
    """
    with console.progress("Checking"):
        project = load_project(root)
        problems = run_checks(project, drafts)
    refuse_if(problems, "Mend it and run this again." if len(problems) == 1 else "Mend them and run this again.")
    entries = sum(len(file.entries) for file in project.record.files.values())
    pages, paragraphs = count(len(project.pages), "page"), count(len(project.passages), "paragraph")
    told = f"{pages}, {paragraphs} and {count(entries, 'entry')}"
    console.report(f"Checked {told} in {console.seconds}: no problem.")
