"""The kinds of entry that a writer can mark in the prose: the one table from which syntax, checks, boxes, listings,
search and books follow.

A new kind is a row here, its class in models.py, what shows it in markup/render_entries.py, and what it is called in
words/; a file of its entries, a page that lists them, and the name of that page in mkdocs.yml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal

from .models import Claim, Entry, Person, Place, Source, Term


@dataclass(frozen=True)
class Kind:
    """A kind of entry.

    `name` is what a writer types in braces and what begins the id of its box. `file` is its file in docs/data/, without
    ending, `page` the page in docs/ that lists its entries. `unknown` and `unused` are the codes for a mark without an
    entry and an entry without a mark. `mark`: a citation (``[@key]``), a ``[sentence]{kind=id}``, or a
    ``[name]{kind}``, whose `language` is that of the marked words if it is not the essay's. `title` and `words` are
    what a search finds of an entry.
    """

    name: str
    file: str
    model: type[Entry]
    page: str
    unknown: str
    unused: str
    mark: Literal["citation", "sentence", "name"]
    title: Callable[[Any], str] = lambda entry: str(entry.name)
    words: Callable[[Any], Iterable[str | None]] = lambda entry: ()
    language: str | None = None

    @property
    def mention(self) -> str:
        """What the scan of the source calls its marks."""
        return "citation" if self.mark == "citation" else self.name

    @property
    def listing(self) -> str:
        """The name of its page, which is that of its listing and of its chapter in a book."""
        return PurePosixPath(self.page).stem


def _of_person(person: Person) -> Iterable[str | None]:
    return person.identity, *(f"{case.accusation} By: {case.by}. {case.outcome}" for case in person.cases)


_ALL = (
    Kind(
        "claim",
        "claims",
        Claim,
        "record/claims.md",
        "C016",
        "C017",
        "sentence",
        title=lambda claim: str(claim.states),
        words=lambda claim: (claim.shows, claim.best_for, claim.best_against, claim.change),
    ),
    Kind("person", "people", Person, "record/people.md", "C022", "C023", "name", words=_of_person),
    Kind(
        "term",
        "terms",
        Term,
        "record/glossary.md",
        "C020",
        "C021",
        "name",
        title=lambda term: str(term.term),
        words=lambda term: (f"{term.transliteration}.", term.meaning),
        language="ur-Latn",
    ),
    Kind("place", "places", Place, "record/places.md", "C022", "C023", "name", words=lambda place: (place.what,)),
    Kind("source", "sources", Source, "record/sources.md", "C005", "C008", "citation"),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
"""By name, in the order in which a search shows them."""
NAMES = tuple(kind for kind in _ALL if kind.mark == "name")
"""Those whose marks are names."""
