"""Notes in the margin: beside their lines, and never over each other."""

from __future__ import annotations

from itertools import pairwise

import pytest

from .support.axe import faults
from .support.pages import SECTION, Open


@pytest.mark.parametrize("width", [1200, 1440, 1920])
def test_twenty_notes_in_the_margin_do_not_overlap(open_page: Open, crowded: str, width: int) -> None:
    page = open_page(base=crowded, width=width)
    page.evaluate("document.fonts.ready")
    boxes = page.locator(".note[data-note]").evaluate_all(
        "notes => notes.map(n => n.getBoundingClientRect()).map(b => ({ top: b.top, bottom: b.bottom, left: b.left, "
        "right: b.right }))"
    )
    text = page.locator(".text > p").first.bounding_box()
    assert len(boxes) == 20 and text
    more = page.locator(".note:not([data-note])")
    assert more.count() == 4 and not more.first.is_visible()
    for before, after in pairwise(boxes):
        assert after["top"] >= before["bottom"]
    assert all(box["left"] >= text["x"] + text["width"] and box["right"] <= width for box in boxes)


def test_notes_of_the_essay_stand_beside_their_lines(open_page: Open) -> None:
    page = open_page(SECTION)
    mark, note = page.locator(".note-mark").first.bounding_box(), page.locator(".note").first.bounding_box()
    assert mark and note and abs(mark["y"] - note["y"]) < 30


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("by", ["mouse", "key"])
def test_a_mark_lights_its_note_which_stays_in_the_margin(open_page: Open, by: str, scheme: str) -> None:
    page = open_page(SECTION, color_scheme=scheme)
    mark, note = page.locator(".note-mark a").first, page.locator(".note").first
    mark.scroll_into_view_if_needed()
    before, ground = note.bounding_box(), note.evaluate("note => getComputedStyle(note).backgroundColor")
    if by == "mouse":
        mark.click()
    else:
        mark.focus()
        page.keyboard.press("Enter")
    assert page.locator(":popover-open").count() == 0
    assert note.bounding_box() == before
    assert page.evaluate("document.activeElement.id") == note.get_attribute("id")
    assert note.evaluate("note => getComputedStyle(note).backgroundColor") != ground
    assert not faults(page, within=".note:focus")
    outlined = note.evaluate("note => getComputedStyle(note).outlineStyle") == "solid"
    assert outlined == (by == "key")
    page.keyboard.press("Escape")
    assert mark.evaluate("mark => mark === document.activeElement")
    assert page.locator(":popover-open").count() == 0
