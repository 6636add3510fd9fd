"""What the preview keeps from one save to the next: the HTML of each section that the save does not touch.

In: a project at the beginning of a build; then each section's HTML, once it has been made. Out: that HTML again, in a later build, as long as nothing has changed that
a section is made from: its own file, the data, mkdocs.yml, the series, the titles and questions of the sections and which of them makes which claim. The pages
of the record and the cover gather from all pages and are never kept, nor is anything in a build that is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .project import Project
from .prose import Page


@dataclass(frozen=True)
class Made:
    """A section's HTML, and the ids in it, which other pages' links are compared with."""

    page: Page
    content: str
    ids: set[str]


class Keeping:
    """The kept sections by their paths."""

    def __init__(self) -> None:
        self._around: tuple[Any, ...] = ()
        self._made: dict[str, Made] = {}

    def begin(self, project: Project, files: frozenset[str]) -> None:
        """Begin a build; forget all sections if something has changed that all are made from. `files` is what a link may lead to."""
        around = _around(project), files
        if around != self._around:
            self._made.clear()
        self._around = around

    def get(self, page: Page | None) -> Made | None:
        """Return what was made of the section, if it is still what would be made."""
        made = self._made.get(page.path) if page else None
        return made if made and made.page is page else None

    def keep(self, page: Page, content: str, ids: set[str]) -> None:
        self._made[page.path] = Made(page, content, ids)


def _around(project: Project) -> tuple[Any, ...]:
    """Return what every section is made from, beside its own text."""
    sections = tuple((section.path, section.title, section.question) for section in project.sections)
    claims = {name: places[0][0].path for (kind, name), places in project.places.items() if kind == "claim"}
    return project.record, project.settings, project.tables, sections, claims
