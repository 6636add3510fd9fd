"""The timeline in a real browser: one record, seen as a picture and read as a list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from apparatus.project import load_project
from apparatus.record.lanes import LANES

from .support.project import ROOT

Open = Callable[..., Page]
EVENTS = load_project(ROOT).record.events
PATH = "record/timeline/"


@pytest.mark.parametrize(("width", "layout"), [(320, "narrow"), (1440, "wide")])
def test_the_picture_has_every_event_once_in_its_lane_and_year(open_page: Open, width: int, layout: str) -> None:
    page = open_page(PATH, width=width)
    shown = page.locator(".lanes svg").filter(visible=True)
    assert shown.count() == 1
    assert shown.get_attribute("class") == layout
    marks = shown.locator("a").evaluate_all(
        "all => all.map(a => [a.getAttribute('href').slice(1), a.getAttribute('class'), a.getBoundingClientRect().x])"
    )
    assert sorted(id for id, _, _ in marks) == sorted(EVENTS)
    assert all(EVENTS[id].lane == lane for id, lane, _ in marks)
    for lane in {lane for _, lane, _ in marks}:
        years = [int(EVENTS[id].date[:4]) for id, of, _ in marks if of == lane]
        assert years == sorted(years)


def test_time_has_one_scale_from_end_to_end(open_page: Open) -> None:
    page = open_page(PATH)
    first = min(int(event.date[:4]) for event in EVENTS.values())
    marks = page.locator(".lanes .wide a").evaluate_all(
        "all => all.map(a => [a.getAttribute('href').slice(1), a.transform.baseVal[0].matrix.e])"
    )
    for id, x in marks:
        assert x == (int(EVENTS[id].date[:4]) - first) % 40 * 14 + 1


def test_a_mark_leads_to_its_event_and_that_to_passage_and_source(open_page: Open) -> None:
    page = open_page(PATH, java_script_enabled=False)
    page.locator(".lanes .wide a").first.click()
    event = page.locator("li:target")
    assert event.is_visible()
    assert event.locator("a[href*='/essay/']").count() == 1
    assert event.locator("a[href^=http], a[href*='sources/#']").count() >= 1


def test_a_reader_with_a_keyboard_can_skip_the_picture(open_page: Open) -> None:
    page = open_page(PATH)
    page.locator(".filter input").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip the picture"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#list') !== null")


@pytest.mark.parametrize("lane", LANES)
def test_lanes_are_filtered_without_a_script(open_page: Open, lane: str) -> None:
    page = open_page(PATH, java_script_enabled=False)
    page.locator(f"input[value={lane}]").check()
    wanted = {id for id, event in EVENTS.items() if event.lane == lane}
    for rows in (".events > li", ".lanes .wide a"):
        shown = page.locator(rows).filter(visible=True)
        ids = shown.evaluate_all("all => all.map(one => one.id || one.getAttribute('href').slice(1))")
        assert set(ids) == wanted
    years = page.locator("section.year").filter(visible=True).count()
    assert years == len({EVENTS[id].date[:4] for id in wanted})
