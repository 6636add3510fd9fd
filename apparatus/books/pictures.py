"""The drawings of a book as pictures, for a word processor and for Markdown, which take no SVG from a page.

In: the `svg` element of a figure and the folder of the site's typefaces. Out: the same as PNG.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from ..figures.faces import in_one_face, register_faces, register_one_face
from ..html.tree import Element, as_xhtml, clone

PIXELS = 3
"""Of a picture, for each unit of its drawing: some 300 dots to the inch where a chart is as wide as the text of a page
of A4.
"""
COLOURS = 64
"""Of a picture: a drawing has a dozen, the rest are the edges of its letters."""


def picture(drawing: Element, fonts: str) -> bytes:
    """Return a drawing as PNG, in the site's typeface, on white, since a dark window has no other ground for black
    letters.
    """
    own = clone(drawing)
    for part in own.xpath("./title | ./desc"):
        own.remove(part)
    return _drawn(as_xhtml(own), fonts)


@lru_cache(maxsize=64)
def _drawn(svg: str, fonts: str) -> bytes:
    import vl_convert
    from PIL import Image

    from_right = 'direction="rtl"' in svg
    (register_one_face if from_right else register_faces)(Path(fonts))
    svg = in_one_face(svg) if from_right else svg
    drawn = Image.open(BytesIO(vl_convert.svg_to_png(svg, scale=PIXELS, ppi=72))).convert("RGBA")
    ground, written = Image.new("RGBA", drawn.size, "white"), BytesIO()
    ground.alpha_composite(drawn)
    few = ground.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(written, "PNG", compress_level=9)
    return written.getvalue()
