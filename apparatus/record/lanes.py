"""The lanes of the timeline: the one table from which data, the picture, its files and the filter take them.

What each is called stands in words/, under `timeline`; its colour on a page and the rule that filters by it in
overrides/assets/stylesheets/record.css, which tests/test_kinds.py holds against this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Lane:
    """What an event is about.

    `name` is what events.yml says. `path` is the shape of its marks, in a square of twelve units, so that colour never
    tells alone. `colour` is a name of the palette.
    """

    name: str
    path: str
    colour: str


LANES: Mapping[str, Lane] = {
    one.name: one
    for one in (
        Lane("elections", "M1.5 1.5h9v9h-9z", "ochre"),
        Lane("party", "M6 1a5 5 0 1 0 .01 0z", "pine"),
        Lane("violence", "M1 2.5 2.5 1 6 4.5 9.5 1 11 2.5 7.5 6 11 9.5 9.5 11 6 7.5 2.5 11 1 9.5 4.5 6z", "brick"),
        Lane("state", "M6 1 11.5 10.5H.5z", "slate"),
        Lane("city", "M6 .5 11.5 6 6 11.5 .5 6z", "olive"),
    )
}
"""In the order in which the picture and the filter show them."""
