"""Marks and entries find each other: sources (C005, C006, C008), claims (C016–C018), terms and people (C020–C023),
marks in marks (C033), listings (C036). An archived address is another than the live one (C088)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from ..essay.syntax import LISTINGS
from ..problem import Problem, nearest
from ..project import Project
from ..record.kinds import KINDS
from ..record.models import cited_by

_UNUSED = {
    "citation": ("Source '{0}' is cited nowhere.", "Cite it, or remove it."),
    "sentence": ("No sentence makes the {1} '{0}'.", "Mark one with {{{1}={0}}}."),
    "name": ("The {1} '{0}' is marked nowhere.", "Mark a mention with {{{1}={0}}}, or remove the entry."),
}
"""What is wrong with an entry that no mark names, and the mend, by what marks it."""
_MARKED = {kind.mention: kind for kind in KINDS.values()}


def check(project: Project) -> Iterator[Problem]:
    """Yield marks that name nothing, entries that nothing names, and marks in the wrong place."""
    yield from _marks(project)
    yield from _fields(project)
    yield from _unused(project)
    yield from _archives(project)


def _marks(project: Project) -> Iterator[Problem]:
    made: dict[str, str] = {}
    for page in project.pages.values():
        path = f"docs/{page.path}"
        for mark in page.marks:
            if mark.kind == "citation" and not mark.name:
                what = "A citation names no source."
                yield Problem(path, mark.line, "C006", what, "Write [@key], or [@key, ch. 4; @other].")
            elif mark.kind.startswith("nested-"):
                what = f"A {mark.kind[7:]} is marked around another mark of its kind."
                yield Problem(path, mark.line, "C033", what, "End the one before the other begins.")
            elif mark.kind == "listing" and mark.name not in LISTINGS:
                mend = nearest(mark.name, LISTINGS) + f"There are: {', '.join(LISTINGS)}."
                yield Problem(path, mark.line, "C036", f"There is no listing '{mark.name}'.", mend)
            elif mark.kind in _MARKED:
                yield from _known(project, path, partial(int, mark.line), mark.kind, mark.name)
            if mark.kind == "claim" and mark.name in made:
                what = f"The claim '{mark.name}' is made on {made[mark.name]} too."
                yield Problem(path, mark.line, "C018", what, "Mark the one sentence that makes it.")
            elif mark.kind == "claim":
                made[mark.name] = f"{path}:{mark.line}"


def _known(project: Project, path: str, line: Callable[[], int], kind: str, name: str) -> Iterator[Problem]:
    of = _MARKED[kind]
    known = project.record.files[of.file]
    if known.readable and name not in known.ids:
        mend = nearest(name, known.ids) + f"Describe it in docs/data/{of.file}.yml, or mend the spelling."
        yield Problem(path, line(), of.unknown, f"There is no {of.name} '{name}'.", mend)


def _fields(project: Project) -> Iterator[Problem]:
    """Sources named in the data itself."""
    for file in project.record.files.values():
        for id, entry in file.entries.items():
            for field in ("sources", "sources_for", "sources_against"):
                name = {"sources_for": "for", "sources_against": "against"}.get(field, field)
                for key in vars(entry).get(field, ()):
                    yield from _known(project, file.path, partial(file.line, id, name), "citation", key)
            for i, case in enumerate(vars(entry).get("cases", ())):
                for key in case.sources:
                    yield from _known(project, file.path, partial(file.line, id, "cases", i), "citation", key)


def _unused(project: Project) -> Iterator[Problem]:
    in_data = {
        key for file in project.record.files.values() for entry in file.entries.values() for key in cited_by(entry)
    }
    for kind in KINDS.values():
        file, (what, mend) = project.record.files[kind.file], _UNUSED[kind.mark]
        for id in file.entries:
            marked = (kind.mention, id) in project.mentions or (f"nested-{kind.mention}", id) in project.mentions
            if not marked and not (kind.mark == "citation" and id in in_data):
                yield Problem(
                    file.path, file.line(id), kind.unused, what.format(id, kind.name), mend.format(id, kind.name)
                )


def _archives(project: Project) -> Iterator[Problem]:
    file = project.record.files["sources"]
    for id, source in project.record.sources.items():
        if source.url and source.custom.archive == source.url:
            what = f"The archived address of '{id}' is its live one."
            mend = "Give the address of the copy, or remove 'archive'."
            yield Problem(file.path, file.line(id, "custom", "archive"), "C088", what, mend)
