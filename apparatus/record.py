"""The record: what stands in docs/data/, as checked and frozen objects.

Each YAML file is a list of entries with an `id`. Pydantic checks shape and types; `read_record` returns what is sound
and a numbered problem for what is not, so that one wrong entry never hides the next. The JSON Schemas in
apparatus/schemas/ are made from these classes (`python -m apparatus schemas`) and let an editor complete and check
the files while they are written.

Findings and kinds are those of the design: a judgement has no finding but the best argument on either side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from pydantic.alias_generators import to_snake

from .problem import Problem, nearest
from .yaml_source import YamlDocument, YamlError, read_yaml

_EDTF = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?~?|\d{2}(\dX|XX)")


def _edtf(value: str) -> str:
    parts = value.split("/")
    if len(parts) > 2 or not all(_EDTF.fullmatch(part) for part in parts):
        raise ValueError("is not a date like 1965, 1965-01, 1965-01-02 or 1947/1954")
    return value


EdtfDate = Annotated[str, AfterValidator(_edtf)]
"""A date of the Extended Date/Time Format (Library of Congress, ISO 8601-2): year, month, day, interval,
1964~ for about 1964, 20XX for an unknown year of the century."""
Words = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]*$")]
Finding = Literal["documented", "supported", "contested", "unsupported", "contradicted"]
SourceKind = Literal[
    "court record", "statute", "official figures", "rights report", "scholarship", "press", "party", "opinion",
    "reference", "public comment",
]  # fmt: skip
Lane = Literal["elections", "violence", "state", "party", "city"]


class Entry(BaseModel):
    """Something of the record with an address of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True, str_strip_whitespace=True)
    id: Key


class Name(BaseModel):
    """A CSL name: a person's parts, or an institution's name under `literal`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    family: Words | None = None
    given: Words | None = None
    literal: Words | None = None


class Custom(BaseModel):
    """What CSL lacks: the kind of source, an archived address, and a line that the reader must know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: SourceKind
    archive: Annotated[str, Field(pattern=r"^https?://")] | None = None
    note: Words | None = None


def _csl_name(field: str) -> str:
    """Return CSL's name of a field: 'container-title', 'URL'."""
    return field.upper() if field in ("url", "doi", "isbn") else field.replace("_", "-")


class Source(Entry):
    """A CSL item (https://docs.citationstyles.org), the form that Zotero and Pandoc read."""

    model_config = ConfigDict(alias_generator=_csl_name)
    type: Literal[
        "article", "article-journal", "article-magazine", "article-newspaper", "book", "broadcast", "chapter",
        "dataset", "document", "entry-encyclopedia", "legal_case", "legislation", "motion_picture", "paper-conference",
        "post", "post-weblog", "report", "speech", "thesis", "webpage",
    ]  # fmt: skip
    title: Words
    title_short: Words | None = None
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    container_title: Words | None = None
    issued: EdtfDate
    publisher: Words | None = None
    publisher_place: Words | None = None
    authority: Words | None = None
    genre: Words | None = None
    medium: Words | None = None
    number: Words | None = None
    volume: Words | None = None
    issue: Words | None = None
    page: Words | None = None
    edition: Words | None = None
    version: Words | None = None
    isbn: Words | None = None
    doi: Words | None = None
    url: Annotated[str, Field(pattern=r"^https?://")] | None = None
    accessed: EdtfDate | None = None
    language: Words | None = None
    custom: Custom


class Claim(Entry):
    """An assertion of the essay of 2016, and what the record shows of it."""

    kind: Literal["fact", "interpretation", "judgement", "forecast"]
    states: Words
    finding: Finding | None = None
    as_of: EdtfDate
    shows: Words | None = None
    best_for: Words | None = None
    best_against: Words | None = None
    sources_for: tuple[Key, ...] = Field(default=(), alias="for")
    sources_against: tuple[Key, ...] = Field(default=(), alias="against")
    change: Words

    @model_validator(mode="after")
    def _judged_or_found(self) -> Claim:
        judgement = self.kind == "judgement"
        if judgement and (self.finding or self.shows or not (self.best_for and self.best_against)):
            raise ValueError("is a judgement: it takes best_for and best_against, no finding and no shows")
        if not judgement and not (self.finding and self.shows):
            raise ValueError(f"is a {self.kind}: it takes a finding and what the record shows")
        return self


class Case(BaseModel):
    """An accusation and its present outcome, appeals included."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    accusation: Words
    by: Words
    outcome: Words
    as_of: EdtfDate
    sources: Annotated[tuple[Key, ...], Field(min_length=1)]


class Person(Entry):
    """Somebody named in the essay."""

    name: Words
    urdu: Words | None = None
    born: EdtfDate | None = None
    died: EdtfDate | None = None
    identity: Words
    accused: bool = False
    cases: tuple[Case, ...] = ()
    sources: tuple[Key, ...] = ()


class Term(Entry):
    """A word of Urdu that the essay uses."""

    term: Words
    urdu: Words
    transliteration: Words
    meaning: Words
    sources: tuple[Key, ...] = ()


class Event(Entry):
    """A line of the timeline; `passage` is the id of the paragraph that tells it."""

    date: EdtfDate
    what: Words
    lane: Lane
    sources: Annotated[tuple[Key, ...], Field(min_length=1)]
    passage: Key


ENTRIES: Mapping[str, type[Entry]] = {
    "sources": Source, "claims": Claim, "people": Person, "terms": Term, "events": Event,
}  # fmt: skip
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Shelf:
    """The sound entries of one file by id, each with the line on which it begins; `written` has the unsound ones' ids too.

    `legible` is false when the file could not be read at all: then nothing can be said to be missing from it.
    """

    path: str
    entries: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    document: YamlDocument = field(default_factory=lambda: YamlDocument([], {}))
    place: Mapping[str, int] = field(default_factory=dict)
    legible: bool = True

    @property
    def written(self) -> frozenset[str]:
        """Every id in the file, sound or not."""
        listed = self.document.value if isinstance(self.document.value, list) else []
        return frozenset(str(raw["id"]) for raw in listed if isinstance(raw, dict) and "id" in raw)

    def line(self, id: str, *fields: str | int) -> int:
        """Return the line of an entry, or of one of its fields."""
        return self.document.line((self.place[id], *fields)) if id in self.place else 1


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
    def events(self) -> Mapping[str, Event]:
        return self.shelves["events"].entries


def read_record(root: Path) -> Record:
    """Read every data file under `root`. A missing file is an empty shelf; unsound entries become problems."""
    shelves: dict[str, Shelf] = {}
    problems: list[Problem] = []
    for name, model in ENTRIES.items():
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
    return _check_entries(path, document, listed, model)


def _check_entries(
    path: str, document: YamlDocument, listed: list[Any], model: type[Entry]
) -> tuple[Shelf, list[Problem]]:
    entries: dict[str, Entry] = {}
    lines: dict[str, int] = {}
    place: dict[str, int] = {}
    problems: list[Problem] = []
    adapter = TypeAdapter(model)
    for i, raw in enumerate(listed):
        try:
            entry = adapter.validate_python(raw)
        except ValidationError as error:
            problems += _shape_problems(path, document, i, raw, error, model)
            continue
        line = document.line((i,))
        if entry.id in entries:
            problems.append(Problem(path, line, "C004", f"The id '{entry.id}' was given on line {lines[entry.id]}.",
                                    "Give one of the two another id, or remove it."))  # fmt: skip
            continue
        entries[entry.id], lines[entry.id], place[entry.id] = entry, line, i
    return Shelf(path, entries, lines, document, place), problems


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
