"""`apparatus translated`: record that a translation says what the English says now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ..project import load_project
from ..translation import made_from
from ..translation.assemble import assemble, languages
from .console import Console, Refused, common, count, refuse_if
from .staging import replace_files

NOTHING = "Nothing was recorded."
UNREAD = ("C001", "C002", "C003")
"""A file of the translation that is not UTF-8, not YAML or of another shape: what stands in it nobody knows."""


@click.command()
@common
@click.argument("language")
@click.argument("names", nargs=-1)
def translated(root: Path, console: Console, language: str, names: tuple[str, ...]) -> None:
    """Record that parts of a translation are up to date.

    LANGUAGE is its folder in docs/. What is translated for the first time is recorded in any case; of what the English
    has changed since, only NAMES are: files (essay/the-war.md, data/claims.yml), paragraphs, notes or entries (c4rt,
    'note votes', c10), or one of these in a file (essay/the-war.md:page).
    """
    if language not in languages(root):
        raise Refused(f"docs/{language}/ is no translation: it has no site.yml. {NOTHING}")
    project = load_project(root)
    refuse_if(project.problems, NOTHING)
    made = assemble(project.root, language, project.pages)
    refuse_if((one for one in made.problems if one.code in UNREAD), NOTHING)
    taken = {part for name in names for part in _named(made.now, name)}
    hashes = {
        file: {
            part: mark if (file, part) in taken else made.then.get(file, {}).get(part, mark)
            for part, mark in parts.items()
        }
        for file, parts in made.now.items()
    }
    path = f"docs/{language}/{made_from.FILE}"
    replace_files(root, {path: made_from.written(hashes).encode()})
    first = ((file, part) for file, parts in made_from.missing(hashes, made.then).items() for part in parts)
    fresh = {*first, *taken}
    left = [f"{file}:{part}" for file, parts in made_from.changed(made.now, hashes).items() for part in parts]
    console.report(
        f"Recorded {count(len(fresh), 'part')} in {path}.",
        *(f"The English has changed since: {one}" for one in left),
    )


def _named(now: made_from.Hashes, name: str) -> Iterator[tuple[str, str]]:
    """Yield the parts that a name means, each with its file. Raises Refused where it is of none, or of parts in several
    files.
    """
    found = [(file, part) for file, parts in now.items() for part in parts if name in (file, part, f"{file}:{part}")]
    files = sorted({file for file, _ in found})
    if not found:
        raise Refused(f"Nothing that is translated is called '{name}'. {NOTHING}")
    if len(files) > 1:
        raise Refused(f"'{name}' stands in {', '.join(files)}: name one of them, as '{files[0]}:{name}'. {NOTHING}")
    yield from found
