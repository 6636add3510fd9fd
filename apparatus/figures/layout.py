"""What all drawings share: their widths, the size of their text, their colours, and the two marks they are mostly made
of.

Colours are the names of essay.css, ``var(--pine, …)``, with what holds where there is no stylesheet after the comma.
Marks of one drawing share a scale from 0 to 1 across its width, and lines from its top, so that bars, words beside them
and words in them agree about places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import zip_longest
from typing import Any

from ..record.palette import light

Spec = dict[str, Any]
Colours = Mapping[str, str]
"""The colour of each party by its name in the CSV files, in the order in which parts of a bar follow each other."""

COLUMN = 284
"""Width in pixels for which the drawing of a page is laid out: the column of the narrowest phone, 320 px. In a wider
one it only gains room.
"""
ALONE = 560
"""Width in pixels of a drawing that stands alone, in a book or a file: the column of a desk."""
SIZE = 13
"""Size of the text in pixels."""
_LETTERS = {"MW": 0.92, "ABCDEFGHIJKLNOPQRSTUVXYZ": 0.68, "0123456789": 0.58, "abcdefghijklmnopqrstuvwxyz": 0.53}
"""Widths in em of the text face's letters, by kind, rounded up; used only to tell which labels fit into their bars."""
_ARABIC = {"صضسش": 1.12, "بپتٹثطظفکگےئ": 0.86, "جچحخعغقنںلی": 0.7, "مھ": 0.58, "دڈذرڑزژوؤہۂۃء": 0.48, "اآأإ": 0.27}
_JOINED = {"صض": 0.84, "سشجچحخطظ": 0.7, "عغھمکگفق": 0.52, "ہ": 0.42, "بپتٹثنیئل": 0.34}
"""The same of Naskh: of a letter at the end of a word or before another that it does not join, and of one that is
joined to the next.
"""
_OTHER = 0.32  # a space, a comma
LINE = 24
"""Height of a line of a drawing in pixels."""
INK, PAPER, QUIET = f"var(--ink, {light('ink')})", "var(--paper, #fff)", f"var(--quiet, {light('quiet')})"
"""By what a colour is for; a book, which knows no variables, has white paper."""
CONFIG = {
    "view": {"stroke": None},
    "text": {"fontSize": SIZE, "color": INK},
    "axis": {
        "labelFontSize": SIZE,
        "labelColor": QUIET,
        "domainColor": QUIET,
        "tickColor": QUIET,
        "title": None,
        "grid": False,
    },
}


def hue(name: str) -> str:
    """Return a colour of the palette as a specification writes it."""
    return f"var(--{name}, {light(name)})"


def spoken(number: Decimal | float, digits: int = 0) -> str:
    """Return a number as the essay writes it: 1,922,741; 54.3."""
    return f"{number:,.{digits}f}"


def span(label: str, size: int = SIZE) -> float:
    """Return about how wide a label is, in pixels."""
    return size * sum(_em(letter, after) for letter, after in zip_longest(label, label[1:], fillvalue=" "))


@cache
def _em(letter: str, after: str) -> float:
    """Return about how wide a letter is before another; one that no table has, such as é, is taken for a small one."""
    joined = _JOINED if _known(_ARABIC, after) else {}
    found = _known(joined, letter) or _known(_ARABIC, letter) or _known(_LETTERS, letter)
    return found or (_LETTERS["abcdefghijklmnopqrstuvwxyz"] if letter.isalpha() else _OTHER)


def _known(table: Mapping[str, float], letter: str) -> float | None:
    return next((em for letters, em in table.items() if letter in letters), None)


def wrapped(text: str, width: float, size: int = SIZE) -> Iterator[str]:
    """Yield a text in lines no wider than `width` pixels; a longer word stands alone."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if line and span(longer, size) > width:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def lines(count: int, layers: list[Spec], width: int) -> Spec:
    """Return a drawing of `count` lines; each mark in `layers` names its own."""
    y = {"field": "line", "type": "ordinal", "axis": None, "scale": {"domain": list(range(count)), "padding": 0}}
    return {"width": width, "height": {"step": LINE}, "encoding": {"y": y}, "layer": layers}


def bars(values: list[Spec], height: int) -> Spec:
    """Return bars; each value has its `line`, `from`, `to`, `fill` and `stroke`."""
    return {
        "data": {"values": values},
        "mark": {"type": "bar", "height": height, "strokeWidth": 1.5},
        "encoding": {
            "x": _across("from"),
            "x2": {"field": "to"},
            "fill": {"field": "fill", "scale": None},
            "stroke": {"field": "stroke", "scale": None},
        },
    }


def words(values: list[Spec], align: str, *, at: int | None = None, dx: int | Spec = 0, dy: int = 0) -> Spec:
    """Return words; each has its `line`, `text`, `ink` and, unless all stand `at` one place in pixels, its `at`."""
    return {
        "data": {"values": [value for value in values if value["text"]]},
        "mark": {"type": "text", "align": align, "baseline": "middle", "dx": dx, "dy": dy},
        "encoding": {
            "x": _across("at") if at is None else {"value": at},
            "text": {"field": "text"},
            "color": {"field": "ink", "scale": None},
        },
    }


def _across(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "axis": None, "scale": {"domain": [0, 1], "nice": False}}
