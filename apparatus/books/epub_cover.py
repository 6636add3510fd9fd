"""The cover of the EPUB: title, line and the six shapes of the findings, drawn with Pillow from the site's own
typeface.

A picture is needed because shelves show nothing else. 1600 × 2560 is the size that shops and readers ask for; eight
colours keep it small.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from ..record.palette import light, palette

SIZE = (1600, 2560)
EDGE = 160
_SHAPES = (360, 270, 180, 0, -1, -2)  # degrees that are full; crossed, lozenge


def cover(title: str, line: str, fonts: Path) -> bytes:
    """Return the picture as PNG. `fonts` is the folder of the site's typefaces."""
    picture = Image.new("RGB", SIZE, light("accent"))
    draw = ImageDraw.Draw(picture)
    top = _set(draw, title, _face(fonts / "literata-roman.woff2", 208), 300, 1.08, light("paper"))
    draw.line((EDGE, top + 90, EDGE + 240, top + 90), fill=palette()["ochre"].dark, width=8)
    _set(draw, line, _face(fonts / "literata-italic.woff2", 68), top + 170, 1.4, light("paper"))
    for i, full in enumerate(_SHAPES):
        _shape(picture, EDGE + 130 * i, SIZE[1] - 300, 84, full)
    written = BytesIO()
    picture.quantize(16).save(written, "PNG", optimize=True)
    return written.getvalue()


def _face(path: Path, size: int) -> ImageFont.FreeTypeFont:
    font, plain = TTFont(path, recalcTimestamp=False), BytesIO()
    font.flavor = None
    font.save(plain)
    plain.seek(0)
    return ImageFont.truetype(plain, size, layout_engine=ImageFont.Layout.BASIC)


def _set(
    draw: ImageDraw.ImageDraw, text: str, face: ImageFont.FreeTypeFont, top: float, leading: float, colour: str
) -> float:
    """Set a text in lines between the edges; return where it ends."""
    line = ""
    for word in [*text.split(), None]:
        longer = f"{line} {word}".strip()
        if word is not None and draw.textlength(longer, face) <= SIZE[0] - 2 * EDGE:
            line = longer
            continue
        draw.text((EDGE, top), line, colour, face)
        top += face.size * leading
        line = word or ""
    return top


def _shape(picture: Image.Image, left: int, top: int, size: int, full: int) -> None:
    """Draw the mark of a finding, at four times its size and then smaller, for smooth edges."""
    big = Image.new("L", (size * 4, size * 4), 0)
    draw, last, width = ImageDraw.Draw(big), size * 4 - 5, 36
    if full == -1:
        draw.line((width, width, last - width, last - width), 255, width)
        draw.line((width, last - width, last - width, width), 255, width)
    elif full == -2:
        middle = last // 2
        draw.polygon(((middle, 0), (last, middle), (middle, last), (0, middle)), 255)
        draw.polygon(((middle, 58), (last - 58, middle), (middle, last - 58), (58, middle)), 0)
    else:
        draw.ellipse((4, 4, last, last), outline=255, width=width)
        if full:
            draw.pieslice((4, 4, last, last), 0, full, fill=255) if full < 360 else draw.ellipse(
                (4, 4, last, last), 255
            )
    mask = big.resize((size, size), Image.Resampling.LANCZOS)
    picture.paste(light("paper"), (left, top), mask)
