"""What tests of built pages have in common: names of types, and what is open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Locator, Page

Open = Callable[..., Page]
"""Opens a page of the site (the fixture `open_page`)."""
Pages = dict[str, BeautifulSoup]
"""Every built page by its address, parsed (the fixture `pages`)."""
SECTION = "essay/a-city-in-opposition/"
CLOSED_FIST = "essay/the-closed-fist/"
"""The longest section, with every kind of mark."""
FIGURES = "record/figures/"
CHARTS = ("karachi", "karachi-seats", "mqm-vote", "mother-tongue", "federal-quota", "killings")
NOTES = 30
"""Notes that the essay has at least."""

PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
IN_STYLE = "getComputedStyle(document.querySelector('.masthead')).position === 'sticky'"
"""What a browser says of itself once something stands on the screen, and once the masthead looks as it should."""


def opened(page: Page) -> Locator:
    """Return the box or panel that is open."""
    return page.locator(":popover-open")


BESIDE = ".mark, .away, .address, .box, .note, .appendix, section.sources, nav, svg, details, sup, .numbers"
"""What stands beside the words of the essay, on the site and in its books."""


def essay_words(root: Tag) -> list[str]:
    """Return the words of the essay's own text below `root`, without what stands beside it: marks, notes, sources, the
    way on.
    """
    copy = BeautifulSoup(str(root), "html.parser")
    for beside in copy.select(BESIDE):
        beside.decompose()
    for place in copy.select("p.section-number"):
        place.decompose()
    return re.findall(r"\w+", copy.get_text(" "))


def on_the_web(pages: Pages) -> list[str]:
    order = [str(link["href"]) for link in pages[""].select(".contents a")]
    return [word for path in order for word in essay_words(pages[path].select_one("article") or pages[path])]


def meta(soup: BeautifulSoup, name: str) -> str | None:
    """The content of a tag as Zotero and the social networks look for it: by the end of `name`, or by `property`."""
    found = soup.select(f'head > meta[name$="{name}"], head > meta[property="{name}"]')
    assert len(found) <= 1, name
    return str(found[0]["content"]) if found else None


def published(pages: Pages) -> Iterator[tuple[str, BeautifulSoup]]:
    return ((path, soup) for path, soup in pages.items() if path != "404.html")
