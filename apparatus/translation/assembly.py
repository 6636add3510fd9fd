"""What is put together of a translation: what it says and lacks, and where that stands.

In and out of the steps of assemble.py; the checks read it (checks/translations.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from ..problem import Problem
from ..record.yaml_source import YamlDocument, YamlError, read_yaml, unreadable
from . import made_from
from .site import Site

SITE = "site.yml"


@dataclass(frozen=True)
class Said:
    """Words of the data in both languages, and where the translation's stand."""

    path: str
    line: int
    entry: str
    english: str
    own: str


@dataclass
class Assembly:
    """The project that was put together: its root, what site.yml says, the words of the data in both languages, and
    what is wrong with the translation's; the hashes of the English as it is now, of all that is translated, and as it
    was when that was made from it; the lines of the data's entries; where pages stand that have got another name.
    """

    root: Path
    site: Site
    problems: list[Problem] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    now: dict[str, Mapping[str, str]] = field(default_factory=dict)
    then: made_from.Hashes = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def read(self, path: Path, told: str, *, typed: bool = False) -> YamlDocument:
        """Return a YAML file of the translation, empty when there is none or when it is not sound, which is told."""
        try:
            return read_yaml(path, typed=typed) if path.is_file() else YamlDocument(None, {})
        except YamlError as error:
            self.problems.append(unreadable(told, error))
            return YamlDocument(None, {})


def said_in(path: str) -> str:
    """Return the language of a file in a translation's folder: docs/ur/data/claims.yml is in ur."""
    return PurePosixPath(path).parts[1]


def told_from(language: str, problem: Problem) -> Problem:
    """Return a problem of the assembled project at its place in the translation: docs/essay/x.md is docs/ur/essay/x.md;
    a language without words (C120) is that of site.yml.
    """
    if problem.code == "C120":
        return replace(problem, path=f"docs/{language}/{SITE}", line=1)
    apart = problem.path.startswith("docs/") and not problem.path.startswith(f"docs/{language}/")
    return replace(problem, path=f"docs/{language}/{problem.path.removeprefix('docs/')}") if apart else problem
