"""The typefaces that the drawing library takes for a PNG: unpacked, and for what is read from the right made one."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from .drawing import from_left

ONE_FACE = "one-face"
"""What sets the words of a PNG that is read from the right: the drawing library takes one face for a line, and would
set the figures of one that has them not in whatever it finds.
"""
_ITS_PARTS = ("literata-roman", "naskh-urdu")


@cache
def register_faces(fonts: Path) -> None:
    """Make the typefaces of the folder `fonts` known to what draws, which reads no WOFF2."""
    import vl_convert

    vl_convert.register_font_directory(_unpacked(fonts).name)


@cache
def register_one_face(fonts: Path) -> None:
    """Make one face alone known to what draws, made of those that have the letters of both scripts."""
    import vl_convert

    vl_convert.register_font_directory(_one_face(Path(_unpacked(fonts).name)).name)


@cache
def _unpacked(fonts: Path) -> TemporaryDirectory[str]:
    """Return a folder with the typefaces of the folder `fonts` unpacked; it goes when the process ends."""
    from fontTools.ttLib import TTFont

    folder = TemporaryDirectory()
    for packed in sorted(fonts.glob("*.woff2")):
        font = TTFont(packed, recalcTimestamp=False)
        font.flavor = None
        font.save(Path(folder.name, f"{packed.stem}.ttf"))
    return folder


@cache
def _one_face(faces: Path) -> TemporaryDirectory[str]:
    """Return a folder with one face, made of the unpacked ones that have the letters of both scripts."""
    from fontTools.merge import Merger, Options

    parts = [str(faces / f"{name}.ttf") for name in _ITS_PARTS]
    font = Merger(Options(drop_tables=["vhea", "vmtx", "STAT", "gasp"])).merge(parts)
    for name in font["name"].names:
        if name.nameID in (1, 3, 4, 6, 16):  # family, identifier, full name, PostScript name, typographic family
            name.string = ONE_FACE
    folder = TemporaryDirectory()
    font.save(Path(folder.name, "one.ttf"))
    return folder


def in_one_face(svg: str) -> str:
    """Return an SVG file that is read from the right as the drawing library reads it."""
    made = from_left(etree.fromstring(svg))
    made.set("font-family", ONE_FACE)
    return etree.tostring(made, encoding="unicode")
