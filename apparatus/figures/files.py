"""A drawing as a file that stands alone: SVG, PNG and, of a chart, Vega-Lite.

What a page says around its drawing has to go with it: a title over it; under it what must be known of it, where it
comes from and under which licence it stands. All that is drawn, and told to machines as well (RDF in the SVG, text
chunks in the PNG, `usermeta` in Vega-Lite). Colours are those of the light scheme, and no file asks for another. The
same drawing gives the same bytes.
"""

from __future__ import annotations

import json
import re
import struct
import xml.etree.ElementTree as etree
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..record.kept import kept, key_of
from ..record.languages import direction
from .drawing import Element
from .faces import in_one_face, register_faces, register_one_face
from .layout import ALONE, INK, QUIET, SIZE, Spec, wrapped

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FACES = "Literata, Georgia, 'Noto Serif', 'Liberation Serif', 'Times New Roman', serif"
FACES_FROM_RIGHT = FACES.replace(",", ", 'Noto Naskh Arabic',", 1)
_CODE = tuple(Path(__file__).with_name(name) for name in ("files.py", "faces.py", "drawing.py"))
MARGIN = 20
"""Pixels around a drawing."""
SCALE = 3
"""Pixels of the PNG for one of the drawing: 1,800 across, enough for 15 cm in print at 300 dpi."""
_TITLE, _SMALL, _APART = 17, 12, 8
"""Sizes of the title and of what stands under the drawing, and the space between the parts, in pixels."""
_VARIABLE = re.compile(r"var\(--[\w-]+, (#\w+)\)")
_SIGNATURE = 8  # bytes with which a PNG begins
_RDF, _DC, _CC = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://purl.org/dc/terms/",
    "http://creativecommons.org/ns#",
)


@dataclass(frozen=True)
class Told:
    """What goes with a drawing. `caption` is plain text, `source` names the essay and its edition, `address` is where
    the figure stands.
    """

    title: str
    description: str
    caption: str
    source: str
    address: str
    author: str
    language: str
    licence: str
    licence_name: str

    @property
    def from_right(self) -> bool:
        """Whether it is read from right to left."""
        return direction(self.language) == "rtl"

    @property
    def faces(self) -> str:
        """The typefaces that set it, as CSS names them."""
        return FACES_FROM_RIGHT if self.from_right else FACES

    @property
    def foot(self) -> tuple[str, ...]:
        """The last lines under the drawing: what it is from; where it stands, and its licence."""
        return tuple(filter(None, (self.source, " · ".join(filter(None, (self.address, self.licence_name))))))


@dataclass(frozen=True)
class Line:
    """A line of text over or under a drawing; its size in pixels."""

    text: str
    size: int
    colour: str

    @property
    def height(self) -> float:
        """Pixels from one line to the next."""
        return round(self.size * 1.4)


def plain_colours(text: str) -> str:
    """Return the text of a drawing or a specification with each colour that a page may change as it is in the light
    scheme.
    """
    return _VARIABLE.sub(lambda found: found[1], text)


def svg_file(drawing: Element, told: Told) -> str:
    """Return a drawing that has a viewBox as the text of an SVG file."""
    _, _, width, height = map(float, drawing.attrib["viewBox"].split())
    title = _lines((told.title,), width, _TITLE, INK)
    caption, foot = (_lines(said, width, _SMALL, QUIET) for said in ((told.caption,), told.foot))
    top = MARGIN + _height(title) + _APART
    bottom = top + height + _APART
    under = bottom + _height(caption) + _APART
    made = _root(told, width + 2 * MARGIN, under + _height(foot) + MARGIN)
    side = width + MARGIN if told.from_right else MARGIN
    made.extend(_set(title, side, MARGIN))
    group = etree.SubElement(made, "g", {"transform": f"translate({MARGIN} {top:g})"})
    group.extend(drawing)
    for part in group.iter():
        part.attrib.pop("class", None)  # it is for a page's stylesheet
    made.extend((*_set(caption, side, bottom), *_set(foot, side, under)))
    for prefix, space in {"rdf": _RDF, "dc": _DC, "cc": _CC}.items():
        etree.register_namespace(
            prefix, space
        )  # each time: the register is one for all, and others call other spaces "dc"
    return plain_colours(etree.tostring(made, encoding="unicode")) + "\n"


def _root(told: Told, width: float, height: float) -> Element:
    """Return an empty picture on white ground, with its name, its description and its metadata."""
    made = etree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "role": "img",
            "aria-labelledby": "title",
            "aria-describedby": "desc",
            "{http://www.w3.org/XML/1998/namespace}lang": told.language,
            "width": f"{width:g}",
            "height": f"{height:g}",
            "viewBox": f"0 0 {width:g} {height:g}",
            "font-family": told.faces,
            "font-size": str(SIZE),
            "fill": "none",
            "style": "font-variant-numeric:lining-nums tabular-nums",
        }
        | ({"direction": "rtl"} if told.from_right else {}),
    )
    etree.SubElement(made, "title", {"id": "title"}).text = told.title
    etree.SubElement(made, "desc", {"id": "desc"}).text = told.description
    made.append(_metadata(told))
    etree.SubElement(made, "rect", {"width": "100%", "height": "100%", "fill": "#fff"})
    return made


