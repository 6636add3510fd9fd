"""Page cache: what is kept from one build, or save, to the next: the HTML of each section, and each page of the record.

In: a project at the beginning of a build; then the HTML of these pages, once it has been made. Out: that HTML again, in
a later build, as long as nothing has changed that a page is made from: its own file, the code, the data, mkdocs.yml,
the titles and questions of all pages, which section makes which claim, where figures are at home and where paragraphs
stand that the data name; for a page of the record, too, what is named in which passage. The cover and the editions tell
how long the text is and what has changed in it: they are never kept.

The preview keeps pages in memory, a build on disk (record/kept.py), and only when it is whole: a page of which MkDocs
warns ends the build, and would not be warned of again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..essay.page import Page
from ..metadata.cite_as import home_of
from ..project import Project
from ..record.kept import key_of, read, write
from ..record.kinds import KINDS
from ..record.palette import STYLESHEET
from ..record.settings import CONFIGURATION

LED_BACK = tuple(kind.mention for kind in KINDS.values())
"""The kinds of marks whose entries lead back to where they stand (markup/listings.py)."""
_CODE = (Path(__file__).parents[1], STYLESHEET)


@dataclass(frozen=True)
class CachedPage:
    """A page's HTML, and the ids in it, which other pages' links are compared with."""

    key: bytes
    content: str
    ids: set[str]


class PageCache:
    """The kept pages by their paths."""

    def __init__(self) -> None:
        self._root = Path()
        self._around = self._named = b""
        self._made: dict[str, CachedPage] = {}
        self._unsaved: set[str] = set()

    def start_build(self, project: Project, files: frozenset[str]) -> None:
        """Begin a build: see what all pages are made from. `files` is what a link may lead to."""
        self._root = project.root
        self._around = key_of((_data(project), *map(repr, _shared_inputs(project)), *sorted(files)), _CODE)
        self._named = key_of(map(repr, _backlinks(project)), ())

    def get(self, page: Page | None) -> CachedPage | None:
        """Return what was made of the page, if it is still what would be made."""
        if page is None or not _is_kept(page):
            return None
        key, made = self._key(page), self._made.get(page.path)
        if made and made.key == key:
            return made
        if (raw := read(self._root, _name(page.path), key)) is None:
            return None
        content, ids = json.loads(raw)
        self._made[page.path] = found = CachedPage(key, content, set(ids))
        return found

    def put(self, page: Page, content: str, ids: set[str]) -> None:
        """Keep what was made of the page in memory, if it is one that is kept."""
        if _is_kept(page):
            self._made[page.path] = CachedPage(self._key(page), content, ids)
            self._unsaved.add(page.path)

    def save(self) -> None:
        """Keep on disk what was made in a build that is whole."""
        for path in self._unsaved:
            made = self._made[path]
            raw = json.dumps([made.content, sorted(made.ids)], ensure_ascii=False)
            write(self._root, _name(path), made.key, raw.encode())
        self._unsaved.clear()

    def _key(self, page: Page) -> bytes:
        named = b"" if page.is_section else self._named
        return key_of((self._around, named, page.path, repr(page.meta), page.body), ())


def _is_kept(page: Page) -> bool:
    return page.is_section or page.path.startswith("record/")


def _name(path: str) -> str:
    return f"page {path}"


def _data(project: Project) -> bytes:
    """Return the digest of mkdocs.yml and of all files of data."""
    files = [project.root / CONFIGURATION, *sorted((project.root / "docs/data").rglob("*"))]
    return _digest(
        tuple((file, stat.st_mtime_ns, stat.st_size) for file in files if file.is_file() for stat in [file.stat()])
    )


@lru_cache(maxsize=2)
def _digest(files: tuple[tuple[Path, int, int], ...]) -> bytes:
    return key_of((part for file, *_ in files for part in (file.name, file.read_bytes())), ())


def _shared_inputs(project: Project) -> Iterator[object]:
    """Yield what every kept page is made from, beside its own text and the data."""
    record, mentions = project.record, project.mentions
    yield project.settings
    yield from ((page.path, page.title, page.question) for page in project.pages.values())
    yield [section.path for section in project.sections]
    yield from ((name, places[0][0].path) for (kind, name), places in mentions.items() if kind == "claim")
    yield from ((id, home.path) for id, figure in record.figures.items() if (home := home_of(project, figure)))
    named = (
        *(entry.now for entry in record.retired.values()),
        *(entry.passage for entry in record.corrections.values()),
    )
    yield from ((id, project.passages[id].path) for id in named if id and id in project.passages)


def _backlinks(project: Project) -> Iterator[object]:
    """Yield in which passage of which page each entry of the record is named, and where each passage stands: the
    record leads back there.
    """
    for key, places in project.mentions.items():
        if key[0] in LED_BACK:
            yield key, [(page.path, mark.passage) for page, mark in places]
    yield from ((id, page.path) for id, page in project.passages.items())
