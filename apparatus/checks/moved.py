"""Addresses that lead on (docs/data/moved.yml) lead to a page (C121) from where none stands (C122), and every host is
told of them (C123).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..problem import Problem, nearest
from ..project import Project
from ..releases.redirects import HOSTS, settings


def check(project: Project) -> Iterator[Problem]:
    """Yield addresses that lead nowhere, or from a page that stands, and settings of hosts that do not know them."""
    file = project.record.files["moved"]
    for id, entry in project.record.moved.items():
        if entry.to not in project.pages:
            again = (
                f"That page has moved to docs/{project.now_at(entry.to)}. " if entry.to in project.record.moved else ""
            )
            what = f"'{id}' leads on to docs/{entry.to}, which is no page."
            mend = (again or nearest(entry.to, project.pages)) + "Name the page as it is now."
            yield Problem(file.path, file.line(id, "to"), "C121", what, mend)
        if (stands := id if id.endswith(".md") else f"{id}.md") in project.pages:
            what = f"'{id}' leads on, and docs/{stands} stands there."
            yield Problem(file.path, file.line(id), "C122", what, "Remove one of the two.")
    for path in HOSTS:
        if (host := project.root / path).is_file():
            text = host.read_text(encoding="utf-8")
            if settings(project, path, text) != text:
                what = f"The addresses that lead on are not those of {file.path}."
                yield Problem(path, 1, "C123", what, "Run: make redirects.")
