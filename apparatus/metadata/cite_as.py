"""How this edition is cited: an entry for the whole, for each page, and for each paragraph that has an address.

In: the project. Out: CSL items (the standard that Zotero and Pandoc read), from which everything follows that a reader can take away:
the reference on the page, BibTeX, RIS and CSL-JSON (postbuild/cite_files.py). The whole is a book in CSL's terms and a page a
chapter of it: the nearest that CSL, BibTeX and RIS all have to a publication in named parts, and the only types that keep both titles
in all three. A paragraph is named by its first words, because its address says nothing and a number would change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..essay.page import Page
from ..essay.source_scan import without_markup
from ..html.typography import curly
from ..project import Project, page_url
from ..record.settings import Edition

Item = Mapping[str, Any]
FIRST_WORDS = 9
"""Words of a paragraph that stand for it in a title: enough to be found by, short enough for a reference."""


def title_of(project: Project, page: Page) -> str:
    """Return the title by which a page is cited, with typographic quotation marks; the cover's is the whole's."""
    return curly(page.title if page_url(page.path) else project.settings.title)


def edition_of(project: Project, page: Page) -> Edition:
    """Return the edition that a page is of: its own, where it shows a frozen one, or else the last."""
    entry = project.record.releases.get(page.edition)
    edition = project.settings.edition
    return replace(edition, number=entry.id, date=entry.date, published=entry.date) if entry else edition


def is_frozen(project: Project, page: Page) -> bool:
    """Return whether a page shows a frozen edition, and so stands for the whole."""
    return page.edition in project.record.releases


def cited_page(project: Project, page: Page) -> Item:
    """Return the entry of a page."""
    settings, edition, place = project.settings, edition_of(project, page), page_url(page.path)
    part = bool(place) and not is_frozen(project, page)
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


def cited_words(page: Item, words: str, id: str) -> Item:
    """Return the entry of a paragraph from that of its page: with its own address and its first words, whose case no style may change."""
    return {
        **page,
        "id": f"{page['id']}-{id}",
        "title": f'{page["title"]}: <span class="nocase">“{words}”</span>',
        "URL": f"{page['URL']}#{id}",
    }


def addressed(project: Project, page: Page) -> Iterator[tuple[str, str]]:
    """Yield address and first words of each paragraph that can be cited on a page, of a frozen edition on its page."""
    for passage in page.passages:
        if passage.id:
            yield passage.id, first_words(passage.text) or passage.id
    for text in project.snapshots:
        if text.number == page.edition:
            yield from ((block.id, first_words(block.words) or block.id) for _, block in text.places.values())


def cited(project: Project, page: Page) -> tuple[Item, ...]:
    """Return the entries of a page: its own, then one for each paragraph that has an address."""
    own = cited_page(project, page)
    return (own, *(cited_words(own, words, id) for id, words in addressed(project, page)))


def first_words(text: str) -> str:
    """Return the words with which a paragraph begins, from its Markdown: their quotation marks set as they stand inside others."""
    words = curly(re.sub(r"\A[\W_]+(?=[\w“‘'\"])", "", without_markup(text))).split()
    cut = words[:FIRST_WORDS]
    while len(words) > FIRST_WORDS and len(cut) > 1 and re.fullmatch(r"[a-z]{1,3}", cut[-1]):
        cut.pop()  # "in a …" says no more than "…"
    first = " ".join(cut)
    if len(words) > FIRST_WORDS:
        first = first.rstrip(",;:–— ") + " …"
    if first.count("“") > first.count("”"):
        first += "”"
    return first.replace("“", "‘").replace("”", "’")


def plain(text: str) -> str:
    """Return a CSL text without the markup that CSL allows in it, for formats that know none."""
    return re.sub(r"</?span[^>]*>", "", text)
