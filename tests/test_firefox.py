"""The reading page in Firefox: text, boxes, notes, the way on, and print, as a reader without Chromium meets them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from marionette_driver import Keys
from marionette_driver.marionette import ActionSequence

from apparatus.project import load_project

from .support.firefox import Firefox
from .support.hosts import Held
from .support.offline import save_and_read_without_a_line
from .support.opening import KINDS, OPEN_ALL, OPENINGS
from .support.pages import IN_STYLE, PAINTED, SECTION
from .support.project import ROOT
from .support.waiting import until

pytestmark = pytest.mark.xdist_group("firefox")

PATHS = ["", SECTION, "record/claims/", "record/sources/", "record/timeline/", "about/", "404.html"]
MARKS = [".source-mark a", ".claim-mark a", ".note-mark a", "a.person", "a.term"]
NOTED = "essay/the-closed-fist/"
BOX = "const b = arguments[0].getBoundingClientRect(); return { x: b.x, y: b.y, right: b.right, bottom: b.bottom };"


@pytest.fixture(scope="module")
def running(address: str) -> Iterator[Firefox]:
    browser = Firefox(address)
    yield browser
    browser.close()


@pytest.fixture
def firefox(running: Firefox) -> Iterator[Firefox]:
    """Firefox, which must have nothing to complain of when the test is over."""
    running.faults()
    yield running
    assert not running.faults()


def words(firefox: Firefox) -> str:
    """Return what a reader sees, without what is offered to a browser that runs scripts: to save the essay for reading
    offline.
    """
    firefox.run("document.querySelector('.offline')?.remove()")
    return " ".join(firefox.run("return document.querySelector('main').innerText").split())


def boxes(firefox: Firefox, selector: str) -> list[dict[str, float]]:
    script = BOX.replace("arguments[0]", "e").replace("const", "(e) => { const") + " }"
    return list(firefox.run(f"return [...document.querySelectorAll(arguments[0])].map({script})", selector))


def visible(firefox: Firefox, selector: str) -> list[bool]:
    return list(
        firefox.run("return [...document.querySelectorAll(arguments[0])].map(e => e.checkVisibility())", selector)
    )


def centred(firefox: Firefox, selector: str) -> Any:
    mark = firefox.find(selector)
    firefox.run("arguments[0].scrollIntoView({ block: 'center' })", mark)
    return mark


@pytest.mark.parametrize("path", PATHS)
def test_the_text_is_whole_with_scripts_and_without(firefox: Firefox, path: str) -> None:
    firefox.open(path)
    with_scripts = words(firefox)
    firefox.open(path, scripts=False)
    assert firefox.run("return document.querySelector('[role=status]')") is None
    assert len(with_scripts) > 100
    assert words(firefox) == with_scripts


def test_every_passage_of_a_section_is_seen(firefox: Firefox, pages: dict[str, BeautifulSoup]) -> None:
    firefox.open(SECTION)
    seen = visible(firefox, ".passage")
    assert all(seen) and len(seen) == len(pages[SECTION].select(".passage")) > 5


@pytest.mark.parametrize("path", PATHS[:4])
def test_nothing_overflows(firefox: Firefox, path: str) -> None:
    for width in (500, 1440):
        firefox.open(path, width=width)
        assert firefox.run("return document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("mark", MARKS)
def test_a_click_opens_a_box_and_escape_closes_it(firefox: Firefox, mark: str) -> None:
    firefox.open(NOTED, width=900)
    button = centred(firefox, mark)
    before = firefox.run("return [scrollY, location.pathname]")
    button.click()
    until(lambda: (box := firefox.opened()) and len(box.text) > 20)
    firefox.escape()
    assert firefox.opened() is None
    assert firefox.run("return [scrollY, location.pathname]") == before


@pytest.mark.parametrize("mark", MARKS)
def test_enter_opens_a_box_and_focus_returns_from_it(firefox: Firefox, mark: str) -> None:
    firefox.open(NOTED, width=900)
    firefox.run("arguments[0].focus()", centred(firefox, mark))
    firefox.press(Keys.ENTER)
    assert firefox.run("return document.activeElement.closest(':popover-open') !== null")
    firefox.press(Keys.TAB)
    assert firefox.run("return document.activeElement.closest(':popover-open') !== null")
    firefox.escape()
    assert firefox.opened() is None
    assert firefox.run("return document.activeElement === document.querySelector(arguments[0])", mark)


def test_the_link_in_a_box_closes_it(firefox: Firefox) -> None:
    firefox.open(SECTION, width=900)
    centred(firefox, ".claim-mark a").click()
    firefox.find(":popover-open .close").click()
    assert firefox.opened() is None


def test_a_box_stays_within_the_window_and_beside_its_mark(firefox: Firefox) -> None:
    firefox.open(SECTION, width=900)
    for mark in (".source-mark a", ".claim-mark a", ".passage:nth-of-type(5) .source-mark a"):
        at = firefox.run(BOX, button := centred(firefox, mark))
        button.click()
        box = firefox.run(BOX, firefox.opened())
        assert box["x"] >= 0 and box["right"] <= 900
        assert box["y"] >= 0 and box["bottom"] <= firefox.run("return innerHeight")
        assert min(abs(box["y"] - at["bottom"]), abs(at["y"] - box["bottom"])) < 30
        firefox.escape()


@pytest.mark.parametrize(("width", "height", "places"), OPENINGS)
def test_every_kind_of_box_opens_in_full_view(firefox: Firefox, width: int, height: int, places: int) -> None:
    """In a frame, because no window of Firefox is as narrow as a phone."""
    firefox.open(width=1600)
    firefox.driver.set_window_rect(height=1200)
    with firefox.framed(firefox.address + NOTED, width, height):
        found = firefox.run_async(OPEN_ALL, KINDS, places)
    assert found["faults"] == []
    assert found["opened"] >= places * (3 * len(KINDS) - 4)  # of terms and notes there are fewer


def test_a_box_is_a_sheet_from_below_on_a_narrow_window(firefox: Firefox) -> None:
    firefox.open(SECTION, width=500)
    centred(firefox, ".source-mark a").click()
    box = firefox.run(BOX, firefox.opened())
    assert (box["x"], box["right"], box["bottom"]) == tuple(
        firefox.run("return [0, document.documentElement.clientWidth, innerHeight]")
    )


def test_notes_of_the_essay_stand_beside_their_lines(firefox: Firefox) -> None:
    firefox.open(NOTED)
    marks, notes = boxes(firefox, ".note-mark"), boxes(firefox, ".note")
    assert len(marks) == len(notes) > 1
    assert abs(marks[0]["y"] - notes[0]["y"]) < 30
    assert all(before["bottom"] <= after["y"] for before, after in pairwise(notes))


@pytest.mark.parametrize("width", [1200, 1440])
def test_twenty_notes_in_the_margin_do_not_overlap(firefox: Firefox, crowded: str, width: int) -> None:
    firefox.open(crowded, width=width)
    notes, text = boxes(firefox, ".note[data-note]"), boxes(firefox, ".text > p")[0]
    assert len(notes) == 20
    assert all(before["bottom"] <= after["y"] for before, after in pairwise(notes))
    assert all(note["x"] >= text["right"] and note["right"] <= width for note in notes)


def test_a_note_opens_in_a_box_where_anchors_are_missing(firefox: Firefox) -> None:
    with firefox.without("layout.css.anchor-positioning.enabled"):
        firefox.open(NOTED)
        assert not any(visible(firefox, ".note"))
        centred(firefox, ".note-mark a").click()
        box = firefox.run(BOX, firefox.opened())
    assert box["x"] >= 0 and box["right"] <= 1440 and box["bottom"] <= firefox.run("return innerHeight")


@pytest.mark.parametrize("width", [500, 900, 1440])
def test_marks_open_close_and_lead_back_without_scripts(firefox: Firefox, width: int) -> None:
    firefox.open(NOTED, scripts=False, width=width)
    for kind in MARKS:
        mark = firefox.run("return [...document.querySelectorAll(arguments[0])].at(-1)", f".passage {kind}")
        firefox.run("arguments[0].scrollIntoView({ block: 'center' })", mark)
        before = firefox.run("return scrollY")
        mark.click()
        sheet = firefox.run(BOX, firefox.find(".box:target"))
        assert sheet["x"] >= 0 and sheet["right"] <= width
        assert sheet["y"] >= 0 and sheet["bottom"] <= firefox.run("return innerHeight")
        assert firefox.run("return scrollY") == before and (before > 0 or kind == "a.term"), kind
        firefox.find(".box:target > .close").click()
        assert not visible(firefox, ".box:target") and firefox.run("return scrollY") == before, kind
        mark.click()
        place = firefox.run("return document.querySelector('.box:target').getAttribute('id').startsWith('claim') ? arguments[0].closest('.claim').id"
                            " : arguments[0].id || arguments[0].closest('.passage').id", mark)  # fmt: skip
        firefox.find(f'.box:target .back[href="#{place}"]').click()
        at = firefox.run(BOX, mark)
        assert not visible(firefox, ".box:target") and 0 <= at["y"] < at["bottom"] <= firefox.run(
            "return innerHeight"
        ), kind


def test_a_click_outside_closes_the_search(firefox: Firefox) -> None:
    firefox.open(SECTION)
    firefox.find("a.search").click()
    until(lambda: firefox.run("return document.activeElement.matches('dialog[open] input')"))
    ActionSequence(firefox.driver, "pointer", "mouse", {"pointerType": "mouse"}).pointer_move(
        20, 600
    ).pointer_down().pointer_up().perform()
    until(lambda: firefox.run("return !document.querySelector('dialog').open"))


def test_claims_are_filtered_without_scripts(firefox: Firefox) -> None:
    firefox.open("record/claims/", scripts=False)
    firefox.find('input[value="disputed"]').click()
    shown, disputed = visible(firefox, ".claims-list > li"), visible(firefox, ".claims-list > li.of-disputed")
    assert all(disputed)
    assert 0 < sum(shown) == len(disputed) < len(shown)


def test_next_leads_through_the_whole_essay_and_previous_leads_back(firefox: Firefox) -> None:
    firefox.open(sections := "essay/the-question/")
    visited = [firefox.driver.get_url()]
    while firefox.run("return document.querySelector('.onward a[rel=next]') !== null"):
        firefox.find(".onward a[rel=next]").click()
        visited.append(firefox.driver.get_url())
    assert visited[0].endswith(sections) and len(set(visited)) == len(visited) == len(load_project(ROOT).sections)
    firefox.find(".onward a[rel=prev]").click()
    assert firefox.driver.get_url() == visited[-2]


def test_the_first_stop_skips_to_the_text(firefox: Firefox) -> None:
    firefox.open(SECTION)
    firefox.press(Keys.TAB)
    assert firefox.run("return document.activeElement.getAttribute('href')") == "#text"


def test_the_page_follows_the_readers_colours(firefox: Firefox) -> None:
    papers = []
    for scheme in ("light", "dark"):
        firefox.open(SECTION, scheme=scheme)
        papers.append(firefox.run("return getComputedStyle(document.body).backgroundColor"))
    assert papers[0] != papers[1]


def test_the_layout_is_the_same_before_the_fonts_arrive(
    firefox: Firefox, site: Path, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    """How far what is first seen moves, as a part of the window: Firefox reports no layout shift of its own."""
    shutil.copytree(site / SECTION, tmp_path / SECTION)
    shutil.copytree(site / "assets", tmp_path / "assets", ignore=shutil.ignore_patterns("*.woff2"))
    tops = []
    for base in (firefox.address, serve(tmp_path)):
        firefox.open(base + SECTION)
        loaded = firefox.run("return [...document.fonts].some(f => f.family === 'Literata' && f.status === 'loaded')")
        assert loaded == (base == firefox.address)
        found = [box["y"] for box in boxes(firefox, ".text > *")]
        tops.append([top for top in found if top < firefox.run("return innerHeight")])
    moved = max(abs(before - after) for before, after in zip(*tops, strict=True))
    assert moved / firefox.run("return innerHeight") < 0.05  # nought with a stand-in's face installed, a line without


def test_print_shows_notes_after_their_paragraphs_sources_in_full_and_no_controls(firefox: Firefox) -> None:
    firefox.open(NOTED, medium="print")
    assert firefox.run("return matchMedia('print').matches")
    assert all(visible(firefox, ".note p:not(.letter)")) and all(visible(firefox, ".source small"))
    order = boxes(firefox, ".passage, .note")
    assert all(before["bottom"] <= after["y"] for before, after in pairwise(order))
    assert not any(visible(firefox, ".close, .back, .masthead nav, .onward, .address, .filter"))


def test_a_saved_essay_is_read_and_searched_without_a_line(site: Path, tmp_path: Path) -> None:
    """What stays stored through deployments, cut lines and a full device is asked of Chromium (test_offline.py)."""
    save_and_read_without_a_line(Firefox, Path(shutil.copytree(site, tmp_path / "site")))


def test_the_first_paint_waits_for_the_page_alone(site: Path, firefox: Firefox) -> None:
    with closing(Held(site)) as held:
        firefox.run("setTimeout((to) => location.assign(to), 0, arguments[0])", held.address + SECTION)
        until(lambda: held.asked and firefox.run(f"return {PAINTED} && {IN_STYLE}"), lambda: held.asked)
        assert not firefox.run("return document.readyState === 'complete'")
