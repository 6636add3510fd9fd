"""The first paint waits for nothing but the page: seen while the server holds everything else back. test_firefox.py
asks it of Firefox.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .support.painting import waits_for_the_page_alone

PATHS = (
    "",
    "essay/the-closed-fist/",
    "essay/the-circle/",
    "record/claims/",
    "record/sources/",
    "record/timeline/",
    "whole/",
)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("path", PATHS)
def test_it_waits_for_the_page_alone(site: Path, browser: Browser, path: str, *, scripts: bool) -> None:
    """And nothing moves when the rest comes."""
    waits_for_the_page_alone(site, browser, path, scripts=scripts)
