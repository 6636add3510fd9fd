"""Preview cache: what the preview keeps from one save to the next: the HTML of each section, and each page of the
record, that the save does not touch.

In: a project at the beginning of a build; then the HTML of these pages, once it has been made. Out: that HTML again, in
a later build, as long as nothing has changed that a page is made from: its own file, the data, mkdocs.yml, the series,
the titles and questions of the sections and which of them makes which claim; for a page of the record, too, what is
named in which passage. The cover and the editions tell how long the text is and what has changed in it: they are never
kept, nor is anything in a build that is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..essay.page import Page
from ..project import Project
from ..record.kinds import KINDS

LED_BACK = tuple(kind.mention for kind in KINDS.values())
"""The kinds of marks whose entries lead back to where they stand (markup/listings.py)."""


@dataclass(frozen=True)
class CachedPage:
    """A page's HTML, and the ids in it, which other pages' links are compared with."""

    page: Page
    content: str
    ids: set[str]


class PageCache:
    """The kept pages by their paths."""

    def __init__(self) -> None:
        self._around: tuple[Any, ...] = ()
        self._named: tuple[Any, ...] = ()
        self._made: dict[str, CachedPage] = {}

    def start_build(self, project: Project, files: frozenset[str]) -> None:
        """Begin a build; forget the pages if something has changed that all are made from. `files` is what a link may
        lead to.
        """
        around, named = (_shared_inputs(project), files), _backlinks(project)
        if around != self._around:
            self._made.clear()
        elif named != self._named:
            self._made = {path: made for path, made in self._made.items() if made.page.is_section}
        self._around, self._named = around, named

    def get(self, page: Page | None) -> CachedPage | None:
        """Return what was made of the page, if it is still what would be made."""
        made = self._made.get(page.path) if page else None
        return made if made and made.page is page else None

    def put(self, page: Page, content: str, ids: set[str]) -> None:
        """Keep what was made of the page, if it is one that is kept."""
        if page.is_section or page.path.startswith("record/"):
            self._made[page.path] = CachedPage(page, content, ids)


def _shared_inputs(project: Project) -> tuple[Any, ...]:
    """Return what every kept page is made from, beside its own text."""
    sections = tuple((section.path, section.title, section.question) for section in project.sections)
    claims = {name: places[0][0].path for (kind, name), places in project.mentions.items() if kind == "claim"}
    return project.record, project.settings, project.tables, sections, claims


def _backlinks(project: Project) -> tuple[Any, ...]:
    """Return in which passage of which page each entry of the record is named, and where each passage stands: the
    record leads back there.
    """
    led = (
        (key, tuple((page.path, mark.passage) for page, mark in places))
        for key, places in project.mentions.items()
        if key[0] in LED_BACK
    )
    return (*led, *((id, page.path) for id, page in project.passages.items()))
