"""Search in a real browser: what a reader finds, by mouse, by keyboard, on a phone, without scripts, without a
connection.
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Locator, expect

from apparatus.postbuild import search
from apparatus.project import load_project
from apparatus.record.spellings import fold

from .support.axe import WINDOWS, faults, opened_part
from .support.pages import CLOSED_FIST, Open
from .support.project import ROOT, change
from .support.search import open_search, search_for
from .support.waiting import settled


def kinds(place: Locator) -> list[str]:
    return place.locator(".results h2").all_inner_texts()


@pytest.mark.parametrize("path", ["", CLOSED_FIST, "404.html"])
def test_nothing_of_the_search_is_fetched_before_it_is_opened(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + path, wait_until="networkidle")
    assert not [url for url in asked if "search" in url or "matching" in url]
    if path == CLOSED_FIST:
        open_search(page)
        assert [url for url in asked if "search.js" in url]
    page.close()


def test_a_word_finds_its_meaning_the_passages_and_the_claims(open_page: Open) -> None:
    dialog = open_search(open_page(CLOSED_FIST))
    search_for(dialog, "bhatta")
    assert kinds(dialog) == ["Words", "Passages", "Claims"]
    labels = set(dialog.locator(".results .label").all_inner_texts())
    assert "" in labels and "undefined" not in labels, "what has no finding is called nothing"
    assert "2 words, " in dialog.get_by_role("status").inner_text()
    assert {fold(mark) for mark in dialog.locator("mark").all_inner_texts()} == {" bhatta "}


def test_every_result_leads_to_what_it_names(open_page: Open, pages: dict[str, BeautifulSoup], address: str) -> None:
    dialog = open_search(open_page(CLOSED_FIST))
    for words in ("bhatta", "Afaq Ahmed", "Baldia", "1988"):
        search_for(dialog, words)
        links = dialog.locator(".results li a").evaluate_all("links => links.map(link => link.href)")
        assert len(links) > 2
        for link in links:
            path, _, id = link.removeprefix(address).partition("#")
            assert pages[path].find(id=id), link


def test_filters_narrow_by_kind_finding_and_section(open_page: Open) -> None:
    dialog = open_search(open_page(CLOSED_FIST))
    search_for(dialog, "killed")
    everything = len(kinds(dialog))
    dialog.get_by_role("radio", name=re.compile("^claims")).check()
    expect(dialog.get_by_role("status")).to_have_text(re.compile(r"^\d+ claims?\.$"))
    assert everything > 3 and kinds(dialog) == ["Claims"]
    dialog.get_by_role("radio", name="disputed").check()
    expect(dialog.locator(".label").filter(has_not_text="disputed")).to_have_count(0)
    expect(dialog.locator(".label").first).to_be_visible()
    dialog.get_by_role("radio", name=re.compile("^passages")).check()
    dialog.locator("summary").click()
    dialog.get_by_role("radio", name="Ways out").check()
    expect(dialog.locator("summary")).to_have_text("In “Ways out”")
    expect(dialog.locator(".results li a").filter(has_not_text="Ways out")).to_have_count(0)
    expect(dialog.locator(".results li a").first).to_have_text("Ways out")


def test_the_rest_of_the_results_can_be_had(open_page: Open) -> None:
    dialog = open_search(open_page(CLOSED_FIST))
    search_for(dialog, "Karachi")
    dialog.get_by_role("button", name=re.compile(r"All \d+ passages")).click()
    expect(dialog.locator(".results li")).to_have_count(10)
    dialog.get_by_role("button", name="10 more").click()
    expect(dialog.locator(".results li")).to_have_count(20)
    expect(dialog.locator(".results li a").nth(10)).to_be_focused()


class TestKeyboard:
    def test_a_slash_opens_and_escape_returns_the_focus(self, open_page: Open) -> None:
        page = open_page(CLOSED_FIST)
        mark = page.locator(".source-mark a").nth(4)
        mark.focus()
        page.keyboard.press("/")
        field = page.locator("dialog[open] input[type=search]")
        expect(field).to_be_focused()
        page.keyboard.type("on/off")
        expect(field).to_have_value("on/off")
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(mark).to_be_focused()

    def test_a_slash_with_another_key_does_not_open(self, open_page: Open) -> None:
        page = open_page(CLOSED_FIST)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.keyboard.press("Control+/")
        assert settled(page).locator("dialog").count() == 0
        assert not [url for url in asked if "search" in url]
        page.keyboard.press("/")  # which the same listener hears
        page.locator("dialog[open]").wait_for()

    def test_arrows_and_enter_reach_a_result_and_follow_it(self, open_page: Open) -> None:
        page = open_page(CLOSED_FIST)
        dialog = open_search(page)
        page.keyboard.type("bhatta")
        expect(dialog.locator(".results li").first).to_be_visible()
        links = dialog.locator(".results a")
        page.keyboard.press("Enter")
        expect(links.first).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(links.nth(1)).to_be_focused()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(dialog.locator("input[type=search]")).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/record/glossary/#bhatta")

    def test_a_result_on_the_same_page_closes_the_search_and_shows_it(self, open_page: Open) -> None:
        page = open_page(CLOSED_FIST)
        dialog = open_search(page)
        search_for(dialog, "pedestal martyrs")
        dialog.locator(".results li a").first.click()
        expect(page.locator("dialog[open]")).to_have_count(0)
        assert page.locator(":target").get_attribute("id") == "rpw3"
        expect(page.locator(":target")).to_be_in_viewport()

    def test_a_click_outside_closes_it_and_one_that_begins_inside_does_not(self, open_page: Open) -> None:
        page = open_page(CLOSED_FIST)
        dialog = open_search(page)
        page.mouse.move(720, 60)
        page.mouse.down()
        page.mouse.move(20, 600)
        page.mouse.up()
        expect(dialog).to_be_visible()
        page.mouse.click(20, 600)
        expect(dialog).to_be_hidden()

    def test_the_field_has_the_focus_on_the_page_of_its_own(self, open_page: Open) -> None:
        expect(open_page("search/").locator("[role=search] input[type=search]")).to_be_focused()

    def test_the_link_has_the_focus_again(self, open_page: Open) -> None:
        page = open_page(CLOSED_FIST)
        open_search(page).get_by_role("button", name="Close").click()
        expect(page.locator("a.search")).to_be_focused()
        open_search(page)
        page.keyboard.press("Escape")
        expect(page.locator("a.search")).to_be_focused()


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_axe_finds_nothing_in_the_search(open_page: Open, width: int, scheme: str) -> None:
    page = open_page(CLOSED_FIST, width=width, color_scheme=scheme)
    dialog = open_search(page)
    for words in ("", "bhatta"):
        if words:
            search_for(dialog, words)
        assert not faults(page, within=opened_part("dialog[open]", width, scheme), scheme=scheme)
    box = dialog.bounding_box()
    assert box and (width > 320 or (box["x"], box["y"], box["width"]) == (0, 0, 320))
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")


@pytest.mark.parametrize("options", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}])
def test_the_search_opens_under_the_readers_own_settings(open_page: Open, options: dict[str, str]) -> None:
    page = open_page(CLOSED_FIST, **options)
    search_for(open_search(page), "bhatta")
    assert not faults(page)


class TestAddress:
    def test_a_search_has_an_address(self, open_page: Open) -> None:
        page = open_page("search/?q=bhatta&kind=claim", width=320)
        place = page.locator(".search-place")
        expect(place.get_by_role("status")).to_have_text(re.compile(r"^\d+ claims?\.$"))
        search_for(place, "Lyari")
        expect(page).to_have_url(re.compile(r"search/\?q=Lyari&kind=claim$"))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert not faults(page)

    def test_the_page_leads_to_everything_without_scripts(self, open_page: Open) -> None:
        page = open_page(CLOSED_FIST, java_script_enabled=False)
        page.locator("a.search").click()
        page.wait_for_url("**/search/")
        assert page.locator(".contents li").count() == len(load_project(ROOT).sections)
        assert page.locator(".listing.glossary #bhatta").is_visible()
        assert page.locator("input").count() == 0

    @pytest.mark.parametrize("width", [320, 1440])
    @pytest.mark.parametrize("asked", ["", "?q=bhatta"])
    def test_the_page_does_not_shift_when_field_and_results_arrive(
        self, open_page: Open, asked: str, width: int
    ) -> None:
        page = open_page(width=width)
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())"
            " if (!entry.hadRecentInput) window.shift += entry.value; }).observe({ type: 'layout-shift', buffered: "
            "true });"
        )
        page.goto(f"{page.url}search/{asked}", wait_until="networkidle")
        page.locator(".results li" if asked else ".search-place input[type=search]").first.wait_for()
        assert settled(page).evaluate("window.shift") < 0.01


def test_without_the_index_a_sentence_says_so(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + CLOSED_FIST)
    page.route("**/search/index.json", lambda route: route.abort())
    dialog = open_search(page)
    page.keyboard.type("bhatta")
    expect(dialog.get_by_role("status")).to_contain_text("could not be loaded")
    page.unroute("**/search/index.json")
    page.keyboard.type(" ")
    expect(dialog.locator(".results li").first).to_be_visible()
    page.close()


class _Strict(SimpleHTTPRequestHandler):
    policy = ""

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()


@pytest.fixture
def strict(site: Path, tmp_path: Path) -> Iterator[str]:
    """The site below a path of a host with a strict policy; one paragraph speaks of markup."""
    copy = Path(shutil.copytree(site, tmp_path / "some/path"))
    page = copy / CLOSED_FIST / "index.html"
    change(
        page,
        "several hundred people",
        "Zqx &lt;img src=x onerror=alert(1)&gt; &amp;lt;b&amp;gt; &lt;mark&gt; several hundred people",
    )
    search.index(copy, load_project(ROOT))
    told = re.search(r"Content-Security-Policy: (.+)", (site / "_headers").read_text(encoding="utf-8"))
    assert told and "'none'" in told[1] and "unsafe" not in told[1]
    strict = type("_AsHosts", (_Strict,), {"policy": told[1]})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(strict, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/some/path/"
    server.shutdown()


def test_it_works_below_a_path_under_a_strict_policy_and_never_reads_markup(open_page: Open, strict: str) -> None:
    page = open_page("essay/marginal/", base=strict)
    dialog = open_search(page)
    search_for(dialog, "zqx")
    excerpt = dialog.locator(".excerpt")
    assert "Zqx <img src=x onerror=alert(1)> &lt;b&gt; <mark> several" in excerpt.inner_text()
    assert excerpt.locator("*").evaluate_all("all => all.map(one => one.tagName)") == ["MARK"]
    dialog.locator(".results a").click()
    page.wait_for_url(f"{strict}{CLOSED_FIST}#rpw3")
