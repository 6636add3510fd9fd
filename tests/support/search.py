"""Searching as a reader does."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def open_search(page: Page) -> Locator:
    """Open the search and return its dialog."""
    page.locator("a.search").click()
    dialog = page.locator("dialog.search[open]")
    dialog.wait_for()
    return dialog


def search_for(place: Locator, words: str) -> None:
    """Type `words` and wait for the sentence that says what was found."""
    place.locator("input[type=search]").fill("")
    expect(place.get_by_role("status")).to_have_text("")
    place.locator("input[type=search]").fill(words)
    expect(place.get_by_role("status")).to_have_text(re.compile(r"^(\d+ \w+.*\.|Nothing found for.*)$"))
