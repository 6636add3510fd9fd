"""A Vega-Lite specification as an SVG element that belongs to the page: its fonts, its colours, no style, no script.

Vega writes for a picture that stands alone. Left out here: its own font, background, empty groups, roles and labels of
parts (the figure around it has one name, one description, and the numbers as a table), and decimals that nobody can
see. Drawings are kept (record/kept.py), so that a save draws only what it changes.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree
from copy import deepcopy
from hashlib import sha256
from pathlib import Path

from ..record.kept import kept, key_of
from .layout import SIZE, Spec

Element = etree.Element
_NEEDLESS = ("class", "role", "font-family", "pointer-events", "xmlns", "version", "style", "stroke-miterlimit")
_PLAIN = {
    "opacity": "1",
    "font-size": f"{SIZE}px",
    "stroke-width": "1",
    "transform": "translate(0,0)",
    "text-anchor": "start",
}
_NUMBER = re.compile(r"-?\d*\.\d{2,}(?:e-?\d+)?")


def draw(root: Path, spec: Spec, *, from_right: bool = False) -> etree.Element:
    """Return the drawing of `spec` as an ``svg`` element with a viewBox; `from_right` if its words are read from right
    to left. Raises ValueError when Vega-Lite refuses it.

    A specification draws what it is given: data from an address are refused.
    """
    written = json.dumps([spec, from_right], sort_keys=True)
    name = f"drawing-{sha256(written.encode()).hexdigest()}"
    return etree.fromstring(kept(root, name, key_of((written,), (Path(__file__),)), lambda: _drawn(spec, from_right)))


def _drawn(spec: Spec, from_right: bool) -> bytes:
    import vl_convert  # here, because loading its engine takes a third of a second and most builds draw nothing

    drawing = _clean(etree.fromstring(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])))
    if from_right:
        drawing.set("direction", "rtl")
        turn_anchors(drawing)
    return etree.tostring(drawing, encoding="unicode").encode()


def turn_anchors(drawing: etree.Element) -> None:
    """Turn what holds each word of a drawing: the start of one that is read from right to left is its right end, and
    Vega, like the libraries that draw PNG and PDF, knows left and right alone.
    """
    for text in _texts(drawing):
        anchor = text.attrib.pop("text-anchor", "start")
        if anchor != "end":
            text.set("text-anchor", "end" if anchor == "start" else anchor)


def _texts(drawing: etree.Element) -> list[etree.Element]:
    return [part for part in drawing.iter() if part.tag.rpartition("}")[2] == "text"]


def from_left(drawing: etree.Element) -> etree.Element:
    """Return a copy of a drawing for a library that knows no `direction`, like those that write PNG and PDF: its words
    are held at the left or the right end, and the sign U+202B says from where each is read.
    """
    made = deepcopy(drawing)
    if made.attrib.pop("direction", "") == "rtl":
        turn_anchors(made)
        for text in _texts(made):
            text.text = f"\u202b{text.text or ''}\u202c"
    return made


def _clean(svg: etree.Element) -> etree.Element:
    made = etree.Element(
        "svg", {"viewBox": svg.get("viewBox", ""), "font-size": str(SIZE), "fill": "none", "overflow": "visible"}
    )
    made.extend(cleaned for child in svg for cleaned in _cleaned(child))
    clipped = any("clip-path" in part.attrib for part in made.iter())
    for unused in [] if clipped else made.findall("defs"):
        made.remove(unused)
    return made


def _cleaned(element: etree.Element) -> list[etree.Element]:
    """Return what an element comes to: nothing, its children, or itself with what it needs."""
    tag = element.tag.split("}")[-1]
    children = [cleaned for child in element for cleaned in _cleaned(child)]
    kept = {
        name: _NUMBER.sub(lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), value)
        for name, value in element.attrib.items()
        if not (name.startswith("{") or name.startswith("aria-") or name in _NEEDLESS or _PLAIN.get(name) == value)
    }
    if "mark-text" in element.get("class", ""):
        kept.pop("clip-path", None)
    if tag == "text" and "stroke" in kept:  # a ground for letters, not a thickening of them
        kept["paint-order"] = "stroke"
    if tag == "path" and ("background" in element.get("class", "") or "foreground" in element.get("class", "")):
        return []
    if tag == "g" and " wide_" in element.get(
        "class", ""
    ):  # a layer that its specification calls wide: left out on a phone
        kept["class"] = "wide"
    if tag == "g" and kept.keys() <= {"fill"}:
        return children
    if (tag == "g" and not children) or (tag == "text" and not element.text):
        return []
    made = etree.Element(tag, kept)
    made.text = element.text
    made.extend(children)
    return [made]
