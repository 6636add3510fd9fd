"""Citing in a real browser: with the keyboard, on a phone, without scripts, in print."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from apparatus.record.settings import read_settings

from .support.axe import faults, opened_part
from .support.project import ROOT

SECTION = "essay/ways-out/"
PATHS = ["", SECTION, "record/sources/", "record/claims/", "about/"]
PUBLISHED = read_settings(ROOT).site_url
CLIPBOARD = ["clipboard-read", "clipboard-write"]
Open = Callable[..., Page]


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def opened_at(page: Page, at: int = 2) -> str:
    """Open the box of a paragraph by keyboard; return the paragraph's address."""
    sign = page.locator("a.address").nth(at)
    sign.focus()
    page.keyboard.press("Enter")
    page.locator(".citing:popover-open").wait_for()
    return str(sign.get_attribute("href"))


class TestParagraph:
    def test_each_form_is_copied_in_one_click(self, open_page: Open) -> None:
        page = open_page(SECTION, permissions=CLIPBOARD)
        id = opened_at(page)
        for name, begins in (
            ("reference", "The maintainers"), ("BibTeX", "@incollection{"), ("RIS", "TY  - CHAP"), ("CSL-JSON", "["),
        ):  # fmt: skip
            page.locator(".citing").get_by_role("button", name=name, exact=True).click()
            page.locator(".citing .said", has_text=f"Copied: {name}").wait_for()
            assert copied(page).startswith(begins) and copied(page).count(SECTION + id) == 1
        assert len(json.loads(copied(page))) == 1

    def test_the_keyboard_goes_in_and_comes_back(self, open_page: Open) -> None:
        page = open_page(SECTION, permissions=CLIPBOARD)
        id = opened_at(page)
        assert page.evaluate("document.activeElement.textContent") == "reference"
        stops = []
        for _ in range(4):
            page.keyboard.press("Tab")
            stops.append(page.evaluate("document.activeElement.textContent"))
        assert stops == ["BibTeX", "RIS", "CSL-JSON", "Close"]
        page.keyboard.press("Escape")
        assert page.locator(":popover-open").count() == 0
        assert page.evaluate("document.activeElement.hash") == id

    def test_the_box_serves_one_paragraph_after_another(self, open_page: Open) -> None:
        page = open_page(SECTION, permissions=CLIPBOARD)
        for at in (1, 5):
            id = opened_at(page, at)
            page.keyboard.press("Enter")
            page.locator(".said", has_text="Copied: reference").wait_for()
            assert copied(page).endswith(f"{id}.")
            page.keyboard.press("Escape")

    def test_a_click_leaves_the_focus_and_never_scrolls(self, open_page: Open) -> None:
        page = open_page(SECTION, permissions=CLIPBOARD)
        sign = page.locator("a.address").nth(4)
        sign.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        sign.click()
        page.locator(".citing .said", has_text="quotation and link").wait_for()
        assert page.evaluate("scrollY") == before > 0
        assert not page.evaluate("document.activeElement.closest('.citing')")
        page.locator(".citing .close").click()
        assert not page.locator(".citing").is_visible()
        assert page.locator(":popover-open").count() == 0

    def test_a_modified_click_is_the_browsers(self, open_page: Open) -> None:
        page = open_page(SECTION, permissions=CLIPBOARD)
        with page.context.expect_page():
            page.locator("a.address").nth(2).click(modifiers=["ControlOrMeta"])
        assert page.locator(".citing").count() == 0

    def test_a_file_that_cannot_be_fetched_is_told(self, browser: Browser, address: str) -> None:
        page = browser.new_context(permissions=CLIPBOARD).new_page()
        page.goto(address + SECTION)
        opened_at(page)
        page.context.set_offline(True)
        page.get_by_role("button", name="RIS").click()
        page.locator(".said", has_text="Not copied").wait_for()
        page.context.close()

    def test_a_copied_paragraph_is_free_of_the_box(self, open_page: Open) -> None:
        page = open_page(SECTION, permissions=CLIPBOARD)
        opened_at(page, 0)
        page.keyboard.press("Escape")
        opened_at(page, 0)
        assert "BibTeX" not in copied(page) and copied(page).startswith("“For its first rally")

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [320, 1440])
    def test_axe_finds_nothing(self, open_page: Open, width: int, scheme: str) -> None:
        page = open_page(SECTION, width=width, color_scheme=scheme, permissions=CLIPBOARD)
        opened_at(page)
        assert not faults(page, within=opened_part(":popover-open", width, scheme), scheme=scheme)
        box = page.locator(".citing").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
        assert all(one.bounding_box()["height"] >= 24 for one in page.locator(".citing button").all())  # type: ignore[index]


class TestPageBox:
    @pytest.mark.parametrize("path", PATHS)
    def test_it_opens_and_its_files_come_without_a_script(self, open_page: Open, path: str, tmp_path: Path) -> None:
        page = open_page(path, java_script_enabled=False)
        page.locator(".cite summary").click()
        assert page.locator(".cite .reference").inner_text().startswith("The maintainers of")
        assert page.locator(".copies").count() == 0
        for link in page.locator(".cite .files a").all():
            with page.expect_download() as download:
                link.click()
            name = download.value.suggested_filename
            download.value.save_as(tmp_path / name)
            assert name.startswith("mqm2026") and PUBLISHED + path in (tmp_path / name).read_text("utf-8")
        assert len(list(tmp_path.iterdir())) == 4

    def test_with_a_script_it_copies_the_pages_own_entry(self, open_page: Open) -> None:
        page = open_page(SECTION, permissions=CLIPBOARD)
        page.locator(".cite summary").click()
        for name in ("reference", "BibTeX", "RIS", "CSL-JSON"):
            page.locator(".cite").get_by_role("button", name=name, exact=True).click()
            page.locator(".cite .said", has_text=f"Copied: {name}").wait_for()
            assert SECTION in copied(page) and SECTION + "#" not in copied(page)
        page.locator(".cite summary").click()
        page.locator(".cite summary").click()
        assert page.locator(".cite .copies").count() == 1
        assert not faults(page)

    def test_nothing_is_fetched_before_it_is_asked_for(self, browser: Browser, address: str) -> None:
        page = browser.new_context(permissions=CLIPBOARD).new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + SECTION, wait_until="networkidle")
        assert not [url for url in asked if "cite" in url]
        page.locator(".cite summary").click()
        page.locator(".copies").wait_for()
        assert [url for url in asked if "cite" in url] == [address + "assets/scripts/cite.js"]
        page.context.close()

    def test_print_shows_the_reference_and_no_controls(self, open_page: Open) -> None:
        page = open_page(SECTION, java_script_enabled=False)
        page.emulate_media(media="print")
        assert page.locator(".cite .reference").is_visible()
        assert not page.locator(".cite .files").is_visible()
