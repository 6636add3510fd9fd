"""A page of the essay as it was read: its passages and marks, each with its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..problem import Problem


@dataclass(frozen=True)
class Mark:
    """One mark of the essay's markup: what kind, whom it names, on which line, in which passage.

    `kind` is citation, note, definition, claim, term, person, link, image, element (of raw HTML), heading, listing or
    figure.
    """

    kind: str
    name: str
    line: int
    passage: str = ""


@dataclass(frozen=True)
class Passage:
    """A block of the essay that takes an address; `id` is empty while it has none. `line` and `last` are its first line
    and its last, `tag` is p, ul, ol, blockquote or table, `text` is what was typed.
    """

    id: str
    line: int
    text: str
    last: int
    tag: str = "p"


@dataclass(frozen=True)
class Page:
    """One Markdown file of docs/. `path` is relative to docs/; `body` is the text without front matter."""

    path: str
    meta: dict[str, Any] = field(default_factory=dict)
    body: str = ""
    marks: tuple[Mark, ...] = ()
    passages: tuple[Passage, ...] = ()
    anchors: tuple[tuple[str, int], ...] = ()
    words: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def title(self) -> str:
        return str(self.meta.get("title") or next((m.name for m in self.marks if m.kind == "heading"), self.path))

    @property
    def question(self) -> str:
        """What the section asks, from its front matter."""
        return str(self.meta.get("question", ""))

    @property
    def edition(self) -> str:
        """The number of the frozen edition that this page shows, or nothing."""
        return str(self.meta.get("edition") or "")

    @property
    def is_section(self) -> bool:
        """Whether this page is a section of the essay (the others are the cover, the record and the colophon)."""
        return self.path.startswith("essay/")

    def all(self, kind: str) -> Iterator[Mark]:
        """Yield the marks of one kind in the order of the text."""
        return (mark for mark in self.marks if mark.kind == kind)
