"""The link from a page to its other self: it leads to the same place there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page

from apparatus.checks import check
from apparatus.mkdocs.translations import Translations
from apparatus.project import load_project
from apparatus.translation.assemble import CACHE

from .support.pages import Open
from .support.project import CHECKS, lay
from .support.waiting import settled, until

pytestmark = pytest.mark.xdist_group("translation")  # built once, with test_translation.py


def test_each_of_three_languages_leads_to_the_two_others(tmp_path: Path) -> None:
    root = lay(tmp_path, CHECKS / "base", CHECKS / "C133/in")
    shutil.copytree(root / "docs/ur", root / "docs/en-IN")
    (root / "docs/en-IN/site.yml").write_text("language: en-IN\n", encoding="utf-8")
    check(load_project(root))  # which puts them together

    def others(project: Path) -> dict[str, str]:
        found = Translations(load_project(project), drafts=False).elsewhere("record/sources/")
        return {one.code: one.link for one in found}

    assert others(root) == {"en-IN": "../../en-IN/record/sources/", "ur": "../../ur/record/sources/"}
    assert others(root / CACHE / "ur") == {
        "en-GB": "../../../record/sources/",
        "en-IN": "../../../en-IN/record/sources/",
    }


MASTHEAD = "document.querySelector('.masthead').getBoundingClientRect().top"


def shown(page: Page) -> bool:
    """Scroll up a little while the masthead is out of sight, for a wheel turned on a busy machine can come to nothing;
    return whether the masthead is there.
    """
    top = page.evaluate(MASTHEAD)
    if top <= -page.evaluate("document.querySelector('.masthead').offsetHeight"):
        page.mouse.wheel(0, -4)
    return bool(top == 0)


def switched(page: Page) -> str:
    """Follow the link to the other language, for which a reader who is down the page scrolls up a little; return where
    it leads.
    """
    here = page.url.split("#")[0]
    if page.evaluate("scrollY"):
        page.mouse.move(150, 300)
        until(lambda: shown(page), lambda: page.evaluate(MASTHEAD), page)
    place = settled(page).locator("a.language").bounding_box()
    assert place
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.wait_for_url(lambda url: url.split("#")[0] != here)
    return page.evaluate("location.pathname + location.hash")  # type: ignore[no-any-return]


WHOLE = """document.fonts.ready.then(() => {
  const home = document.querySelector(".masthead .home"), first = document.createRange();
  first.selectNodeContents(home.firstChild);
  return first.getClientRects().length === 1 && first.getBoundingClientRect().right <= home.getBoundingClientRect().right + 1;
})"""
"""Whether the first part of the title stands whole on the one line that is shown."""


class TestTheSwitchKeepsThePlace:
    def test_at_the_head_of_a_page_it_leads_to_the_page(self, open_page: Open, both_address: str) -> None:
        """A tap counts from a page's first moment: while pages fade over (@view-transition), a third of a second, none
        does.
        """
        page = open_page("ur/essay/the-war/", base=both_address)
        assert switched(page) == "/essay/the-war/" and switched(page) == "/ur/essay/the-war/"

    @pytest.mark.parametrize("place", ["essay/the-war/#cl92", "ur/essay/the-war/#cl92", "ur/record/people/#imran-khan"])
    def test_it_leads_to_what_the_address_names_and_back(self, open_page: Open, both_address: str, place: str) -> None:
        page = open_page(place, base=both_address)
        other = f"/{place.removeprefix('ur/')}" if place.startswith("ur/") else f"/ur/{place}"
        assert switched(page) == other
        assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top < innerHeight")
        assert switched(page) == f"/{place}"

    @pytest.mark.parametrize("width", [320, 1440])
    @pytest.mark.parametrize("place", ["essay/the-war/", "ur/essay/the-war/#cl92"])
    def test_it_leads_to_the_paragraph_that_the_reader_has_come_to(
        self, open_page: Open, both_address: str, place: str, width: int
    ) -> None:
        page = open_page(place, base=both_address, width=width)
        passage = page.locator(".passage#lq98")
        passage.evaluate("(one) => scrollBy(0, one.getBoundingClientRect().top + 60)")
        until(lambda: page.evaluate(MASTHEAD) < 0, lambda: page.evaluate(MASTHEAD), page)
        assert switched(page).endswith("/essay/the-war/#lq98")

    @pytest.mark.parametrize("width", [320, 360, 390])
    def test_the_name_of_the_essay_keeps_its_room_beside_it(
        self, open_page: Open, both_address: str, width: int
    ) -> None:
        page = open_page("essay/the-war/", base=both_address, width=width)
        assert page.locator(".language").is_visible()
        assert page.evaluate(WHOLE)

    def test_without_scripts_it_leads_to_the_page(self, open_page: Open, both_address: str) -> None:
        page = open_page("essay/the-war/#cl92", base=both_address, java_script_enabled=False)
        page.locator("a.language").click()
        page.wait_for_load_state()
        assert page.url == f"{both_address}ur/essay/the-war/"
