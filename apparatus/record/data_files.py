"""Read the record: each file of docs/data/ becomes its sound entries by id, and numbered problems for the others.

One wrong entry never hides the next, and a file that cannot be read at all is marked so, because then nothing can be
said to be missing from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.alias_generators import to_snake

from ..problem import Problem, nearest
from .figure_models import FIGURES, Colour, Figure, Series
from .kinds import KINDS
from .models import (
    OTHERS,
    Claim,
    Correction,
    Entry,
    Event,
    Moved,
    Person,
    Release,
    Retired,
    Source,
    Spelling,
)
from .yaml_source import Place, YamlDocument, YamlError, read_yaml, unreadable, unsettable

ALL: Mapping[str, type[Entry]] = {**{kind.file: kind.model for kind in KINDS.values()}, **OTHERS, **FIGURES}
"""Every kind of entry by the name of its file in docs/data/."""


@dataclass(frozen=True)
class DataFile:
    """The sound entries of one file by id; `ids` has the unsound ones' ids too, `place` the number of each in the file.

    `readable` is false when the file could not be read at all: then nothing can be said to be missing from it.
    """

    path: str
    document: YamlDocument = field(default_factory=lambda: YamlDocument([], {}), repr=False, compare=False)
    entries: Mapping[str, Any] = field(default_factory=dict)
    place: Mapping[str, int] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()
    readable: bool = True

    def line(self, id: str, *fields: str | int) -> int:
        """Return the line of an entry, or of one of its fields."""
        return self.document.line((self.place[id], *fields)) if id in self.place else 1


@dataclass(frozen=True, eq=False)
class Record:
    """All files by name, the problems met in reading them, and the sound entries by id of each file that something asks
    for by its own name. Equal to itself alone, so that what is made of it can be kept under it.
    """

    files: Mapping[str, DataFile]
    problems: tuple[Problem, ...]
    sources: Mapping[str, Source]
    claims: Mapping[str, Claim]
    people: Mapping[str, Person]
    events: Mapping[str, Event]
    corrections: Mapping[str, Correction]
    spellings: Mapping[str, Spelling]
    figures: Mapping[str, Figure]
    series: Mapping[str, Series]
    colours: Mapping[str, Colour]
    releases: Mapping[str, Release]
    retired: Mapping[str, Retired]
    moved: Mapping[str, Moved]


def read_record(root: Path) -> Record:
    """Read every data file under `root`. A missing file has no entries; unsound entries become problems."""
    files: dict[str, DataFile] = {}
    problems: list[Problem] = []
    for name, model in ALL.items():
        files[name], found = _read_file(root, f"docs/data/{name}.yml", model)
        problems += found
    named = [name for name in Record.__dataclass_fields__ if name not in ("files", "problems")]
    entries = {name: files["editions" if name == "releases" else name].entries for name in named}
    return Record(files, tuple(problems), **entries)


def _read_file(root: Path, path: str, model: type[Entry]) -> tuple[DataFile, list[Problem]]:
    if not (root / path).is_file():
        return DataFile(path), []
    try:
        document = read_yaml(root / path)
    except YamlError as error:
        return DataFile(path, readable=False), [unreadable(path, error)]
    listed = document.value or []
    if not isinstance(listed, list):
        return DataFile(path, readable=False), [
            Problem(path, 1, "C003", "The file is not a list of entries.", "Begin each entry with '- id: '.")
        ]
    entries, place, problems = _check_entries(path, document, listed, model)
    problems += [unsettable(path, line, character) for line, character in document.odd]
    ids = frozenset(str(raw["id"]) for raw in listed if isinstance(raw, dict) and "id" in raw)
    return DataFile(path, document, entries, place, ids), problems


def _check_entries(
    path: str, document: YamlDocument, listed: list[Any], model: type[Entry]
) -> tuple[dict[str, Entry], dict[str, int], list[Problem]]:
    entries: dict[str, Entry] = {}
    place: dict[str, int] = {}
    problems: list[Problem] = []
    adapter = TypeAdapter(model)
    for i, raw in enumerate(listed):
        try:
            entry = adapter.validate_python(raw)
        except ValidationError as error:
            who = f"{model.__name__} '{raw.get('id', '?')}'" if isinstance(raw, dict) else f"Entry {i + 1}"
            problems += misshapen(path, document, error, who, model, (i,))
            continue
        if entry.id in entries:
            what = f"The id '{entry.id}' was given on line {document.line((place[entry.id],))}."
            mend = "Give one of the two another id, or remove it."
            problems.append(Problem(path, document.line((i,)), "C004", what, mend))
            continue
        entries[entry.id], place[entry.id] = entry, i
    return entries, place, problems


def misshapen(
    path: str, document: YamlDocument, error: ValidationError, who: str, model: type[BaseModel], place: Place = ()
) -> list[Problem]:
    """Say each of pydantic's errors as a problem (C003) of `who`, which stands at `place` in the document and should
    have the shape of `model`.
    """
    known = [info.alias or name for name, info in model.model_fields.items()]
    problems = []
    for fault in error.errors():
        where = tuple(part for part in fault["loc"] if isinstance(part, (str, int)))
        name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in where)
        line = document.line((*place, *where))
        if fault["type"] == "missing":
            what, mend = f"{who} has no '{name}'.", f"Add a line '{where[-1]}: ...'."
        elif fault["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
            what = f"{who} has a field '{name}' that is not known."
            mend = (nearest(to_snake(name), known) if len(where) == 1 else "") + "Rename or remove it."
        elif fault["type"] == "value_error" and not name:
            what, mend = f"{who} {fault['ctx']['error']}.", "Complete the entry."
        elif fault["type"] == "value_error":
            said = str(fault["ctx"]["error"])
            what, mend = f"{who}: '{name}' {said}.", "Write the date so." if " like " in said else "Mend the value."
        else:
            what, mend = f"{who}: '{name}' is wrong: {fault['msg'].lower()}.", "Mend the value."
        problems.append(Problem(path, line, "C003", what, mend.strip()))
    return problems
