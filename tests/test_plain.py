"""The page with styles and scripts off: what a text browser, a reader's own style sheet or a broken line
leaves of it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page

from .support.pages import CLOSED_FIST, Open

Plain = Callable[[str], Page]


@pytest.fixture
def plain(open_page: Open) -> Plain:
    """Open a page with every style switched off, as View, Page Style, No Style does."""

    def go(path: str) -> Page:
        page = open_page(path, width=320, java_script_enabled=False)
        page.evaluate("for (const sheet of document.styleSheets) sheet.disabled = true")
        return page

    return go


def test_a_section_reads_in_its_order(plain: Plain, pages: dict[str, BeautifulSoup]) -> None:
    shown = " ".join(plain(CLOSED_FIST).locator("main").inner_text().split())
    place = 0
    for block in pages[CLOSED_FIST].select("h1, .question, .passage"):
        words = " ".join("".join(text for text in block.strings if text.strip() != "¶").split())
        place = shown.find(words[:80], place)
        assert place >= 0, words


def test_notes_follow_the_paragraphs_of_their_marks(pages: dict[str, BeautifulSoup]) -> None:
    notes = 0
    for path, soup in pages.items():
        for note in soup.select(".section > .note"):
            passage = note.find_previous_sibling(class_="passage")
            assert passage and passage.select(f'[href="#{note["id"]}"]'), f"{path}: {note['id']}"
            notes += 1
    assert notes >= 20


@pytest.mark.parametrize("mark", [".source-mark a", ".claim-mark a", ".note-mark a", "a.person", "a.term"])
def test_every_kind_of_mark_leads_to_its_entry_and_back(plain: Plain, mark: str) -> None:
    page = plain(CLOSED_FIST)
    link = page.locator(mark).first
    assert link.inner_text().strip()
    link.click()
    entry = page.locator(":target")
    assert entry.is_visible() and len(entry.inner_text()) > 40
    entry.locator(".back").first.click()
    assert page.locator(":target").evaluate(
        "(place, mark) => place.matches(mark) || place.querySelector(mark) !== null", mark
    )


@pytest.mark.parametrize("path", ["", CLOSED_FIST, "record/claims/", "record/sources/"])
def test_nothing_drawn_fills_the_window(plain: Plain, path: str) -> None:
    sizes = plain(path).locator("svg.shape").evaluate_all("shapes => shapes.map(s => s.getBoundingClientRect().width)")
    assert all(size <= 16 for size in sizes)


def test_neighbouring_links_are_kept_apart(plain: Plain) -> None:
    page = plain(CLOSED_FIST)
    before, after = (page.locator(f".onward [rel={rel}]").inner_text() for rel in ("prev", "next"))
    assert f"{after} {before}" in page.locator(".onward").inner_text()
