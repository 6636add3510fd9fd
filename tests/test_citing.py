"""Citing in a real browser: with the keyboard, on a phone, without scripts, in print."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from apparatus.record.settings import read_settings

from .support.axe import WINDOWS, faults, opened_part
from .support.project import ROOT

SECTION = "essay/ways-out/"
PATHS = ["", SECTION, "record/sources/", "record/claims/", "about/"]
PUBLISHED = read_settings(ROOT).site_url
CLIPBOARD = ["clipboard-read", "clipboard-write"]
Open = Callable[..., Page]


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def pressed_at(page: Page, at: int = 2) -> str:
    """Copy a paragraph's reference by keyboard; return the paragraph's address."""
    sign = page.locator("a.address").nth(at)
    sign.focus()
    page.keyboard.press("Enter")
    page.locator(".said:popover-open", has_text="Copied: The maintainers").wait_for()
    return str(sign.get_attribute("href"))


class TestParagraph:
    def test_its_reference_is_copied_in_one_line_with_its_address(self, open_page: Open, site: Path) -> None:
        page = open_page(SECTION, permissions=CLIPBOARD)
        line = (site / SECTION / "cite.txt").read_text("utf-8").strip()
        for at in (1, 5):  # one paragraph after another
            id = pressed_at(page, at)
            assert copied(page) == line.replace(f"{SECTION}.", f"{SECTION}{id}.") != line
            assert page.locator(".said:popover-open").inner_text() == f"Copied: {copied(page)}"
            assert page.url.endswith(SECTION + id)

    def test_the_focus_stays_and_escape_closes_what_was_said(self, open_page: Open) -> None:
        page = open_page(SECTION, permissions=CLIPBOARD)
        id = pressed_at(page)
        assert page.evaluate("document.activeElement.hash") == id
        page.keyboard.press("Escape")
        assert page.locator(":popover-open").count() == 0
        assert page.evaluate("document.activeElement.hash") == id

    def test_a_click_never_scrolls(self, open_page: Open) -> None:
        page = open_page(SECTION, permissions=CLIPBOARD)
        sign = page.locator("a.address").nth(4)
        sign.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        sign.click()
        page.locator(".said", has_text="Copied").wait_for()
        assert page.evaluate("scrollY") == before > 0

    def test_a_modified_click_is_the_browsers(self, open_page: Open) -> None:
        page = open_page(SECTION, permissions=CLIPBOARD)
        with page.context.expect_page():
            page.locator("a.address").nth(2).click(modifiers=["ControlOrMeta"])
        assert page.locator(".said").count() == 0

    def test_what_cannot_be_copied_is_shown(self, open_page: Open) -> None:
        page = open_page(SECTION)
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
        sign = page.locator("a.address").nth(2)
        sign.click()
        page.locator(".said", has_text="Not copied: The maintainers").wait_for()
        assert f"{PUBLISHED}{SECTION}{sign.get_attribute('href')}" in page.locator(".said").inner_text()

    @pytest.mark.parametrize(("width", "scheme"), WINDOWS)
    def test_axe_finds_nothing(self, open_page: Open, width: int, scheme: str) -> None:
        page = open_page(SECTION, width=width, color_scheme=scheme, permissions=CLIPBOARD)
        pressed_at(page)
        assert not faults(page, within=opened_part(":popover-open", width, scheme), scheme=scheme)
        box = page.locator(".said").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


class TestSources:
    @pytest.mark.parametrize("path", [SECTION, "record/sources/"])
    def test_they_come_without_a_script_under_a_name_that_says_whose_they_are(
        self, open_page: Open, path: str, tmp_path: Path
    ) -> None:
        page = open_page(path, java_script_enabled=False)
        name = path.strip("/").rpartition("/")[2]
        for form in ("json", "bib", "ris"):
            with page.expect_download() as download:
                page.locator(f".files a[href='sources.{form}']").click()
            assert download.value.suggested_filename == f"mqm2026-{name}-sources.{form}"


class TestPageBox:
    @pytest.mark.parametrize("path", PATHS)
    def test_it_opens_and_its_files_come_without_a_script(self, open_page: Open, path: str, tmp_path: Path) -> None:
        page = open_page(path, java_script_enabled=False)
        page.locator(".cite summary").click()
        # what was opened is laid out when it is painted
        expect(page.locator(".cite .reference")).to_have_text(re.compile("^The maintainers of"), use_inner_text=True)
        assert page.locator(".cite button").count() == 0
        for link in page.locator(".cite .files a").all():
            with page.expect_download() as download:
                link.click()
            name = download.value.suggested_filename
            download.value.save_as(tmp_path / name)
            assert name.startswith("mqm2026") and PUBLISHED + path in (tmp_path / name).read_text("utf-8")
        assert len(list(tmp_path.iterdir())) == 3

    def test_with_a_script_its_reference_is_copied(self, open_page: Open) -> None:
        page = open_page(SECTION, permissions=CLIPBOARD)
        page.locator(".cite summary").click()
        page.locator(".cite").get_by_role("button", name="Copy", exact=True).click()
        page.locator(".said", has_text="Copied").wait_for()
        assert copied(page) == page.locator(".cite .reference").inner_text()
        assert not faults(page)

    def test_print_shows_the_reference_and_no_controls(self, open_page: Open) -> None:
        page = open_page(SECTION, java_script_enabled=False)
        page.emulate_media(media="print")
        assert page.locator(".cite .reference").is_visible()
        assert not page.locator(".cite .files").is_visible()
