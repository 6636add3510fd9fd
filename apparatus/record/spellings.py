"""Spellings: Urdu names have no settled form in Latin letters, so whoever looks for Muhajir has to find Mohajir, and
مہاجر both.

In: `docs/data/spellings.yml`, and the forms that the glossary and the people already have. Out: for a text, the forms
it does not use of the words it does. A form is compared without accents, case and punctuation, as the search compares
it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property

from .data_files import Record
from .kinds import NAMES, Kind

_BETWEEN_WORDS = re.compile(r"[\W_ʾʿ]+")


def fold(text: str) -> str:
    """Return `text` as a search sees it: ' bhatta parchi ' for 'Bhattā, parchī'. A space stands at either end."""
    if not text.isascii():
        text = unicodedata.normalize("NFD", text)
        for mark in [letter for letter in set(text) if unicodedata.category(letter)[0] == "M"]:
            text = text.replace(mark, "")
    return f" {_BETWEEN_WORDS.sub(' ', text.casefold()).strip()} "


class Spellings:
    """The groups of forms that mean the same, of one record; of a translation's, `original` is the record that it was
    made from, whose names are forms too.
    """

    def __init__(self, record: Record, original: Record | None = None) -> None:
        self._record = record
        self._original = original

    def _written(self) -> Iterator[tuple[str, ...]]:
        yield from (entry.forms for entry in self._record.spellings.values())
        for kind in NAMES:
            for entry in self._record.files[kind.file].entries.values():
                forms = (kind.title(entry), getattr(entry, "transliteration", None), getattr(entry, "urdu", None))
                yield tuple(filter(None, (*forms, self._called(kind, entry.id))))

    def _called(self, kind: Kind, id: str) -> str | None:
        """Return what an entry is called in the original, if there is one."""
        entry = self._original.files[kind.file].entries.get(id) if self._original else None
        return kind.title(entry) if entry else None

    @cached_property
    def _groups(self) -> tuple[dict[str, str], ...]:
        """Each group as folded form: written form; of two forms that fold alike the first is enough."""
        return tuple({fold(form): form for form in reversed(group)} for group in self._written())

    @cached_property
    def _by_word(self) -> dict[str, set[int]]:
        """The groups of which a form begins with a word, so that a text is searched for few of them."""
        found: dict[str, set[int]] = {}
        for at, group in enumerate(self._groups):
            for form in group:
                first = (form.split() or [""])[0]
                for word in (first, f"{first}s"):
                    found.setdefault(word, set()).add(at)
        return found

    def others(self, text: str) -> str:
        """Return the forms that `text` does not use of the words that it uses, in the order of the data."""
        folded = fold(text)
        near = set[int]().union(*(self._by_word.get(word, ()) for word in {"", *folded.split()}))
        return " ".join(
            dict.fromkeys(
                written
                for group in (self._groups[at] for at in sorted(near))
                if any(form in folded or f"{form.rstrip()}s " in folded for form in group)
                for form, written in reversed(group.items())
                if form not in folded
            )
        )
