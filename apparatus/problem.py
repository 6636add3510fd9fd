"""A problem: something in the text or the data that its writer can mend.

Every problem has a number that is never used for another rule, a place, what is wrong and how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One broken rule at one place.

    `path` is relative to the project's root, `line` counts from 1, `code` is like ``C005``.
    """

    path: str
    line: int
    code: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.code} {self.path}:{self.line}: {self.what} {self.mend}"


def nearest(name: str, names: Iterable[str]) -> str:
    """Return a sentence that offers the known name most like `name`, or an empty string."""
    close = get_close_matches(name, list(names), n=1, cutoff=0.5)
    return f"Did you mean '{close[0]}'? " if close else ""
