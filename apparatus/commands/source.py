"""`apparatus source add`: take sources from a reading list into docs/data/sources.yml."""

from __future__ import annotations

from pathlib import Path
from typing import IO, get_args

import click

from ..project import load_project
from ..record.csl_import import NoSources, entries_from
from ..record.models import SourceKind
from .console import Console, Refused, common, count, refuse_if
from .staging import staged

PATH = "docs/data/sources.yml"


@click.group()
def source() -> None:
    """Add sources that were exported as CSL JSON."""


@source.command()
@common
@click.option(
    "--kind",
    type=click.Choice(get_args(SourceKind)),
    help="What kind of source they are; by default what their type proposes, such as press for a newspaper.",
)
@click.argument("export", type=click.File("r", encoding="utf-8"), default="-")
def add(root: Path, console: Console, kind: str | None, export: IO[str]) -> None:
    """Add the sources of EXPORT, a file of CSL JSON as Zotero writes it, or of standard input.

    Each gets a key; what an entry cannot hold is left out and told. No entry that is there is changed.
    """
    project = load_project(root)
    refuse_if((one for one in project.problems if one.path == PATH), "Nothing was added.")
    try:
        addition = entries_from(export.read(), project.record.sources, kind or "")
    except (NoSources, UnicodeDecodeError) as error:
        raise Refused(f"{error} Nothing was added.") from error
    with staged(root) as copy:
        file = copy / PATH
        before = file.read_bytes() if file.is_file() else b""
        file.write_bytes((before.rstrip(b"\n") + b"\n" if before.strip() else b"") + addition.text.encode())
        refuse_if((one for one in load_project(copy).problems if one.path == PATH), "Nothing was added.")
    told = [
        f"Added {count(len(addition.keys), 'source')}: {', '.join(addition.keys)}."
        if addition.keys
        else "Added nothing."
    ]
    then = ["Cite each, as [@key]: a source that is cited nowhere is a problem."] if addition.keys else []
    console.report(*told, *addition.left_out, *then)
