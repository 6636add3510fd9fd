"""Social cards: the picture of each section that appears where its address is shared, 1200 by 630 pixels, typeset like
the page.

In: the project and the essay's own typefaces. Out: docs/assets/images/cards/<section>.png, and cover.png for every
other page. They are kept as files and not made by the build: drawing them takes Pillow and, for kerning, a shaping
library of the system, whose versions would decide the bytes of every build; kept, they cost the build nothing and are
the same everywhere. Each card carries its words in its own meta data, so that a check (C063) knows without drawing when
a title has changed.

What can be wrong: words that do not fit (checked as C064, so never met here), or a Pillow without Raqm, which is
refused.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..essay.page import Page
from ..html.typography import curly
from ..project import Project

FOLDER = "docs/assets/images/cards"
WIDTH, HEIGHT = 1200, 630
"""Pixels: what https://ogp.me readers show whole, at 1.91 to 1."""
MARGIN = 96
LONGEST_TITLE, LONGEST_QUESTION = 40, 110
"""Characters that fit at the sizes below, as tests/test_cards.py measures with wide letters."""


@dataclass(frozen=True)
class Card:
    """The words of one card. `name` is its file's, without folder and ending."""

    name: str
    above: str
    title: str
    question: str
    below: str

    @property
    def words(self) -> str:
        """What the picture says, one line a part: kept in the file's meta data."""
        return "\n".join(part for part in (self.above, self.title, self.question, self.below) if part)


def cards(project: Project) -> Iterator[Card]:
    """Yield the cards that a project needs: the whole's, with the first clause of its description, then
    each section's.
    """
    whole, sections, words = curly(project.settings.title), project.sections, project.words
    yield Card("cover", "", whole, curly(project.settings.description.partition(":")[0]), "")
    for number, page in enumerate(sections, 1):
        above = words("section.of", n=str(number), all=str(len(sections)))
        yield Card(Path(page.path).stem, above, curly(page.title), curly(page.question), whole)


def card_of(page: Page) -> str:
    """Return where the card of a page stands on the site: a section's own, or the whole's."""
    return f"{FOLDER.removeprefix('docs/')}/{Path(page.path).stem if page.is_section else 'cover'}.png"


def words_on(path: Path) -> str | None:
    """Return the words that the card at `path` was drawn with, or None when it is no card of ours.

    They stand in an `iTXt` chunk, "Description" (https://www.w3.org/TR/png-3/#11iTXt); reading it takes no picture
    library.
    """
    raw = path.read_bytes() if path.is_file() else b""
    at = 8
    while at + 8 <= len(raw):
        size, kind = int.from_bytes(raw[at : at + 4]), raw[at + 4 : at + 8]
        chunk, at = raw[at + 8 : at + 8 + size], at + size + 12
        if kind == b"iTXt" and chunk.startswith(b"Description\0"):
            packed, text = chunk[12] == 1, chunk[14:].split(b"\0", 2)[2]
            return (zlib.decompress(text) if packed else text).decode("utf-8")
    return None
