"""A specification for a language that is read from right to left: what is measured begins at the right, as its lines
do.

In: Vega-Lite as layout.py and an author write it. Out: the same with each horizontal measure reversed, words and the
names of rows on the other side of what they belong to. Time is not turned: the years of a chart run from left to right
in Urdu and Arabic newspapers and schoolbooks too. So a specification whose x is anything but a quantity is returned as
it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .layout import Spec

_OTHER = {"left": "right", "right": "left"}


def turned(spec: Spec) -> Spec:
    """Return a specification drawn from the right, if all that it places across is a quantity."""
    measured = all(x.get("type") == "quantitative" for x in _across(spec) if "field" in x)
    return _turned(spec) if measured else spec


def _across(part: Any) -> Iterator[Spec]:
    """Yield every encoding of x."""
    if isinstance(part, dict):
        yield from (x for x in (part.get("encoding", {}).get("x"),) if x)
    for child in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _across(child)


def _turned(part: Any) -> Any:
    if isinstance(part, list):
        return [_turned(one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {name: value if name == "data" else _turned(value) for name, value in part.items()}
    if isinstance(mark := made.get("mark"), dict):
        made["mark"] = mark | _beside(mark)
    if encoding := made.get("encoding"):
        made["encoding"] = encoding | _placed(encoding)
    return made


def _beside(mark: Spec) -> Spec:
    """Return how a word is set against its place, from the other side."""
    align = {"align": _OTHER[mark["align"]]} if mark.get("align") in _OTHER else {}
    beside = mark.get("dx", 0)
    return align | {"dx": {"expr": f"-({beside['expr']})"} if isinstance(beside, dict) else -beside}


def _placed(encoding: Spec) -> Spec:
    """Return the places of x reversed, and the names of rows on the right."""
    made: Spec = {}
    if x := encoding.get("x"):
        made["x"] = _from_right(x)
    if (y := encoding.get("y")) and isinstance(y.get("axis"), dict):
        made["y"] = y | {"axis": y["axis"] | {"orient": "right"}}
    return made


def _from_right(x: Spec) -> Spec:
    if "value" in x:
        return x | {"value": "width" if x["value"] == 0 else {"expr": f"width - {x['value']}"}}
    return x | {"scale": (x.get("scale") or {}) | {"reverse": True}}
