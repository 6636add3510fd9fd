"""A colour is chosen once, in the stylesheet: nothing else holds one that could differ from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import apparatus
from apparatus.record.palette import STYLESHEET, palette

from .support.project import ROOT

CODE = sorted(Path(apparatus.__file__).parent.rglob("*.py"))
DRAWINGS = ("docs/assets/images/favicon.svg", "docs/data/series/mqm-votes.vl.json", "guide/architecture.svg")
WHITE = {"#fff", "#ffffff"}
"""The paper of a book."""
_HEX = re.compile(r"(?<![&\w])#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")


def chosen(text: str) -> set[str]:
    return set(_HEX.findall(text))


def test_every_colour_of_the_stylesheet_is_a_token() -> None:
    tokens = STYLESHEET.read_text("utf-8").split("--plum")[0]
    assert chosen(tokens) <= {shade for colour in palette().values() for shade in colour} and len(palette()) == 14
    assert palette()["pine"] == palette()["accent"]


def test_no_colour_is_chosen_in_the_code() -> None:
    found = {
        path.name: chosen(re.sub(r'""".*?"""', "", path.read_text("utf-8"), flags=re.DOTALL)) - WHITE for path in CODE
    }
    assert {name: colours for name, colours in found.items() if colours} == {}


@pytest.mark.parametrize("path", DRAWINGS)
def test_a_drawing_has_the_colours_of_the_stylesheet(path: str) -> None:
    known = {shade for colour in palette().values() for shade in colour} | WHITE
    assert chosen((ROOT / path).read_text("utf-8")) <= known


def test_a_colour_in_the_code_would_be_found() -> None:
    assert chosen('fill = "#14505c"; href="#k7f2"; "&#8209;"') == {"#14505c"}
