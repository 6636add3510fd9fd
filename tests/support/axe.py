"""axe, the checker of accessibility rules (https://github.com/dequelabs/axe-core), on a page that is open in the tests'
browser.
"""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WINDOWS = [
    (320, "light"),
    (768, "dark"),
    (1440, "light"),
    *(pytest.param(*rest, marks=pytest.mark.proof) for rest in ((320, "dark"), (768, "light"), (1440, "dark"))),
]
"""Widths and colour schemes in which it is asked."""

_FAULTS: dict[str, Any] = {"resultTypes": ["violations"]}
_OF_COLOURS = _FAULTS | {"runOnly": ["cat.color"]}


def faults(page: Page, *, within: str | None = None, scheme: str = "light") -> str:
    """Return what axe has to say against a page, or what is `within` a selector of it; nothing when all is well.

    In the dark it is asked about colours alone: in nothing else does a page differ from the same page in the light,
    which every test looks at too, at this width or another.
    """
    results = Axe().run(page, within, _OF_COLOURS if scheme == "dark" else _FAULTS)
    return str(results.generate_report()) if results.violations_count else ""


def opened_part(opened: str, width: int, scheme: str) -> str | None:
    """Return what is looked at while something is open: at one width and in one scheme the whole page, in the others
    what is open alone.

    The page around it is looked at by itself, in all WINDOWS, which takes axe most of its time.
    """
    return None if (width, scheme) == (320, "light") else opened
