"""What has gone out stays as it was: frozen texts are not edited (C072), numbers grow (C073) with their dates (C074),
mkdocs.yml says the newest (C075), and each entry has its files (C076) as each file has its entry (C077).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..problem import Problem
from ..project import Project
from ..record.settings import CONFIGURATION
from ..record.snapshots import FOLDER, PAGES, digest, file_of, number_of, page_of
from ..releases.freeze import RELEASES

MENDED_BY_FREEZING = ("C075", "C076")
"""What `make release` puts right, and so does not wait for."""


def check(project: Project) -> Iterator[Problem]:
    """Yield where the editions, their files and mkdocs.yml do not agree."""
    yield from _files(project)
    yield from _order(project)
    yield from _settings(project)


def _files(project: Project) -> Iterator[Problem]:
    file = project.record.files["editions"]
    for number, entry in project.record.releases.items():
        for path in (file_of(number), page_of(number)):
            if not (project.root / path).is_file():
                mend = "Restore it from the last commit; before the edition has gone out, run make release again."
                yield Problem(file.path, file.line(number), "C076", f"Edition {number} has no {path}.", mend)
        page = project.pages.get(page_of(number).removeprefix("docs/"))
        shown = page and page.edition == number and any(mark.name == "edition" for mark in page.all("listing"))
        if page and not page.problems and not shown:
            what = f"The page of edition {number} does not show it."
            mend = (
                f"Its head says edition: \"{number}\", and '/// listing | edition' stands in it; restore it from the "
                "last commit."
            )
            yield Problem(page_of(number), 1, "C076", what, mend)
        text = project.root / file_of(number)
        if text.is_file() and digest(text) != entry.sha256:
            what = f"Edition {number} is frozen, and this is not what was frozen."
            mend = "Restore it from the last commit: an edition is never edited, the next one says what is new."
            yield Problem(file_of(number), 1, "C072", what, mend)
    if not file.readable:
        return
    for folder, kind in ((FOLDER, "json"), (PAGES, "md")):
        for found in sorted((project.root / folder).glob(f"*.{kind}")):
            if found.stem not in file.ids and found.stem != "index":
                what = f"No edition {found.stem} is entered in {RELEASES}."
                mend = "Restore its entry from the last commit, or remove this file."
                yield Problem(f"{folder}/{found.name}", 1, "C077", what, mend)


def _order(project: Project) -> Iterator[Problem]:
    file = project.record.files["editions"]
    for before, entry in pairwise(project.record.releases.values()):
        if number_of(entry.id) <= number_of(before.id):
            what = f"Edition {entry.id} follows edition {before.id}."
            mend = "Give it a number that is higher, and keep the oldest edition first."
            yield Problem(file.path, file.line(entry.id, "id"), "C073", what, mend)
        if entry.date < before.date:
            what = f"Edition {entry.id} is dated {entry.date}, before edition {before.id}, {before.date}."
            yield Problem(file.path, file.line(entry.id, "date"), "C074", what, "Put the day on which it went out.")


def _settings(project: Project) -> Iterator[Problem]:
    edition = project.settings.edition
    for newest in list(project.record.releases.values())[-1:]:
        for name, here, there in (("number", edition.number, newest.id), ("date", edition.date, newest.date)):
            if here != there:
                what = f"The edition's {name} is '{here}', that of the newest frozen edition '{there}'."
                mend = "Leave it to make release, which sets both when it freezes the next."
                yield Problem(CONFIGURATION, project.settings.line("extra", "edition", name), "C075", what, mend)
