"""The words of the data are shown as they are typed: no marks, no elements, no entities, no LaTeX stand in them (C108).

Marks and emphasis belong to the prose. Titles of sources alone may have the few elements that CSL knows
(https://docs.citationstyles.org, rich text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ..problem import Problem
from ..project import Project
from ..record.data_files import Record

_CODES = re.compile(
    r"\[-?@[^\]]*\]?|\[\^[^\]]*\]?|\]\{[^}]*\}?|\]\([^)]*\)?|[{}][^{}]{0,20}|`+"
    r"|(?<!\w)\*+[^\s*][^*]{0,20}|(?<=[\w.])\*+(?!\w)|&#?\w+;|\\[A-Za-z]+|</?[A-Za-z!?][^<>]*>?"
)
_RICH = re.compile(r'</?(?:i|b|sub|sup|span)>|<span (?:class="nocase"|style="font-variant: ?small-caps;?")>')
_NO_WORDS = frozenset(
    ["id", "URL", "DOI", "ISBN", "archive", "file", "sha256", "colour", "key", "columns", "series", "specification"]
)
_MEND = "Data are shown as they are typed: write the sign itself, and put marks into the prose."


def check(project: Project) -> Iterator[Problem]:
    """Yield codes that the pages would show."""
    yield from _found(project.record)


@lru_cache(maxsize=2)
def _found(record: Record) -> tuple[Problem, ...]:
    """Look through the data once, however often the preview checks the prose."""
    return tuple(_codes(record))


def _codes(record: Record) -> Iterator[Problem]:
    for name, file in record.files.items():
        for id, entry in file.entries.items():
            for place, words in _words(entry.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True), ()):
                plain = _RICH.sub("", words) if name == "sources" else words
                if found := _CODES.search(plain):
                    what = f"'{id}' has '{found[0][:30].strip()}' in its '{place[0]}'."
                    yield Problem(file.path, file.line(id, *place), "C108", what, _MEND)


def _words(value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, (list, tuple)):
        for i, child in enumerate(value):
            yield from _words(child, (*place, i))
    elif isinstance(value, dict):
        for key, child in value.items():
            if key not in _NO_WORDS:
                yield from _words(child, (*place, key))
