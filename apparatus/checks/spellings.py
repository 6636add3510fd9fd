"""Spellings for the search: each form belongs to one entry (C065), and each entry to a word that the project uses
(C066).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..problem import Problem
from ..project import Project
from ..record.spellings import fold

_PATH = "docs/data/spellings.yml"


def check(project: Project) -> Iterator[Problem]:
    """Yield forms given twice, and entries whose forms are found neither in the prose nor in the data."""
    file = project.record.files["spellings"]
    owners: dict[str, str] = {}
    for id, entry in project.record.spellings.items():
        for i, form in enumerate(entry.forms):
            owner = owners.setdefault(fold(form), id)
            if owner != id:
                what = f"The form '{form}' is given under '{owner}' too."
                mend = "Keep it in one of the two, or make one entry of both."
                yield Problem(_PATH, file.line(id, "forms", i), "C065", what, mend)
    if not owners:
        return
    used = " ".join(_folded(text) for text in _everything(project))
    for id, entry in project.record.spellings.items():
        if not any(f"{fold(form).rstrip()}{end} " in used for form in entry.forms for end in ("", "s")):
            what = f"The essay and its record use no form of '{id}'."
            yield Problem(_PATH, file.line(id), "C066", what, "Add the form that they use, or remove the entry.")


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    """Fold a page or an entry once, however often the preview checks it."""
    return fold(text)


def _everything(project: Project) -> Iterator[str]:
    yield from (page.body for page in project.pages.values())
    for name, file in project.record.files.items():
        if name != "spellings":
            yield from (entry.model_dump_json() for entry in file.entries.values())
