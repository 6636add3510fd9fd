"""What the site tells of itself: the edition's dates (C060) and language (C120), descriptions (C061, C062), the cards
of its sections (C063, C064).

Silent in a project whose mkdocs.yml gives no address: what nobody can link to needs no description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..essay.page import Page
from ..metadata.social_cards import FOLDER, LONGEST_QUESTION, LONGEST_TITLE, cards, words_on
from ..problem import Problem
from ..project import Project
from ..record.settings import CONFIGURATION
from ..record.yaml_source import parse_yaml
from ..words import file_of, languages

LONGEST_DESCRIPTION = 160
"""Characters that a search engine shows under a result; Google gives no number and cuts at the width of about so many.
"""


def check(project: Project) -> Iterator[Problem]:
    """Yield what is missing or too long in what the site tells of itself."""
    yield from _language(project)
    if project.settings.site_url:
        yield from _edition(project)
        yield from _descriptions(project)
        yield from _cards(project)


def _language(project: Project) -> Iterator[Problem]:
    language = project.settings.edition.language
    if not file_of(language):
        what = f"The interface has no words in the language '{language}'."
        mend = f"Take one of those in apparatus/words/ ({', '.join(languages())}), or add a file there."
        yield Problem(CONFIGURATION, project.settings.line("extra", "edition", "language"), "C120", what, mend)


def _edition(project: Project) -> Iterator[Problem]:
    edition = project.settings.edition
    for name in ("published", "date"):
        written = getattr(edition, name)
        if not _is_day(written):
            what = f"The edition's '{name}' is '{written}', which is no day."
            mend = (
                f"Write 'extra: edition: {name}:' as 2026-01-31; references, site map and structured data take it from "
                "there."
            )
            yield Problem(CONFIGURATION, project.settings.line("extra", "edition", name), "C060", what, mend)
    if _is_day(edition.published) and _is_day(edition.date) and edition.date < edition.published:
        what = f"The edition's date, {edition.date}, is before its first publication, {edition.published}."
        mend = "Put the day on which this text goes out."
        yield Problem(CONFIGURATION, project.settings.line("extra", "edition", "date"), "C060", what, mend)


def _is_day(written: str) -> bool:
    try:
        return bool(date.fromisoformat(written)) and len(written) == 10
    except ValueError:
        return False


def _descriptions(project: Project) -> Iterator[Problem]:
    named = set(project.navigation)
    for page in project.pages.values():
        if page.path not in named or page.problems:
            continue
        description = str(page.meta.get("description") or "")
        if not description:
            mend = "Add 'description:' to its front matter: a sentence that a search engine can show."
            yield Problem(f"docs/{page.path}", 1, "C061", "The page has no description.", mend)
        elif len(description) > LONGEST_DESCRIPTION:
            what = f"The description has {len(description)} characters."
            mend = f"Shorten it: a search engine shows {LONGEST_DESCRIPTION}."
            yield Problem(f"docs/{page.path}", _line(project, page, "description"), "C062", what, mend)


def _cards(project: Project) -> Iterator[Problem]:
    too_long = {problem.path for problem in _fitting(project)}
    yield from _fitting(project)
    for card, page in zip(list(cards(project))[1:], project.sections, strict=True):
        path = f"{FOLDER}/{card.name}.png"
        drawn = words_on(project.root / path)
        if drawn != card.words and f"docs/{page.path}" not in too_long:
            what = "has no card" if drawn is None else "is not what its card says"
            yield Problem(f"docs/{page.path}", 1, "C063", f"The section {what}: {path}.", "Run: make cards.")


def _fitting(project: Project) -> Iterator[Problem]:
    for page in project.sections:
        for name, longest in (("title", LONGEST_TITLE), ("question", LONGEST_QUESTION)):
            length = len(str(page.meta.get(name, "")))
            if length > longest:
                what = f"The {name} has {length} characters."
                mend = f"Shorten it: {longest} fit on its card."
                yield Problem(f"docs/{page.path}", _line(project, page, name), "C064", what, mend)


def _line(project: Project, page: Page, key: str) -> int:
    """Return the line of a key of the front matter."""
    text = (project.root / "docs" / page.path).read_text(encoding="utf-8-sig")
    front = re.match(r"---[ \t]*\n(.*?\n)---", text, re.DOTALL)
    return parse_yaml(front[1]).line((key,)) + 1 if front else 1
