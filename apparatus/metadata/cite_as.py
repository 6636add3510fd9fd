"""How this edition is cited, the whole, each page and each figure; and which sources a page rests on.

In: the project. Out: CSL items (the standard that Zotero and Pandoc read), from which everything follows that a reader
can take away: the reference on the page, BibTeX, RIS and CSL JSON (postbuild/cite_files.py). The whole is a book in
CSL's terms and a page a chapter of it: the nearest that CSL, BibTeX and RIS all have to a publication in named parts,
and the only types that keep both titles in all three. A paragraph has no entry of its own: it is cited by its page's
reference with the paragraph's address, which the sign beside it copies. A figure has one place where it is cited and
taken away, the first page of the record that shows it, or else its first section; elsewhere a link leads there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import tostring

from ..essay.page import Page
from ..html.elements import element
from ..html.typography import curly
from ..project import Project, page_url
from ..record.bibliography import LANGUAGE, apart, references_alone
from ..record.figure_models import Figure
from ..record.languages import marked
from ..record.settings import Edition
from ..words import read_words

Item = Mapping[str, Any]


def title_of(project: Project, page: Page) -> str:
    """Return the title by which a page is cited, with typographic quotation marks; the cover's is the whole's."""
    return curly(page.title if page_url(page.path) else project.settings.title)


def edition_of(project: Project, page: Page) -> Edition:
    """Return the edition that a page is of: its own, where it shows a frozen one, or else the last."""
    entry = project.record.releases.get(page.edition)
    edition = project.settings.edition
    return replace(edition, number=entry.id, date=entry.date, published=entry.date) if entry else edition


def is_whole(project: Project, page: Page) -> bool:
    """Return whether a page holds the whole: the cover, a frozen edition, and a page whose front matter says so
    (`whole: true`).
    """
    return not page_url(page.path) or page.edition in project.record.releases or bool(page.meta.get("whole"))


def cited_page(project: Project, page: Page) -> Item:
    """Return the entry of a page."""
    settings, edition, place = project.settings, edition_of(project, page), page_url(page.path)
    part = not is_whole(project, page)
    item: dict[str, Any] = {
        "id": "-".join(
            filter(None, [edition.key + edition.date[:4] or "edition", place.rstrip("/").rpartition("/")[2]])
        ),
        "type": "chapter" if part else "book",
        "title": title_of(project, page) if part else curly(settings.title),
        "URL": settings.site_url + place,
        "language": edition.language,
    }
    if part:
        item["container-title"] = curly(settings.title)
    if settings.author:
        item["author"] = [{"literal": settings.author}]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", edition.date):
        item["issued"] = {"date-parts": [[int(part) for part in edition.date.split("-")]]}
    if edition.number:
        item["edition"] = edition.number
    return item


def home_of(project: Project, figure: Figure) -> Page | None:
    """Return the page where a figure can be taken away, or None when it is shown nowhere."""
    shown = [page for page, _ in project.mentions.get(("figure", figure.id), ())]
    return next((page for page in shown if not page.is_section), shown[0] if shown else None)


def cited_figures(project: Project) -> Iterator[Item]:
    """Yield the entry of each figure that is shown: that of its page, with its own title and address."""
    for figure in project.record.figures.values():
        if home := home_of(project, figure):
            yield cited_figure(project, figure, home)


def cited_figure(project: Project, figure: Figure, home: Page) -> Item:
    """Return the entry of a figure that can be taken away on the page `home`."""
    page, title = cited_page(project, home), curly(figure.title)
    kept = tostring(element("span", title, class_="nocase"), encoding="unicode")  # no style changes its capitals
    words = project.words("figure.cited", title=kept)
    return {**page, "id": f"{page['id']}-{figure.id}", "title": words, "URL": f"{page['URL']}#figure-{figure.id}"}


@lru_cache(maxsize=2)
def references_of_pages(project: Project) -> Mapping[str, str]:
    """Return the reference of each page and of each figure by its key, as HTML."""
    items = json.dumps([*(cited_page(project, page) for page in project.pages.values()), *cited_figures(project)])
    made = _formatted(items, read_words(LANGUAGE).at("edition.in-text"), project.root)
    language = project.settings.edition.language
    return {key: apart(marked(reference, "", language), language) for key, reference in made.items()}


@lru_cache(maxsize=2)
def _formatted(items: str, edition: str, root: Path) -> Mapping[str, str]:
    """Format the references of all pages in one call of Pandoc, again only when a title or the edition changes."""
    return references_alone(json.loads(items), edition, root)


def cited_sources(project: Project, page: Page) -> tuple[str, ...]:
    """Return the keys of the sources that a page cites, its figures' among them, in the order of the text."""
    known, figures = project.record.sources, project.record.figures
    shown = [figures[mark.name] for mark in page.all("figure") if mark.name in figures]
    cited = [*(mark.name for mark in page.all("citation")), *(key for figure in shown for key in figure.sources)]
    return tuple(key for key in dict.fromkeys(cited) if key in known)


def sources_to_take(project: Project, page: Page) -> tuple[str, ...]:
    """Return the keys of the sources that can be taken along from a page: all where they are listed, those that it
    cites from a section.
    """
    if any(listing.name == "sources" for listing in page.all("listing")):
        return tuple(project.record.sources)
    return cited_sources(project, page) if page.is_section else ()
