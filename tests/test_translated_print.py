"""The Urdu pages on paper."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .support.tools import pdftotext

pytestmark = pytest.mark.xdist_group("translation")  # built once, with test_translation.py


@pytest.mark.parametrize("path", ["essay/the-closed-fist/", "essay/ways-out/", "record/figures/"])
def test_no_line_is_cut_where_a_printed_page_ends(
    browser: Browser, both_address: str, tmp_path: Path, path: str
) -> None:
    """Nastaliq rises above its line: what did so at the head of a page was printed at the foot of the one before."""
    page, file = browser.new_page(), tmp_path / "page.pdf"
    page.goto(f"{both_address}ur/{path}")
    page.evaluate("document.fonts.ready.then(() => 0)")
    file.write_bytes(page.pdf(format="A4", prefer_css_page_size=True))
    page.close()
    foot = (297 - 26) / 25.4 * 72  # the text's last line ends there (@page in essay.css), in points
    words = read_pages(file)
    assert len(words) > 4
    for number, one in enumerate(words, 1):
        low = [word for word, end in one if end > foot + 10 and word != str(number)]
        assert not low, (number, low)


def read_pages(file: Path) -> list[list[tuple[str, float]]]:
    """Return the words of each page of a PDF, each with where its line of type ends, in points from the head."""
    told = subprocess.run([pdftotext(), "-bbox", file, "-"], capture_output=True, text=True, check=True).stdout
    found = r'<word .* yMax="([\d.]+)">(.*)</word>'
    return [[(word, float(end)) for end, word in re.findall(found, one)] for one in told.split("<page ")[1:]]
