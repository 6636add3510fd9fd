"""Read the record: each file of docs/data/ becomes a shelf of sound entries, and numbered problems for the others.

One wrong entry never hides the next, and a file that cannot be read at all is marked so, because then nothing can be said to
be missing from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic.alias_generators import to_snake

from ..problem import Problem, nearest
from .figure_models import FIGURES, Colour, Figure, Series
from .models import (
    ENTRIES,
    Claim,
    Correction,
    Entry,
    Event,
    FrozenEdition,
    Person,
    Retired,
    Source,
    Spelling,
    Term,
    Visit,
)
from .yaml_source import YamlDocument, YamlError, read_yaml

ALL: Mapping[str, type[Entry]] = {**ENTRIES, **FIGURES}
"""Every kind of entry by the name of its file in docs/data/."""


@dataclass(frozen=True)
class Shelf:
    """The sound entries of one file by id; `written` has the unsound ones' ids too, `place` the number of each in the file.

    `legible` is false when the file could not be read at all: then nothing can be said to be missing from it. Lines are for messages, so the
    file is read again when one is asked for: kept for 45,000 sources they take more memory than the sources.
    """

    path: str
    file: Path | None = None
    entries: Mapping[str, Any] = field(default_factory=dict)
    place: Mapping[str, int] = field(default_factory=dict)
    written: frozenset[str] = frozenset()
    legible: bool = True

    @cached_property
    def _document(self) -> YamlDocument:
        try:
            return read_yaml(self.file) if self.file else YamlDocument([], {})
        except (YamlError, OSError):  # changed since; the preview is about to read it anew
            return YamlDocument([], {})

    def line(self, id: str, *fields: str | int) -> int:
        """Return the line of an entry, or of one of its fields."""
        return self._document.line((self.place[id], *fields)) if id in self.place else 1


@dataclass(frozen=True)
class Record:
    """All shelves, and the problems met in reading them."""

    shelves: Mapping[str, Shelf]
    problems: tuple[Problem, ...]

    @property
    def sources(self) -> Mapping[str, Source]:
        return self.shelves["sources"].entries

    @property
    def claims(self) -> Mapping[str, Claim]:
        return self.shelves["claims"].entries

    @property
    def people(self) -> Mapping[str, Person]:
        return self.shelves["people"].entries

    @property
    def terms(self) -> Mapping[str, Term]:
        return self.shelves["terms"].entries

    @property
    def corrections(self) -> Mapping[str, Correction]:
        return self.shelves["corrections"].entries

    @property
    def events(self) -> Mapping[str, Event]:
        return self.shelves["events"].entries

    @property
    def spellings(self) -> Mapping[str, Spelling]:
        return self.shelves["spellings"].entries

    @property
    def figures(self) -> Mapping[str, Figure]:
        return self.shelves["figures"].entries

    @property
    def series(self) -> Mapping[str, Series]:
        return self.shelves["series"].entries

    @property
    def colours(self) -> Mapping[str, Colour]:
        return self.shelves["colours"].entries

    @property
    def visits(self) -> Mapping[str, Visit]:
        return self.shelves["links"].entries

    @property
    def editions(self) -> Mapping[str, FrozenEdition]:
        return self.shelves["editions"].entries

    @property
    def retired(self) -> Mapping[str, Retired]:
        return self.shelves["retired"].entries

    def visit(self, source: Source) -> Visit | None:
        """Return what was found at the source's present address; None if nobody has been there yet."""
        visit = self.visits.get(source.id)
        return visit if visit and visit.address == source.url else None


def read_record(root: Path) -> Record:
    """Read every data file under `root`. A missing file is an empty shelf; unsound entries become problems."""
    shelves: dict[str, Shelf] = {}
    problems: list[Problem] = []
    for name, model in ALL.items():
        shelves[name], found = _read_shelf(root, f"docs/data/{name}.yml", model)
        problems += found
    return Record(shelves, tuple(problems))


def _read_shelf(root: Path, path: str, model: type[Entry]) -> tuple[Shelf, list[Problem]]:
    if not (root / path).is_file():
        return Shelf(path), []
    try:
        document = read_yaml(root / path)
    except YamlError as error:
        if error.encoding:
            return Shelf(path, legible=False), [Problem(path, error.line, "C001", f"The file is not UTF-8 text: {error.what}",
                                         "Save it again as UTF-8.")]  # fmt: skip
        return Shelf(path, legible=False), [Problem(path, error.line, "C002", f"The file is not sound YAML: {error.what}",
                                     "Mend the line, or put the value in quotation marks.")]  # fmt: skip
    listed = document.value or []
    if not isinstance(listed, list):
        return Shelf(path, legible=False), [Problem(path, 1, "C003", "The file is not a list of entries.",
                                     "Begin each entry with '- id: '.")]  # fmt: skip
    entries, place, problems = _check_entries(path, document, listed, model)
    written = frozenset(str(raw["id"]) for raw in listed if isinstance(raw, dict) and "id" in raw)
    return Shelf(path, root / path, entries, place, written), problems


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
            problems += _shape_problems(path, document, i, raw, error, model)
            continue
        if entry.id in entries:
            first = document.line((place[entry.id],))
            problems.append(Problem(path, document.line((i,)), "C004", f"The id '{entry.id}' was given on line {first}.",
                                    "Give one of the two another id, or remove it."))  # fmt: skip
            continue
        entries[entry.id], place[entry.id] = entry, i
    return entries, place, problems


def _shape_problems(
    path: str, document: YamlDocument, i: int, raw: Any, error: ValidationError, model: type[Entry]
) -> list[Problem]:
    """Say each of pydantic's errors in a sentence that names the entry and the field."""
    who = f"{model.__name__} '{raw.get('id', '?')}'" if isinstance(raw, dict) else f"Entry {i + 1}"
    known = [info.alias or name for name, info in model.model_fields.items()]
    problems = []
    for fault in error.errors():
        where = tuple(part for part in fault["loc"] if isinstance(part, (str, int)))
        name = ".".join(str(part) for part in where)
        line = document.line((i, *where))
        if fault["type"] == "missing":
            what, mend = f"{who} has no '{name}'.", f"Add a line '{name}: ...'."
        elif fault["type"] == "extra_forbidden":
            what, mend = f"{who} has a field '{name}' that is not known.", nearest(to_snake(name), known) + "Rename or remove it."  # fmt: skip
        elif fault["type"] == "value_error" and not name:
            what, mend = f"{who} {fault['ctx']['error']}.", "Complete the entry."
        elif fault["type"] == "value_error":
            what, mend = f"{who}: '{name}' {fault['ctx']['error']}.", "Write the date so."
        else:
            what, mend = f"{who}: '{name}' is wrong: {fault['msg'].lower()}.", "Mend the value."
        problems.append(Problem(path, line, "C003", what, mend.strip()))
    return problems
