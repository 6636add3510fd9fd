"""The palette: the colours that the stylesheet names, for what no browser draws: social cards, icons, the EPUB's cover,
figures in books.

In: the tokens at the top of overrides/assets/stylesheets/essay.css, which are the one place where a colour is chosen:
`--ink: light-dark(#1d1b18, #e9e4da);` or `--pine: var(--accent);`. Out: each as a light and a dark colour, by its name.
What can be wrong: a name that is no token raises KeyError.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

STYLESHEET = Path(__file__).resolve().parents[2] / "overrides/assets/stylesheets/essay.css"
_TOKEN = re.compile(r"--([a-z]+): (?:light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)|var\(--([a-z]+)\));")


class Colour(NamedTuple):
    """A colour on a light and on a dark page, as hexadecimal sRGB."""

    light: str
    dark: str


@lru_cache(maxsize=1)
def palette() -> Mapping[str, Colour]:
    """Return every colour of the stylesheet by the name of its token."""
    found: dict[str, Colour] = {}
    for name, light, dark, same in _TOKEN.findall(STYLESHEET.read_text(encoding="utf-8")):
        if light or same in found:
            found.setdefault(name, Colour(light, dark) if light else found[same])
    return found


def light(name: str) -> str:
    """Return a colour as it is on a light page."""
    return palette()[name].light
