"""One drawing for every width: what is drawn stretches with its column, and words keep their size.

Vega-Lite draws for one width. Scaled to a phone its words would be illegible, and for a while each chart was sent
twice. Here the shapes of a drawing stand in an ``svg`` within the ``svg`` that stretches them; strokes keep their
thickness, and dots, which are strokes with round ends and next to no length (WebKit 2.50 stretches those of none),
their shape. A word stands outside of that, at a share of the width and so many pixels beside: the same specification
drawn for two widths shows which part of its place is which.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from .layout import SIZE

Element = etree.Element
Attributes = dict[str, str]
_MOVED = re.compile(r"translate\((-?[\d.]+)(?:,\s*(-?[\d.]+))?\)(.*)")
_DOT = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0")
"""A circle as Vega writes it, about the place to which it is moved."""
_DECIMALS = re.compile(r"-?\d*\.\d{2,}")
_POINT = re.compile(r"M[\d.]+,[\d.]+Z?")
"""What is left of a line with one point: nothing is seen of it."""


@dataclass(frozen=True)
class Standing:
    """What keeps its size: a word or a sign that is no dot, with what it has from the groups around it, and where it
    stands in pixels.
    """

    made: Element
    inherited: tuple[tuple[str, str], ...]
    x: float
    y: float


def fluid(narrow: Element, wide: Element | None, *, scaled: bool) -> Element:
    """Return one drawing made of the same specification drawn twice, as drawing.py cleans it.

    `wide` is None where places do not grow evenly with the width; then a word stands at its share of the narrow drawing
    alone. A `scaled` drawing keeps its proportions, like a map; any other keeps its height, which grows with the
    reader's size of type.
    """
    width, height = size(narrow)
    standing = list(_standing(narrow))
    others = list(_standing(wide)) if wide is not None else []
    if len(others) != len(standing):  # Vega leaves out what would overlap in one of the two
        others = []
    room = size(wide) if wide is not None and others else (width, height)
    # Without a stylesheet: a map of its own size, any other as wide as the window.
    shape = (
        {"class": "scaled", "width": _short(room[0]), "height": _short(room[1])}
        if scaled
        else {"width": "100%", "height": f"{_short(height / SIZE, 3)}em"}
    )
    way = {"direction": way} if (way := narrow.get("direction")) else {}
    made = etree.Element("svg", {"font-size": str(SIZE), "fill": "none", "overflow": "visible", **way, **shape})
    stretched = {
        "viewBox": f"0 0 {_short(width)} {_short(height)}",
        "preserveAspectRatio": "none",
        "width": "100%",
        "height": "100%",
        "overflow": "visible",
    }
    inner = etree.SubElement(made, "svg", stretched)
    inner.extend(_merged(_shapes(narrow)))
    pairs = zip(standing, others or standing, strict=True)
    made.extend(_grouped(_placed(one, other, (width, height), room) for one, other in pairs))
    return made


def size(drawing: Element) -> tuple[float, float]:
    """Return width and height of a drawing that has a viewBox."""
    return float(drawing.attrib["viewBox"].split()[2]), float(drawing.attrib["viewBox"].split()[3])


def _moved(element: Element) -> tuple[float, float, str]:
    """Return by how much an element is moved, and what else is done to it."""
    found = _MOVED.match(element.get("transform", ""))
    return (float(found[1]), float(found[2] or 0), found[3].strip()) if found else (0, 0, element.get("transform", ""))


def _keeps_size(element: Element) -> bool:
    return element.tag == "text" or (
        element.tag == "path" and "transform" in element.attrib and not _DOT.fullmatch(element.get("d", ""))
    )


def _standing(
    parent: Element, x: float = 0, y: float = 0, inherited: tuple[tuple[str, str], ...] = ()
) -> Iterator[Standing]:
    for child in parent:
        right, down, rest = _moved(child)
        if _keeps_size(child):
            kept = {name: value for name, value in child.attrib.items() if name != "transform"}
            made = etree.Element(child.tag, kept | ({"transform": rest} if rest else {}))
            made.text = child.text
            yield Standing(made, inherited, x + right, y + down)
        elif child.tag == "g":
            own = tuple((name, value) for name, value in child.attrib.items() if name not in ("transform", "clip-path"))
            yield from _standing(child, x + right, y + down, inherited + own)


def _shapes(parent: Element) -> Iterator[Element]:
    """Yield what stretches, its strokes as thick as before."""
    for child in parent:
        if _keeps_size(child):
            continue
        made = _path(child) if child.tag in ("path", "line") else etree.Element(child.tag, dict(child.attrib))
        made.extend(_merged(_shapes(child)))
        if (child.tag == "g" and not len(made)) or _POINT.fullmatch(made.get("d", "")):
            continue
        if "stroke" in made.attrib and child.tag != "g":
            made.set("vector-effect", "non-scaling-stroke")
        yield made


def _path(shape: Element) -> Element:
    """Return a line, a dot or any other path as a path that is not moved."""
    right, down, _ = _moved(shape)
    kept = {name: value for name, value in shape.attrib.items() if name not in ("transform", "x1", "y1", "x2", "y2")}
    if shape.tag == "line":
        x1, y1, x2, y2 = (float(shape.get(name, "0")) for name in ("x1", "y1", "x2", "y2"))
        to = (
            f"v{_short(y2 - y1)}"
            if x1 == x2
            else f"h{_short(x2 - x1)}"
            if y1 == y2
            else f"l{_short(x2 - x1)},{_short(y2 - y1)}"
        )
        return etree.Element("path", kept | {"d": f"M{_short(right + x1)},{_short(down + y1)}{to}"})
    if dot := _DOT.fullmatch(kept["d"]):
        kept.pop("stroke-width", None)
        round_stroke = {
            "stroke": kept.pop("fill"),
            "stroke-width": _short(2 * float(dot[1])),
            "stroke-linecap": "round",
        }
        return etree.Element("path", kept | round_stroke | {"d": f"M{_short(right)},{_short(down)}h.01"})
    kept["d"] = _DECIMALS.sub(lambda found: _short(float(found[0])), kept["d"])
    return etree.Element("path", kept)


def _merged(shapes: Iterable[Element]) -> Iterator[Element]:
    """Make one path of those that follow each other and look alike."""
    for look, alike in groupby(shapes, key=_look):
        first, *rest = alike
        if look is None:
            yield from (first, *rest)
            continue
        first.set("d", "".join(path.attrib["d"] for path in (first, *rest)))
        yield first


def _look(shape: Element) -> tuple[tuple[str, str], ...] | None:
    if shape.tag != "path":
        return None
    return tuple(sorted((name, value) for name, value in shape.attrib.items() if name != "d"))


def _placed(
    one: Standing, other: Standing, room: tuple[float, float], wider: tuple[float, float]
) -> tuple[Attributes, Element]:
    """Return how a word looks, and the word at its place; a sign, which has no place of its own, in a
    drawing that has.
    """
    places = zip(("x", "y"), ("dx", "dy"), (one.x, one.y), (other.x, other.y), room, wider, strict=True)
    place = {}
    for axis, beside, at, there, from_, to in places:
        share = (there - at) / (to - from_) if to != from_ else at / from_
        offset = at - share * from_
        place[axis] = f"{_short(100 * share, 1)}%" if abs(share) > 0.0001 else "0"
        if round(offset):
            place[beside] = str(round(offset))
    look = dict(one.inherited) | {name: value for name, value in one.made.attrib.items() if name != "d"}
    if one.made.tag == "text" and "transform" not in look:
        made = etree.Element("text", place)
        made.text = one.made.text
        return look, made
    turned = look.pop("transform", "")
    inner = etree.Element(
        one.made.tag,
        {name: one.made.attrib[name] for name in ("d",) if name in one.made.attrib}
        | ({"transform": turned} if turned else {}),
    )
    inner.text = one.made.text
    made = etree.Element("svg", {"x": place["x"], "y": place["y"], "overflow": "visible"})
    made.append(inner)
    return look, made


def _grouped(placed: Iterable[tuple[Attributes, Element]]) -> Iterator[Element]:
    """Bring together those that look alike, and say once how they look. No word stands on another, so their order
    cannot be seen.
    """
    looks: dict[tuple[tuple[str, str], ...], list[Element]] = {}
    for look, element in placed:
        looks.setdefault(tuple(sorted(look.items())), []).append(element)
    for alike, elements in looks.items():
        if len(elements) == 1:
            elements[0].attrib.update(alike)
            yield elements[0]
        else:
            group = etree.Element("g", dict(alike))
            group.extend(elements)
            yield group


def _short(number: float, decimals: int = 1) -> str:
    """Return a number with no more decimals than can be seen: a tenth of a pixel on a phone is two tenths on a desk."""
    return f"{number:.{decimals}f}".rstrip("0").rstrip(".")