def _lines(said: tuple[str, ...], width: float, size: int, colour: str) -> list[Line]:
    return [Line(line, size, colour) for one in said for line in wrapped(one, width, size)]


def _height(lines: list[Line]) -> float:
    return sum(line.height for line in lines)


def _set(lines: list[Line], side: float, top: float) -> Iterator[Element]:
    """Yield lines of text from `top` down, which begin at the `side`."""
    for line in lines:
        top += line.height
        at = {"x": f"{side:g}", "y": f"{top - line.height / 4:g}", "font-size": str(line.size), "fill": line.colour}
        made = etree.Element("text", at)
        made.text = line.text
        yield made


def _metadata(told: Told) -> Element:
    """Return title, maker, source and licence in the terms of Dublin Core and Creative Commons
    (https://creativecommons.org/ns).
    """
    made = etree.Element("metadata")
    work = etree.SubElement(
        etree.SubElement(made, f"{{{_RDF}}}RDF"), f"{{{_CC}}}Work", {f"{{{_RDF}}}about": told.address}
    )
    for name, value in {
        "title": told.title,
        "creator": told.author,
        "source": told.address,
        "isPartOf": told.source,
        "rights": told.licence_name,
    }.items():
        if value:
            etree.SubElement(work, f"{{{_DC}}}{name}").text = value
    if told.licence:
        etree.SubElement(work, f"{{{_CC}}}license", {f"{{{_RDF}}}resource": told.licence})
    return made


def png_file(root: Path, svg: str, told: Told) -> bytes:
    """Return an SVG file as PNG, drawn in the typefaces of the project at `root`; kept until either changes."""
    folder, register = root / "docs/assets/fonts", register_one_face if told.from_right else register_faces
    svg = in_one_face(svg) if told.from_right else svg
    fonts = (font.read_bytes() for font in sorted(folder.glob("*.woff2")))

    def draw() -> bytes:
        import vl_convert  # here, because loading its engine takes a third of a second and most builds draw nothing

        register(folder)
        return _said(vl_convert.svg_to_png(svg, ppi=72 * SCALE), told)

    return kept(root, f"picture-{told.address}-{told.title}", key_of((svg, *fonts), _CODE), draw)


def _said(png: bytes, told: Told) -> bytes:
    """Return a PNG with what is told of it in text chunks after its head (https://www.w3.org/TR/png-3/#11keywords), and
    packed well.

    The drawing library packs in haste: 0.78 MB where 0.23 do.
    """
    words = {
        "Title": told.title,
        "Author": told.author,
        "Description": told.description,
        "Copyright": f"{told.licence_name} {told.licence}".strip(),
        "Source": told.address,
    }
    (kind, head), *rest = _chunks(png)
    said = [(b"iTXt", name.encode() + b"\0\0\0\0\0" + value.encode()) for name, value in words.items() if value]
    kept = [chunk for chunk in rest if chunk[0] not in (b"IDAT", b"IEND")]
    pixels = zlib.compress(zlib.decompress(b"".join(body for kind, body in rest if kind == b"IDAT")))
    chunks = [(kind, head), *said, *kept, (b"IDAT", pixels), (b"IEND", b"")]
    return png[:_SIGNATURE] + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG: kind and content."""
    at = _SIGNATURE
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def vega_lite_file(spec: Spec, told: Told) -> str:
    """Return a specification as the text of a file that the Vega editor opens: with its schema, its data, its colours,
    and what is told of it.
    """
    usermeta: Mapping[str, str] = {
        "author": told.author,
        "source": told.source,
        "address": told.address,
        "licence": told.licence,
        "caption": told.caption,
    }
    made: Spec = {
        "$schema": SCHEMA,
        "title": {
            "text": told.title,
            "subtitle": [*wrapped(told.caption, ALONE, _SMALL), *told.foot],
            "anchor": "end" if told.from_right else "start",
            "offset": 16,
            "fontSize": _TITLE,
            "fontWeight": "normal",
            "color": INK,
            "subtitleColor": QUIET,
            "subtitleFontSize": _SMALL,
        },
        "description": told.description,
        "usermeta": {name: value for name, value in usermeta.items() if value},
        **_with_grounds(spec),
        "background": "#fff",
        "padding": MARGIN,
    }
    if made.get("autosize") == "none":
        made["autosize"] = "pad"  # or there is no room for the title
    made["config"] = {**made["config"], "font": told.faces}
    return plain_colours(json.dumps(made, ensure_ascii=False, indent=1)) + "\n"


def _with_grounds(made: Any) -> Any:
    """Return a specification in which the ground of letters is a layer of its own under them.

    Vega paints a stroke over the letters that it is to set off; on a page `paint-order` turns that round.
    """
    if isinstance(made, list):
        return [part for one in made for part in (*_ground(one), _with_grounds(one))]
    if not isinstance(made, dict):
        return made
    return {
        name: _with_grounds(value)
        for name, value in made.items()
        if not (name == "stroke" and made.get("type") == "text")
    }


def _ground(layer: Any) -> Iterator[Spec]:
    mark = layer.get("mark") if isinstance(layer, dict) else None
    if isinstance(mark, dict) and mark.get("type") == "text" and "stroke" in mark:
        yield {name: value for name, value in layer.items() if name != "name"}
