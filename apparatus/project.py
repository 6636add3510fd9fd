"""The project: all pages and all data, read once and kept until a file changes.

The extensions ask for it once a page, the preview once a save; a file is read again only when its size or time of
change differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from posixpath import relpath

from .essay.page import Mark, Page
from .essay.source_scan import read_page
from .essay.syntax import FILE_OF
from .figures.table import Table, read_table
from .problem import Problem
from .record.bibliography import Reference, references
from .record.data_files import Record, read_record
from .record.models import cited_by
from .record.settings import CONFIGURATION, Settings, read_settings
from .record.snapshots import FOLDER, Section, Snapshot, file_of, read_snapshot
from .record.yaml_source import YamlError
from .translation.assemble import languages
from .words import Words, read_words

Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, eq=False)
class Project:
    """Everything the writers wrote. `pages` is in the order of the navigation, pages left out of it at the end.

    Equal to itself alone, so that what takes long to make of a whole project can be kept under it.
    """

    root: Path
    settings: Settings
    record: Record
    pages: Mapping[str, Page]
    problems: tuple[Problem, ...]

    @property
    def navigation(self) -> tuple[str, ...]:
        """The paths that mkdocs.yml's `nav` names, in order."""
        return self.settings.navigation

    @cached_property
    def words(self) -> Words:
        """The words of the interface, in the language of the site."""
        return replace(read_words(self.settings.edition.language), values=self.settings.values)

    def minutes(self, page: Page) -> int:
        """Return the reading time of a page in minutes, at least one."""
        return max(1, round(page.words / int(self.words.at("reading.per-minute"))))

    @cached_property
    def sections(self) -> tuple[Page, ...]:
        """The sections of the essay in reading order."""
        return tuple(self.pages[path] for path in self.navigation if path in self.pages and self.pages[path].is_section)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each section, from 1, by its path."""
        return {section.path: number for number, section in enumerate(self.sections, 1)}

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """Every source as it is printed, formatted together once."""
        return references(self.record.sources, self.settings.edition.language, self.root)

    @cached_property
    def mentions(self) -> Mapping[tuple[str, str], tuple[tuple[Page, Mark], ...]]:
        """Where each thing is named: ``mentions["citation", "time-1965"]``, in the order of the pages.

        A source that only the file of a series names is cited where the series are listed.
        """
        found: dict[tuple[str, str], list[tuple[Page, Mark]]] = {}
        for page in self.pages.values():
            for mark in page.marks:
                for named in (mark, *self._cited_by(page, mark)):
                    found.setdefault((named.kind, named.name), []).append((page, named))
        for page, listing in found.get(("listing", "series"), ()):
            for id, table in self.tables.items():
                for key in dict.fromkeys(key for _, key in table.sources()):
                    found.setdefault(("citation", key), [(page, Mark("citation", key, listing.line, id))])
        return {key: tuple(value) for key, value in found.items()}

    def _cited_by(self, page: Page, mark: Mark) -> Iterator[Mark]:
        """Yield the citations that a figure makes in a section; the list of figures repeats them and is not counted."""
        if mark.kind == "figure" and mark.name in self.record.figures and page.is_section:
            for key in self.record.figures[mark.name].sources:
                yield Mark("citation", key, mark.line, mark.passage)

    @cached_property
    def citing_entries(self) -> Mapping[str, tuple[tuple[Page, Mark], ...]]:
        """Where the record cites each source: the page that lists an entry, and a citation with the entry's id in the
        place of a passage's.
        """
        found: dict[str, list[tuple[Page, Mark]]] = {}
        for page in self.pages.values():
            for listing in page.all("listing"):
                file = self.record.files.get(FILE_OF.get(listing.name, ""))
                for id, entry in file.entries.items() if file else ():
                    for key in cited_by(entry):
                        found.setdefault(key, []).append((page, Mark("citation", key, listing.line, id)))
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The CSV file of each series, by the series' id."""
        return {id: read_table(self.root, id) for id in self.record.series}

    @cached_property
    def colours(self) -> Mapping[str, str]:
        """The colour of each party by its name in the CSV files, in the order in which parts of a bar follow each
        other.
        """
        return {colour.name: colour.colour for colour in self.record.colours.values()}

    @cached_property
    def passages(self) -> Mapping[str, Page]:
        """The page on which each passage id stands."""
        return {passage.id: page for page in self.pages.values() for passage in page.passages if passage.id}

    @cached_property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """The frozen texts that can be read, oldest first, each section under the path that it has now."""
        found = []
        for number in self.record.releases:
            with suppress(OSError, ValueError):  # the checks say so (C072, C076)
                text = read_snapshot(self.root / file_of(number))
                found.append(replace(text, sections=tuple(map(self._as_it_stands, text.sections))))
        return tuple(found)

    def _as_it_stands(self, section: Section) -> Section:
        path = self.now_at(section.path)
        return section if path == section.path else replace(section, path=path, stood=section.path)

    def now_at(self, path: str) -> str:
        """Return where a page stands that stood at `path` in docs/."""
        return self.record.moved[path].to if path in self.record.moved else path

    @cached_property
    def last_releases(self) -> Mapping[tuple[str, str], str]:
        """The number of the last edition in which an address stood on a page, by both."""
        return {(id, section.path): text.number for text in self.snapshots for id, (section, _) in text.places.items()}


