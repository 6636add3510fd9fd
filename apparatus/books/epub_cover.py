"""The cover of the EPUB: title, line and the six shapes of the findings, drawn with Pillow from the site's own
typeface, from the side where its lines begin.

A picture is needed because shelves show nothing else. 1600 × 2560 is the size that shops and readers ask for; eight
colours keep it small.
"""

from __future__ import annotations

from io import BytesIO

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from ..metadata.lettering import Font, Lettering
from ..record.palette import light, palette

SIZE = (1600, 2560)
EDGE = 160
_SHAPES = (360, 270, 180, 0, -1, -2)  # degrees that are full; crossed, lozenge


def cover(title: str, line: str, letters: Lettering) -> bytes:
    """Return the picture as PNG. Raises NoRaqm for letters that have to be shaped."""
    picture = Image.new("RGB", SIZE, light("accent"))
    draw = ImageDraw.Draw(picture)
    roman, italic = _face(letters, "roman", 208), _face(letters, "italic", 68)
    top = _set(draw, title, roman, 300, 1.08, light("paper"), letters)
    draw.line((_x(EDGE, letters), top + 90, _x(EDGE + 240, letters), top + 90), palette()["ochre"].dark, 8)
    _set(draw, line, italic, top + 170, 1.4, light("paper"), letters)
    for i, full in enumerate(_SHAPES):
        _shape(picture, min(_x(EDGE + 130 * i, letters), _x(EDGE + 130 * i + 84, letters)), SIZE[1] - 300, 84, full)
    written = BytesIO()
    picture.quantize(16).save(written, "PNG", optimize=True)
    return written.getvalue()


def _x(from_start: int, letters: Lettering) -> int:
    """Return the place of what stands so far from the side where lines begin."""
    return SIZE[0] - from_start if letters.direction else from_start


def _face(letters: Lettering, style: str, size: int) -> Font:
    """Return a typeface: Literata with no need of a library of the system, letters that have to be shaped with it."""
    if letters.type.face:
        return letters.font(style, size)
    font, plain = TTFont(letters.fonts / f"literata-{style}.woff2", recalcTimestamp=False), BytesIO()
    font.flavor = None
    font.save(plain)
    plain.seek(0)
    return ImageFont.truetype(plain, size, layout_engine=ImageFont.Layout.BASIC)


def _set(
    draw: ImageDraw.ImageDraw, text: str, face: Font, top: float, leading: float, colour: str, letters: Lettering
) -> float:
    """Set a text in lines between the edges; return where it ends."""
    line = ""
    for word in [*text.split(), None]:
        longer = f"{line} {word}".strip()
        if word is not None and letters.width(longer, face) <= SIZE[0] - 2 * EDGE:
            line = longer
            continue
        if letters.direction:
            baseline = top + 0.7 * letters.step(face, face.size * leading)
            letters.line(draw, line, (SIZE[0] - EDGE, baseline), face, colour)
        else:
            draw.text((EDGE, top), line, colour, face)
        top += letters.step(face, face.size * leading)
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
