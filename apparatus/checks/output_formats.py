"""Every form can hold what is written: no image where a book is made of the page (C070), none that is missing (C071),
no drawing that runs a program (C112).

A chapter of a book is the page's own tree (books/footnotes.py); images are not taken along, because every picture of
this edition is a figure, drawn as part of the page. Elements that no form has a place for are refused wherever they are
typed (C106). No two chapters are called alike (C038): a chapter, its file and its picture are named after the file of
its page alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from ..essay.page import Page
from ..problem import Problem
from ..project import Project

_ACTIVE = re.compile(
    r"<(?:\w+:)?(?:script|foreignObject|iframe|embed|object)\b|\son\w+\s*="
    r"|(?:javascript|data:text)\s*:|<!ENTITY|<\?xml-stylesheet"
    r"|(?:href|src)\s*=\s*[\"']\s*(?:https?:)?//",
    re.IGNORECASE,
)


def check(project: Project) -> Iterator[Problem]:
    """Yield markup that a book cannot hold, and images that are not there."""
    yield from _called_alike(project)
    for page in project.pages.values():
        if page in project.sections or page.path in project.settings.books:
            yield from _without_form(page)
        yield from _missing(project, page)
    yield from _scripted(project)


def _called_alike(project: Project) -> Iterator[Problem]:
    taken = {"cover": "the picture of the whole"}
    for path in dict.fromkeys([*(section.path for section in project.sections), *project.settings.books]):
        stem = PurePosixPath(path).stem
        if stem in taken:
            mend = "Give the file another name: in the books, chapters are known by it."
            yield Problem(f"docs/{path}", 1, "C038", f"The name '{stem}' is that of {taken[stem]} too.", mend)
        taken.setdefault(stem, f"docs/{path}")


def _without_form(page: Page) -> Iterator[Problem]:
    for mark in page.all("image"):
        mend = "Make it a figure (docs/data/figures.yml), or say it in words."
        yield Problem(f"docs/{page.path}", mark.line, "C070", "An image has no form in EPUB and PDF.", mend)


def _missing(project: Project, page: Page) -> Iterator[Problem]:
    for mark in page.all("image"):
        target = normpath(join(dirname(page.path), unquote(mark.name.partition("#")[0].partition("?")[0])))
        if "//" in mark.name or ":" in mark.name or not (project.root / "docs" / target).is_file():
            what = f"There is no image '{mark.name}'."
            mend = (
                "Put the file into docs/assets/images/ and write its path from this page; nothing comes from another "
                "host."
            )
            yield Problem(f"docs/{page.path}", mark.line, "C071", what, mend)


def _scripted(project: Project) -> Iterator[Problem]:
    """Drawings that do something when they are opened: not every host sends the policy that stops them."""
    for file in sorted((project.root / "docs").rglob("*.svg")):
        text = file.read_text(encoding="utf-8", errors="replace")
        if found := _ACTIVE.search(text):
            path, line = file.relative_to(project.root).as_posix(), text.count("\n", 0, found.start()) + 1
            what = f"The drawing has '{' '.join(found[0].split())[:30]}' in it, which can run a program."
            mend = "Save it as plain SVG, without scripts, events and what is fetched from elsewhere."
            yield Problem(path, line, "C112", what, mend)
