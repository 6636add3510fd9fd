"""Links in the prose lead to a page (C012) and an anchor (C013), or have an address that can be opened (C111); the
navigation and the pages agree (C014, C015).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from pathspec.gitignore import GitIgnoreSpec

from ..essay.page import Page
from ..essay.syntax import FILE_OF
from ..problem import Problem, nearest
from ..project import Project
from ..record.addresses import wrong_with
from ..record.settings import CONFIGURATION

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
Wrong = tuple[str, str, str]
"""The code of a rule, what is wrong, and how to mend it."""


def check(project: Project) -> Iterator[Problem]:
    """Yield links that lead nowhere, and where navigation and pages disagree."""
    yield from _links(project)
    yield from _navigation(project)


def anchors_of(project: Project, page: Page) -> set[str]:
    """Return every id that a writer may link to on `page`, entries of its listings included."""
    anchors = {id for id, _ in page.anchors} | {mark.name for mark in page.all("claim")}
    for listing in page.all("listing"):
        file = FILE_OF.get(listing.name)
        if listing.name == "editions":
            anchors |= {f"edition-{number}" for number in project.record.releases}
        elif listing.name == "edition":
            anchors |= {id for text in project.snapshots if text.number == page.edition for id in text.places}
        if file:
            anchors |= project.record.files[file].ids
    return anchors


def _published(project: Project) -> set[str]:
    """Return the files of docs/ that are published, as paths from there, in the letters in which they are
    on the disk.
    """
    docs = project.root / "docs"
    files = (file.relative_to(docs) for file in docs.rglob("*") if file.is_file())
    return {file.as_posix() for file in files if not any(part.startswith(".") for part in file.parts)}


def _links(project: Project) -> Iterator[Problem]:
    anchors_on = cache(lambda path: anchors_of(project, project.pages[path]))
    published = cache(lambda: _published(project))
    for page in project.pages.values():
        for mark in page.all("link"):
            if _ABSOLUTE.match(mark.name):
                wrong = _address(mark.name)
            else:
                wrong = _path(project, page, mark.name, anchors_on, published)
            if wrong:
                yield Problem(f"docs/{page.path}", mark.line, *wrong)


def _address(address: str) -> Wrong | None:
    if address.startswith("mailto:") and "@" in address:
        return None
    mend = "Write it as https://example.org/page, or mailto:name@example.org."
    wrong = wrong_with(address)
    return ("C111", f"The address '{address[:60]}' {wrong}.", mend) if wrong else None


def _path(
    project: Project,
    page: Page,
    link: str,
    anchors_on: Callable[[str], set[str]],
    published: Callable[[], set[str]],
) -> Wrong | None:
    try:
        split = urlsplit(link)
    except ValueError:
        return "C111", f"'{link[:60]}' is no address.", "Links to pages are relative and end in .md."
    target = normpath(join(dirname(page.path), unquote(split.path))) if split.path else page.path
    known = target in project.pages or (not target.endswith(".md") and target in published())
    if not known or split.query or split.path.endswith("/"):
        moved = f"The page is docs/{project.now_at(target)} now. " if target in project.record.moved else ""
        mend = (moved or nearest(target, project.pages)) + "Links are relative and end in .md."
        return "C012", f"The link '{link}' leads to no page.", mend
    if not split.fragment:
        return None
    what = f"The link '{link}' leads to no anchor on docs/{target}."
    if target not in project.pages:
        return "C013", what, "Only pages have anchors."
    listed = {FILE_OF.get(listing.name, "") for listing in project.pages[target].all("listing")}
    readable = all(project.record.files[file].readable for file in listed if file)
    if not readable or split.fragment in (anchors := anchors_on(target)):
        return None
    return "C013", what, nearest(split.fragment, anchors) + "Use the id of a paragraph or an entry."


def _navigation(project: Project) -> Iterator[Problem]:
    if not project.navigation:
        return
    named = set(project.navigation)
    unlisted = GitIgnoreSpec.from_lines(project.settings.unlisted)  # MkDocs reads 'not_in_nav' with the same library
    for path in project.pages:
        if path not in named and not unlisted.match_file(path):
            mend = "Add it to 'nav' in mkdocs.yml, or to 'not_in_nav' if it is left out knowingly."
            yield Problem(f"docs/{path}", 1, "C014", "The page is missing from the navigation.", mend)
    lines = project.settings.navigation_lines
    for path, times in sorted(Counter(project.navigation).items()):
        if times > 1:
            what = f"The navigation names '{path}' twice."
            yield Problem(CONFIGURATION, lines[path], "C015", what, "Remove one of the two.")
        if path not in project.pages:
            what = f"The navigation names '{path}', which is no page."
            mend = nearest(path, project.pages) + "Mend the path or write the page."
            yield Problem(CONFIGURATION, lines.get(path, 1), "C015", what, mend)
