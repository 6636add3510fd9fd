"""What is saved for reading offline is the language that is read, and nothing of the other."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from apparatus.postbuild.offline import MOST, kept, write_worker
from apparatus.words import read_words

from .support.offline import SAVE, SAVED, STORED, reading

pytestmark = pytest.mark.xdist_group("translation")
SAYS = read_words("ur").at("scripts.offline")


def test_each_language_lists_its_own_files_and_is_small(both: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(both, tmp_path / "site"))
    before = (site / "sw.js").read_bytes()
    write_worker(site)  # as making the books does, when the other language is there
    assert (site / "sw.js").read_bytes() == before
    own = kept(site / "ur")
    assert {"index.html", "essay/the-war/index.html", "assets/fonts/nastaliq-urdu.woff2", "feed.xml"} <= set(own)
    assert sum(len(gzip.compress((site / "ur" / file).read_bytes())) for file in own) <= MOST


def test_the_reader_of_one_language_saves_that_one_and_reads_it_without_a_line(
    both: Path, tmp_path: Path, browser: Browser
) -> None:
    with reading(browser, Path(shutil.copytree(both, tmp_path / "site"))) as reader:
        reader.open()
        reader.press(SAVE)
        reader.says(SAVED)
        english = reader.stored()
        reader.open("ur/")
        reader.says(SAYS["save"])  # what is saved in English is not taken for this
        reader.press(SAYS["save"])
        reader.says(SAYS["saved"].strip())
        urls = reader.page.evaluate(STORED)
        assert len([url for url in urls if not url.startswith(f"{reader.line.address}ur/")]) == english

        reader.line.cut()
        reader.open("ur/essay/the-circle/")
        reader.says(SAYS["whole"].strip())
        assert reader.page.locator("html").get_attribute("dir") == "rtl"
        assert reader.page.evaluate("document.fonts.load('1em Nastaliq').then((found) => found.length)") > 0
        reader.line.mend()

        reader.open("ur/")
        reader.press(SAYS["remove"])
        reader.says(SAYS["save"])
        assert reader.stored() == english
