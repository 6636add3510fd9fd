"""Notes: used and not defined (C009), defined and not used (C010), defined twice (C011)."""

from __future__ import annotations

from collections.abc import Iterator

from ..essay.page import Page
from ..problem import Problem, nearest
from ..project import Project


def _reached(page: Page) -> set[str]:
    """Return the notes to which the prose leads, those of its notes included: the others stand nowhere on the page."""
    marks = [(mark.name, mark.passage) for mark in page.all("note")]
    reached = {name for name, inside in marks if not inside.startswith("note-")}
    while more := {name for name, inside in marks if inside[5:] in reached and inside.startswith("note-")} - reached:
        reached |= more
    return reached


def check(project: Project) -> Iterator[Problem]:
    """Yield notes whose marks and texts do not match."""
    for page in project.pages.values():
        path = f"docs/{page.path}"
        defined: dict[str, int] = {}
        for mark in page.all("definition"):
            if mark.name in defined:
                what = f"The note '{mark.name}' was defined on line {defined[mark.name]}."
                yield Problem(path, mark.line, "C011", what, "Give one of the two another name.")
            defined.setdefault(mark.name, mark.line)
        used = _reached(page)
        for mark in page.all("note"):
            if mark.name not in defined:
                mend = nearest(mark.name, defined) + f"Write '[^{mark.name}]: …' at the end of the page."
                yield Problem(path, mark.line, "C009", f"The note '{mark.name}' is not defined.", mend)
        for name, line in defined.items():
            if name not in used:
                what = f"The note '{name}' is not used."
                yield Problem(path, line, "C010", what, f"Put [^{name}] where it belongs, or remove it.")
