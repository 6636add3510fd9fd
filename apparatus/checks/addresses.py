"""Addresses last: every block of the essay has one (C029), none is lost or moved (C030), none stands for two (C032).

docs/data/published.yml is the register of what has been published: the ids of each page and the number of sources. It is
written by `python -m apparatus publish` and only grows; the floor of sources (C031) stands there too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..markup.passages import ADDRESS
from ..problem import Problem
from ..project import Project
from ..yaml_source import YamlError, read_yaml

REGISTER = "docs/data/published.yml"


@dataclass(frozen=True)
class Register:
    """What has been published: the page of each id, and how many sources there were."""

    pages: Mapping[str, str] = field(default_factory=dict)
    sources: int = 0


def read_register(root: Path) -> Register:
    """Read the register. Raises YamlError; a missing file is an empty register."""
    if not (root / REGISTER).is_file():
        return Register()
    value = read_yaml(root / REGISTER).value or {}
    pages = {id: page for page, ids in (value.get("passages") or {}).items() for id in str(ids).split()}
    return Register(pages, int(value.get("sources", 0)))


def check(project: Project) -> Iterator[Problem]:
    """Yield what is wrong with addresses: missing, given twice, lost, moved; and sources lost."""
    yield from _given(project)
    yield from _twice(project)
    try:
        register = read_register(project.root)
    except YamlError as error:
        yield Problem(
            REGISTER,
            error.line,
            "C002",
            f"The file is not sound YAML: {error.what}",
            "Restore it from the last commit.",
        )
        return
    here = {id: page.path for id, page in project.passages.items()}
    for id, path in register.pages.items():
        if id not in here:
            yield Problem(f"docs/{path}", 1, "C030", f"The published address '{id}' is gone.",
                          "Give it back to the paragraph that took its place.")  # fmt: skip
        elif here[id] != path:
            yield Problem(f"docs/{here[id]}", 1, "C030", f"The published address '{id}' belongs to docs/{path}.",
                          "Give it back there, and another here: python -m apparatus ids.")  # fmt: skip
    if len(project.record.sources) < register.sources:
        yield Problem("docs/data/sources.yml", 1, "C031", f"There are {len(project.record.sources)} sources; {register.sources} were published.",
                      "Restore what was lost.")  # fmt: skip


def _given(project: Project) -> Iterator[Problem]:
    for page in project.sections:
        for passage in page.passages:
            if not passage.id:
                yield Problem(f"docs/{page.path}", passage.line, "C029", f"The block '{passage.text[:40]}…' has no address.",
                              "Run: python -m apparatus ids.")  # fmt: skip
            elif not ADDRESS.fullmatch(passage.id):
                yield Problem(f"docs/{page.path}", passage.line, "C029", f"The address '{passage.id}' is not one of ours.",
                              "Remove it and run: python -m apparatus ids.")  # fmt: skip


def _twice(project: Project) -> Iterator[Problem]:
    passages: dict[str, str] = {}
    for page in project.pages.values():
        here: dict[str, int] = {}
        notes = {f"note-{mark.name}" for mark in page.all("definition")}  # C011 speaks of these
        claims = {mark.name: mark.line for mark in page.all("claim")}  # and C018 of these
        for id, line in [*(anchor for anchor in page.anchors if anchor[0] not in notes), *claims.items()]:
            where = f"docs/{page.path}:{line}"
            first = (
                f"docs/{page.path}:{here[id]}" if id in here else passages.get(id) if ADDRESS.fullmatch(id) else None
            )
            if first:
                yield Problem(f"docs/{page.path}", line, "C032", f"The anchor '{id}' was given at {first}.",
                              "Give this block another: remove it and run python -m apparatus ids.")  # fmt: skip
            here.setdefault(id, line)
            if ADDRESS.fullmatch(id):
                passages.setdefault(id, where)
