"""`apparatus ids`: give an id to each paragraph of the essay that has none."""

from __future__ import annotations

from pathlib import Path

import click

from ..project import load_project
from ..releases.paragraph_ids import give_ids
from .console import Console, common, count, refuse_if
from .staging import staged


@click.command()
@common
def ids(root: Path, console: Console) -> None:
    """Give each paragraph that has none its id.

    Lists and tables of the essay, too: the id is what a link to them ends in. Ids that are there are never changed, and
    a new one is never one that was published before.
    """
    refuse_if(load_project(root).problems, "No id was given.")
    with staged(root) as copy:
        given = give_ids(copy)
    if not given:
        console.report("Every paragraph has its id already: nothing was written.")
        return
    console.report(f"Gave {count(given, 'id')} in {console.seconds}.", "Once a release has them they stay for ever.")
