"""What tests of built pages have in common: names of types, and what is open."""

from __future__ import annotations

from collections.abc import Callable

from bs4 import BeautifulSoup
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


def opened(page: Page) -> Locator:
    """Return the box or panel that is open."""
    return page.locator(":popover-open")
