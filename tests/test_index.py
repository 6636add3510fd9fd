"""The search index: what is in it, what a search of it costs a reader, and that the preview's is never old."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

from bs4 import BeautifulSoup
from playwright.sync_api import Browser, expect

from apparatus.postbuild import search
from apparatus.project import load_project
from apparatus.record.spellings import fold

from .support.pages import CLOSED_FIST
from .support.preview import Preview
from .support.project import LEFT_OUT, ROOT, change
from .support.search import open_search, search_for

FIRST = "Lyariwards"
"""A word of which the text has a beginning: a search that cut it would go on finding it after it has left the text."""


def test_passages_are_found_in_their_own_words(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    everything = list(search._everything(site, load_project(ROOT)))
    found = {one.address: one for one in everything if not one.note}
    notes = {(one.address.partition("#")[0], one.note) for one in everything}
    passages = 0
    for path, soup in pages.items():
        for block in soup.select(".passage") if path.startswith("essay/") else []:
            words = BeautifulSoup(str(block), "html.parser")
            for extra in words.select(".mark, .address"):
                extra.decompose()
            one = found[f"{path}#{block['id']}"]
            assert one.words == " ".join(words.text.split()) and "¶" not in one.words
            passages += 1
        for note in soup.select(".note") if path.startswith("essay/") else []:
            assert (path, note["id"]) in notes
    assert passages > 100
    for page, entries in (("claims", 30), ("people", 70), ("glossary", 10), ("timeline", 90), ("sources", 400)):
        ids = {str(entry["id"]) for entry in pages[f"record/{page}/"].select(".entries > li")}
        assert {address.partition("#")[2] for address in found if address.startswith(f"record/{page}/#")} == ids
        assert len(ids) >= entries


def test_the_preview_finds_what_was_just_saved(browser: Browser, tmp_path: Path) -> None:
    project = Path(shutil.copytree(ROOT, tmp_path / "copy", ignore=LEFT_OUT))
    preview = Preview(project)
    try:
        preview.wait(CLOSED_FIST, "several hundred people")
        for old, new in (("several hundred people", FIRST), (FIRST, "Lyaribecame")):
            page = browser.new_page()
            change(project / f"docs/{CLOSED_FIST.strip('/')}.md", old, new)
            preview.wait(CLOSED_FIST, new)
            page.goto(preview.url + CLOSED_FIST)
            dialog = open_search(page)
            search_for(dialog, new)
            expect(dialog.locator("mark")).to_have_text(new)
        search_for(dialog, FIRST)
        assert dialog.get_by_role("status").inner_text().startswith("Nothing found")
        page.close()
    finally:
        preview.close()


def cost(site: Path, root: str, urls: list[str]) -> int:
    """Return what the files cost a reader, as a host compresses them."""
    files = [site / url.removeprefix(root).partition("?")[0] for url in urls]
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def test_a_search_keeps_to_its_budget(browser: Browser, site: Path, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.goto(address + CLOSED_FIST, wait_until="networkidle")
    page.on("requestfinished", lambda request: asked.append(request.url) if request.resource_type != "font" else None)
    dialog = open_search(page)
    search_for(dialog, "bhatta")
    first = cost(site, address, asked)  # without the type, which comes where its letters stand, here or on the page
    assert 100_000 <= first <= 130_000, first
    asked.clear()
    search_for(dialog, "Lyari")
    assert not asked
    page.close()


def test_the_index_is_one_file_and_the_same_every_time(site: Path) -> None:
    made = (site / search.INDEX).read_bytes()
    search.index(site, load_project(ROOT))
    assert (site / search.INDEX).read_bytes() == made
    assert [path.name for path in site.rglob("*.json") if "search" in path.parts and "cite" not in path.name] == [
        "index.json"
    ]


def test_a_search_sees_no_accents_case_or_punctuation() -> None:
    assert fold("Bhattā, parchī") == fold("BHATTA-PARCHI") == " bhatta parchi "
    assert fold("é") == fold("e\u0301") == " e " and fold("مُہاجر") == fold("مہاجر")