def relative(target: str, page: Page | None) -> str:
    """Return the link from `page` to `target`, both seen from docs/ ('record/sources.md#nasr1994')."""
    ups = len(PurePosixPath(page.path).parts) - 1 if page else 0
    return "../" * ups + target


def relative_url(path: str, page: Page | None) -> str:
    """Return the address of the page at docs/`path` from that of `page`, as the builder will write it:
    '../../record/sources/'.
    """
    place, here = page_url(path), page_url(page.path) if page else ""
    return relpath(place or ".", here or ".") + "/" if place != here else ""


def page_url(path: str) -> str:
    """Return where the page at docs/`path` stands on the site: '' for the cover, 'essay/ways-out/' for a section."""
    stem = path.removesuffix(".md")
    return "" if stem == "index" else stem.removesuffix("/index") + "/"


def load_project(root: Path) -> Project:
    """Read the project at `root`, or return the one read before if nothing has changed since."""
    root = root.resolve()
    return _load(root, _signature(root))


def _signature(root: Path) -> Signature:
    files = [root / CONFIGURATION, *sorted((root / "docs").rglob("*.md")), *sorted((root / "docs/data").glob("*.yml")),
             *sorted((root / "docs/data/series").glob("*")), *sorted((root / FOLDER).glob("*.json"))]  # fmt: skip
    apart = {root / "docs" / language for language in languages(root)}
    files = [file for file in files if not apart.intersection(file.parents)]
    return tuple((str(f.relative_to(root)), s.st_mtime_ns, s.st_size) for f in files if f.is_file() for s in [f.stat()])


@lru_cache(maxsize=4)
def _load(root: Path, signature: Signature) -> Project:
    files = {path: (time, size) for path, time, size in signature}
    try:
        settings, problems = read_settings(root), []
    except (YamlError, FileNotFoundError) as error:
        line, what = (error.line, error.what) if isinstance(error, YamlError) else (1, "there is no such file.")
        settings, problems = Settings(), [Problem(CONFIGURATION, line, "C002", what, "Mend the line.")]
    written = {path.removeprefix("docs/"): path for path in files if path.endswith(".md")}
    named = settings.navigation
    order = [path for path in named if path in written] + [path for path in written if path not in named]
    pages = {path: _page(root, path, *files[written[path]]) for path in order}
    record = _record(root, tuple(entry for entry in signature if entry[0].endswith(".yml")))
    problems += [problem for page in pages.values() for problem in page.problems]
    return Project(root, settings, record, pages, (*problems, *record.problems))


@lru_cache(maxsize=4096)
def _page(root: Path, path: str, time: int, size: int) -> Page:
    return read_page(root, path)


@lru_cache(maxsize=4)
def _record(root: Path, signature: Signature) -> Record:
    return read_record(root)
