"""An essay twice as long: its sections, and the map on every page, take no more room than they do now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from apparatus.mkdocs.plugin import LONGEST_MAP, build

from .grown import grown

pytestmark = pytest.mark.xdist_group("growth")


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an essay of 28 sections, of which the first fourteen are ours."""
    folder = tmp_path_factory.mktemp("growth")
    build(grown(folder / "project", 2), folder / "site")
    return folder / "site"


def _page(site: Path, path: str) -> bytes:
    """Return a page without the words that the foot has only while the text differs from the last edition."""
    return re.sub(rb'<span class="since">.*?</span>', b"", (site / path / "index.html").read_bytes())


def test_a_section_of_a_longer_essay_is_no_larger(longer: Path, site: Path, pages: dict[str, BeautifulSoup]) -> None:
    sections = sorted(path for path in pages if path.startswith("essay/"))
    for path in sections:
        now, then = (len(_page(built, path)) for built in (site, longer))
        last = not pages[path].select(".onward [rel=next]")  # the longer essay's goes on
        assert then <= now or last, path
    for file in (longer / "essay").glob("*-2/index.html"):
        map = BeautifulSoup(file.read_bytes(), "html.parser").select(".map li")
        assert len(map) <= len(pages[sections[0]].select(".map li")), file


def test_the_map_of_a_longer_essay_names_what_is_near_and_leads_to_all(longer: Path) -> None:
    def linked(path: str, rows: str) -> list[Tag]:
        return BeautifulSoup((longer / path / "index.html").read_bytes(), "html.parser").select(f".map {rows} a")

    shown = linked("essay/the-open-hand-2", ".near li")
    here = next(at for at, link in enumerate(shown) if link.get("aria-current"))
    assert [link["href"] for link in (shown[here - 1], shown[here + 1])] == ["../every-street-2/", "../the-price-2/"]
    assert (shown[-1].text, shown[-1]["href"]) == ("All 28 sections", "../..#contents")
    assert [link.text for link in linked("record/people", ".near li")] == ["All 28 sections"]
    contents = BeautifulSoup((longer / "index.html").read_bytes(), "html.parser").select("#contents ~ .contents li")
    assert len(contents) == 28 > LONGEST_MAP
