"""The first paint waits for nothing but the page: seen while the server holds everything else back. test_firefox.py
asks it of Firefox.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .support.hosts import Held
from .support.pages import IN_STYLE, PAINTED
from .support.waiting import until

PATHS = (
    "",
    "essay/the-closed-fist/",
    "essay/the-circle/",
    "record/claims/",
    "record/sources/",
    "record/timeline/",
    "whole/",
)
PLACES = """[...document.querySelectorAll(".masthead, .masthead *, article > *, .entries > li")].map((one) => one.getBoundingClientRect())
    .filter(({ top, height }) => height && top < innerHeight).map(({ x, y, width }) => [x, y, width])"""
"""Where each thing of the first screen stands. Its height may grow below the window's edge."""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("path", PATHS)
def test_it_waits_for_the_page_alone(site: Path, browser: Browser, path: str, *, scripts: bool) -> None:
    """And nothing moves when the rest comes."""
    context = browser.new_context(viewport={"width": 412, "height": 823}, java_script_enabled=scripts)
    page = context.new_page()
    with closing(Held(site)) as held:
        page.goto(held.address + path, wait_until="commit")
        until(lambda: page.evaluate(PAINTED), lambda: held.asked, page)
        assert page.evaluate(IN_STYLE) and page.locator("h1").is_visible()
        until(lambda: any(asked.endswith(".css") for asked in held.asked), lambda: held.asked, page)
        before = page.evaluate(PLACES)
        held.let_go()
        page.wait_for_load_state("load")
        found = page.evaluate(
            "performance.getEntriesByType('resource').map((one) => [one.name, one.renderBlockingStatus])"
        )
        assert found and [name for name, status in found if status != "non-blocking"] == []
        assert page.evaluate(PLACES) == before and len(before) > 5
    context.close()
