"""Figures as a reader meets them: legible on a phone, on paper, in both schemes, by a screen reader and
without styles.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from .support.axe import faults
from .support.pages import CHARTS, FIGURES

Open = Callable[..., Page]
WITH_FIGURES = [FIGURES, "record/data/", "essay/marginal/", "essay/the-circle/", "essay/the-closed-fist/"]

CONTRAST = """
() => {
  const channel = (c) => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const light = (rgb) => { const [r, g, b] = rgb.match(/[\\d.]+/g).map(Number).map(channel); return .2126 * r + .7152 * g + .0722 * b; };
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
  const paper = getComputedStyle(document.body).backgroundColor;
  const over = (p) => { // what is seen of a fill that lets the paper through
    const { fill, fillOpacity } = getComputedStyle(p), [a, b] = [fill, paper].map((rgb) => rgb.match(/[\\d.]+/g).map(Number));
    return `rgb(${a.map((c, i) => c * fillOpacity + b[i] * (1 - fillOpacity))})`;
  };
  const found = [];
  for (const svg of document.querySelectorAll(".figure > svg")) {
    if (!svg.getClientRects().length) continue;
    const bars = [...svg.querySelectorAll("path")].filter((p) => getComputedStyle(p).fill !== "none");
    const covers = (p, x, y) => p.isPointInFill(new DOMPoint(x, y).matrixTransform(p.getScreenCTM().inverse()));
    for (const mark of svg.querySelectorAll("path, line, text")) {
      if (!mark.getClientRects().length) continue; // a place that a phone leaves out
      const style = getComputedStyle(mark), box = mark.getBoundingClientRect();
      const colours = [style.fill, style.stroke].filter((c) => c !== "none" && c !== paper);
      if (mark.tagName !== "text") { found.push([mark.tagName, Math.max(...colours.map((c) => ratio(c, paper)))]); continue; }
      const x = box.x + box.width / 2, y = box.y + box.height / 2;
      const under = bars.findLast((p) => covers(p, x, y));
      const long = style.fill === paper && !(under && covers(under, box.left, y) && covers(under, box.right, y));
      if (long) found.push(["text too long for its bar: " + mark.textContent, 0]);
      found.push(["text " + mark.textContent, ratio(style.fill, under ? over(under) : paper)]);
    }
  }
  return found;
}
"""

LABELS = """
() => [...document.querySelectorAll(".figure > svg")].filter((svg) => svg.getClientRects().length).map((svg) => ({
  frame: svg.getBoundingClientRect().toJSON(),
  labels: [...svg.querySelectorAll("text")].filter((text) => text.getClientRects().length).map((text) => ({
    text: text.textContent, size: parseFloat(getComputedStyle(text).fontSize), ...text.getBoundingClientRect().toJSON() })),
}))
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_every_mark_stands_out(open_page: Open, scheme: str, width: int) -> None:
    found = open_page(FIGURES, width=width, color_scheme=scheme).evaluate(CONTRAST)
    assert len(found) > 150
    assert [mark for mark in found if mark[1] < (4.5 if mark[0].startswith("text") else 3)] == []


@pytest.mark.parametrize("width", [320, 480, 640, 1440])
def test_labels_are_large_enough_within_the_picture_and_apart(open_page: Open, width: int) -> None:
    shown = open_page(FIGURES, width=width).evaluate(LABELS)
    assert len(shown) == len(CHARTS)
    for drawing in shown:
        frame, labels = drawing["frame"], drawing["labels"]
        assert frame["left"] >= 0 and frame["right"] <= width
        for i, label in enumerate(labels):
            assert label["size"] >= 11.5, label
            assert label["left"] >= frame["left"] - 1 and label["right"] <= frame["right"] + 1, label
            for other in labels[:i]:
                across = min(label["right"], other["right"]) - max(label["left"], other["left"])
                down = min(label["bottom"], other["bottom"]) - max(label["top"], other["top"])
                assert across <= 0 or down <= 6, (
                    label["text"],
                    other["text"],
                )  # boxes of letters are taller than letters


def test_one_drawing_is_sent_and_shown_without_styles_too(open_page: Open, address: str) -> None:
    page = open_page(FIGURES, width=320)
    assert page.locator(".figure > svg").count() == len(CHARTS)
    assert page.locator(".figure > svg:visible").count() == len(CHARTS)
    page.route("**/*.css", lambda route: route.fulfill(body="", content_type="text/css"))
    page.goto(address + FIGURES)
    assert page.locator(".figure > svg:visible").count() == len(CHARTS)


def test_print_shows_the_numbers_in_full(open_page: Open) -> None:
    page = open_page(FIGURES, width=700)
    page.emulate_media(media="print")
    assert page.locator(".figure table:visible").count() == len(CHARTS)
    assert page.locator(".figure summary:visible").count() == 0
    for row in page.locator(".figure tbody").all():  # a heading and its rows stay on one page
        assert row.evaluate("(group) => getComputedStyle(group).breakInside") == "avoid"
        assert row.locator("th[scope=row]").count() == 1


@pytest.mark.parametrize("path", WITH_FIGURES)
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1440, "light")])
def test_axe_finds_nothing_and_nothing_overflows(open_page: Open, path: str, width: int, scheme: str) -> None:
    page = open_page(path, width=width, color_scheme=scheme)
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not faults(page)
