"""One drawing for every width: what stretches, what keeps its size, and that both stay together."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from apparatus.figures.drawing import draw
from apparatus.figures.fluid import fluid
from apparatus.figures.layout import span

from .support.pages import FIGURES, Open

BARS: dict[str, Any] = {
    "data": {"values": [{"name": "a", "value": 3}, {"name": "b", "value": 5}]},
    "height": 90,
    "autosize": "none",
    "padding": 0,
    "encoding": {"y": {"field": "name", "type": "nominal", "axis": None}},
    "layer": [
        {"mark": "bar", "encoding": {"x": {"field": "value", "type": "quantitative", "axis": None}}},
        {
            "mark": {"type": "text", "dx": 7, "align": "left"},
            "encoding": {"x": {"field": "value", "type": "quantitative"}, "text": {"field": "value"}},
        },
    ],
}


def drawn(root: Path, spec: dict[str, Any], *, scaled: bool = False) -> etree.Element:
    narrow, wide = (draw(root, spec | {"width": width}) for width in (200, 500))
    return fluid(narrow, wide, scaled=scaled)


def test_a_word_stands_at_a_share_of_the_width_and_some_pixels_beside(tmp_path: Path) -> None:
    words = list(drawn(tmp_path, BARS).iter("text"))
    assert [(word.text, word.get("x"), word.get("dx")) for word in words] == [("3", "60%", "7"), ("5", "100%", "7")]


def test_bars_that_look_alike_are_one_path_that_stretches(tmp_path: Path) -> None:
    made = drawn(tmp_path, BARS)
    (inner,) = made.findall("svg")
    assert inner.get("preserveAspectRatio") == "none" and inner.get("viewBox") == "0 0 200 90"
    (path,) = inner.iter("path")
    assert re.findall(r"h([\d.]+)", path.attrib["d"]) == ["120", "200"]
    assert made.get("width") == "100%" and made.get("height") == "6.923em"  # 90 pixels at 13 an em


def test_a_line_keeps_its_thickness_and_a_dot_its_shape(tmp_path: Path) -> None:
    at = {
        name: {"field": name, "type": "quantitative", "axis": None, "scale": {"nice": False, "zero": False}}
        for name in "xy"
    }
    spec = {
        "data": {"values": [{"x": 0, "y": 1}, {"x": 4, "y": 3}]},
        "height": 50,
        "autosize": "none",
        "padding": 0,
        "encoding": at,
        "layer": [
            {"mark": "line"},
            {"mark": {"type": "point", "filled": True, "size": 40}},
            {"mark": {"type": "point", "shape": "square", "filled": True}},
        ],
    }
    made = drawn(tmp_path, spec)
    line, dots = made.findall("svg")[0].iter("path")
    assert line.get("vector-effect") == dots.get("vector-effect") == "non-scaling-stroke"
    assert dots.get("stroke-linecap") == "round" and dots.attrib["d"] == "M0,50h.01M200,0h.01"
    squares = [svg for svg in made.iter("svg") if svg.find("path") is not None and svg.get("x")]
    assert [(square.get("x"), square.get("y")) for square in squares] == [("0", "100%"), ("100%", "0")]


def test_a_turned_word_stays_turned(tmp_path: Path) -> None:
    spec = BARS | {"layer": [{"mark": {"type": "text", "angle": 270}, "encoding": {"text": {"field": "name"}}}]}
    turned = [text.get("transform") for text in drawn(tmp_path, spec).iter("text")]
    assert turned == ["rotate(270) translate(0,3)"] * 2


def test_words_that_one_width_leaves_out_stand_at_their_share_of_the_other(tmp_path: Path) -> None:
    narrow, wide = (draw(tmp_path, spec | {"width": 200}) for spec in (BARS, BARS | {"layer": BARS["layer"][:1]}))
    assert [word.get("x") for word in fluid(narrow, wide, scaled=False).iter("text")] == ["63.5%", "103.5%"]


def test_a_scaled_drawing_has_its_own_size_without_a_stylesheet(tmp_path: Path) -> None:
    made = drawn(tmp_path, BARS, scaled=True)
    assert (made.get("class"), made.get("width"), made.get("height")) == ("scaled", "500", "90")


@pytest.mark.parametrize("width", [320, 700])
def test_a_map_keeps_its_proportions(open_page: Open, width: int) -> None:
    page: Page = open_page(FIGURES, width=width)
    shown = page.locator("#figure-karachi > svg").bounding_box()
    assert shown and shown["width"] / shown["height"] == pytest.approx(560 / 435, rel=0.01)


def test_a_chart_grows_with_the_readers_size_of_type(open_page: Open) -> None:
    page: Page = open_page(FIGURES, width=1440)
    drawing = page.locator("#figure-karachi-seats > svg")
    before = drawing.bounding_box()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    after = drawing.bounding_box()
    assert before and after and after["height"] == pytest.approx(2 * before["height"], abs=2)
    assert drawing.evaluate("(svg) => getComputedStyle(svg).fontSize") == "26px"


def test_letters_that_the_table_of_widths_has_not_are_no_spaces() -> None:
    assert span("город") == pytest.approx(span("ooooo")) and span("é") == span("e") > span(" ")
