"""The record: what stands in docs/data/, as checked and frozen objects.

Each YAML file is a list of entries with an `id`. Pydantic checks shape and types (data_files.py reads). The JSON
Schemas in apparatus/schemas/ are made from these classes (`apparatus schemas`) and let an editor complete and check the
files while they are written.

Findings and kinds are those of the design: a judgement has no finding but the best argument on either side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from .addresses import wrong_with
from .findings import FINDINGS
from .lanes import LANES

_EDTF = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?~?|\d{2}(\dX|XX)")


def _edtf(value: str) -> str:
    parts = value.split("/")
    if len(parts) > 2 or not all(_EDTF.fullmatch(part) for part in parts):
        raise ValueError("is not a date like 1965, 1965-01, 1965-01-02 or 1947/1954")
    for part in parts:
        if part.count("-") == 2:
            _day(part.rstrip("~"))
    if len(parts) == 2 and not _follows(*parts):
        raise ValueError("ends before it begins: an interval is like 1947/1954")
    return value


def _follows(first: str, last: str) -> bool:
    """Whether a date is not before another, as far as both say."""
    both = min(len(first.rstrip("~X")), len(last.rstrip("~X")))
    return first[:both] <= last[:both]


EdtfDate = Annotated[str, AfterValidator(_edtf)]
"""A date of the Extended Date/Time Format (Library of Congress, ISO 8601-2): year, month, day, interval,
1964~ for about 1964, 20XX for an unknown year of the century."""


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).strftime("%Y-%m-%d")
    except ValueError:
        raise ValueError("is not a day of the calendar like 2026-12-01") from None


Day = Annotated[str, AfterValidator(_day)]
"""A day of the calendar, as ISO 8601 writes it."""


def _address(value: str) -> str:
    if wrong := wrong_with(value):
        raise ValueError(wrong)
    return value


SourceUrl = Annotated[str, AfterValidator(_address), WithJsonSchema({"type": "string", "pattern": "^https?://"})]
Words = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9._:-]*[A-Za-z0-9])?$")]
if TYPE_CHECKING:
    FindingName = str
    LaneName = str
else:
    FindingName = Literal[tuple(one.name for one in FINDINGS.values() if one.given)]
    LaneName = Literal[tuple(LANES)]
SourceKind = Literal[
    "court record", "statute", "official figures", "rights report", "scholarship", "press", "party", "opinion",
    "reference", "public comment",
]  # fmt: skip


class Entry(BaseModel):
    """Something of the record with an address of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True, str_strip_whitespace=True)
    id: Key


class Name(BaseModel):
    """A CSL name: a person's parts, or an institution's name under `literal`. Particles are van, de or al-: one that is
    not dropped is said with the family's name alone, too; a suffix is Jr.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, alias_generator=lambda field: field.replace("_", "-")
    )
    family: Words | None = None
    given: Words | None = None
    suffix: Words | None = None
    non_dropping_particle: Words | None = None
    dropping_particle: Words | None = None
    literal: Words | None = None

    @model_validator(mode="after")
    def _somebody(self) -> Name:
        if bool(self.literal) == bool(self.family):
            raise ValueError("is a name by its family, or an institution's under literal, and one of the two")
        return self


class Custom(BaseModel):
    """What CSL lacks: the kind of source, an archived address, the day on which an editor found the address itself
    dead, a line that the reader must know.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: SourceKind
    archive: SourceUrl | None = None
    dead: Day | None = None
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
    url: SourceUrl | None = None
    accessed: EdtfDate | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    custom: Custom

    @model_validator(mode="after")
    def _dead_address(self) -> Source:
        if self.custom.dead and not self.url:
            raise ValueError("is marked dead and has no URL")
        return self


class Claim(Entry):
    """An assertion that the essay makes or tests, and what the record shows of it."""

    kind: Literal["fact", "interpretation", "judgement", "forecast"]
    states: Words
    finding: FindingName | None = None
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

    @model_validator(mode="after")
    def _lived(self) -> Person:
        if self.born and self.died and not _follows(self.born, self.died):
            raise ValueError("died before the birth")
        return self


class Term(Entry):
    """A word of Urdu that the essay uses."""

    term: Words
    urdu: Words
    transliteration: Words
    meaning: Words
    sources: tuple[Key, ...] = ()


class Place(Entry):
    """A part of the city that the essay names."""

    name: Words
    urdu: Words
    what: Words
    sources: tuple[Key, ...] = ()


class Event(Entry):
    """A line of the timeline; `passage` is the id of the paragraph that tells it."""

    date: EdtfDate
    what: Words
    lane: LaneName
    sources: Annotated[tuple[Key, ...], Field(min_length=1)]
    passage: Key


class Spelling(Entry):
    """A word or name with more than one spelling, for the search; names in the glossary and among the
    people need none.
    """

    forms: Annotated[tuple[Words, ...], Field(min_length=2)]


class Correction(Entry):
    """Something that was published and was wrong; `passage` is the id of the paragraph that was mended."""

    date: EdtfDate
    passage: Key
    said: Words
    says: Words
    why: Words
    severity: Literal["slip", "error", "serious error"]
    sources: tuple[Key, ...] = ()


class Release(Entry):
    """An edition that has gone out; `id` is its number. Written by `make release` (releases/), with the hash of its
    frozen text.
    """

    id: Annotated[str, Field(pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)$")]
    date: Day
    summary: Words
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Retired(Entry):
    """A paragraph that is no longer where an edition had it; `id` is its address.

    `section` is the page on which it stood, or a list of them when it has moved twice, `why` what became of it, in a
    sentence, and `now` the address that took its place, its own when it has moved. The edition in which it stood last
    is known from the frozen texts.
    """

    section: Annotated[tuple[Words, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]
    why: Words
    now: Key | None = None


class Moved(Entry):
    """An address that leads on: `id` is the file in docs/ of a page that has moved ('essay/old.md'), or an address that
    never was one ('claims').

    `to` is the file of the page to which it leads.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)*(\.md)?$")]
    to: Annotated[str, Field(pattern=r"\.md$")]


def cited_by(entry: Entry) -> tuple[str, ...]:
    """Return the keys of the sources that an entry of any kind names, each once."""
    said = vars(entry)  # what it has not, pydantic looks for at length
    lists = [said.get(name, ()) for name in ("sources", "sources_for", "sources_against")]
    lists += [case.sources for case in said.get("cases", ())]
    return tuple(dict.fromkeys(key for keys in lists for key in keys))


OTHERS: Mapping[str, type[Entry]] = {
    "events": Event,
    "corrections": Correction,
    "spellings": Spelling,
    "editions": Release,
    "retired": Retired,
    "moved": Moved,
}
"""By its file, what no mark in the prose names; what one does is in kinds.py."""
