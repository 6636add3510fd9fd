"""Typesetting a card with Pillow: the essay's faces on its paper, flush left, lines broken so that they are of like
length.

In: a card's words and the folder of the typefaces. Out: the bytes of a PNG. Everything vertical hangs from fixed
baselines, so that the cards of all sections are one series; the ink of each line, not its box, starts at the margin.
Drawing happens in colour and is then reduced to a palette: text on paper has few colours, and a card is 20 kB instead
of 60.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features
from PIL.PngImagePlugin import PngInfo

from ..project import Project
from ..record.palette import light
from .social_cards import FOLDER, HEIGHT, MARGIN, WIDTH, Card, cards

Font = ImageFont.FreeTypeFont
MEASURE = WIDTH - 2 * MARGIN
SIZES = ((96, 104, 1), (84, 92, 2), (68, 76, 2))
COVER_SIZES = ((104, 108, 2), (84, 92, 3))
"""Of a title: its size, its leading, and the lines that it may have at that size; the first that suits is taken."""
FOOT = HEIGHT - 68
"""The last baseline."""
COLOURS = 64
_SMALL_CAPITALS = ["smcp", "c2sc", "onum"]


def draw_cards(project: Project) -> Iterator[tuple[Card, int]]:
    """Draw every card, yielding it with the bytes of its file, then remove those that no section has any more.

    Raises RuntimeError without Raqm, ValueError when words do not fit.
    """
    folder = project.root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    drawn = set()
    for card in cards(project):
        path = folder / f"{card.name}.png"
        path.write_bytes(draw_card(card, project.root / "docs/assets/fonts"))
        drawn.add(path)
        yield card, path.stat().st_size
    for path in set(folder.glob("*.png")) - drawn:
        path.unlink()


def draw_card(card: Card, fonts: Path) -> bytes:
    """Return the card as a PNG. Raises RuntimeError without Raqm, which sets kerning and old-style figures; ValueError
    when it is too full.
    """
    if not features.check("raqm"):
        raise RuntimeError("Pillow finds no Raqm: install libfribidi (Debian: libfribidi0).")
    image = Image.new("RGB", (WIDTH, HEIGHT), light("paper"))
    draw = ImageDraw.Draw(image)

    def font(face: str, size: int) -> Font:
        return ImageFont.truetype(fonts / f"literata-{face}.woff2", size, layout_engine=ImageFont.Layout.RAQM)

    sizes = SIZES if card.below else COVER_SIZES
    fitting = (one for one in sizes if len(_broken(card.title, font("roman", one[0]))) <= one[2])
    size, step, _ = next(fitting, sizes[-1])
    draw.rectangle((MARGIN, 72, MARGIN + 72, 77), fill=light("accent"))
    _tracked(draw, card.above, font("roman", 34), 128)
    last = _lines(draw, card.title, font("roman", size), light("ink"), 236, step) - step
    end = _lines(draw, card.question, font("italic", 44), light("quiet"), last + 86, 58) - 58
    if end > FOOT - 40:
        raise ValueError(f"The words of the card '{card.name}' do not fit.")
    _lines(draw, card.below, font("italic", 32), light("ink"), FOOT, 0)
    return _png(image, card)


def _lines(draw: ImageDraw.ImageDraw, text: str, font: Font, colour: str, baseline: int, step: int) -> int:
    """Set `text` from `baseline` down; return the baseline of the line that would follow."""
    for line in _broken(text, font):
        start = font.getbbox(line, anchor="ls")[0]
        draw.text((MARGIN - start, baseline), line, fill=colour, font=font, anchor="ls", features=["onum"])
        baseline += step
    return baseline


def _broken(text: str, font: Font) -> list[str]:
    """Break `text` into the fewest lines that the measure allows, and of those ways into the one with the shortest
    longest line.
    """

    def greedy(width: float) -> list[str]:
        lines: list[str] = []
        for word in text.split():
            if lines and font.getlength(f"{lines[-1]} {word}") <= width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    best = greedy(MEASURE)
    for width in range(MEASURE, MEASURE // 3, -8):
        tried = greedy(width)
        if len(tried) > len(best) or any(font.getlength(line) > width for line in tried):
            break
        best = tried
    return best


def _tracked(draw: ImageDraw.ImageDraw, text: str, font: Font, baseline: int) -> None:
    """Set `text` in small capitals, letterspaced by 0.06 em as the page sets them, kerning kept."""
    x = float(MARGIN)
    for at, letter in enumerate(text):
        draw.text((x, baseline), letter, fill=light("quiet"), font=font, anchor="ls", features=_SMALL_CAPITALS)
        pair = text[at : at + 2]
        after = font.getlength(pair[1:], features=_SMALL_CAPITALS) if len(pair) == 2 else 0
        x += font.getlength(pair, features=_SMALL_CAPITALS) - after + 0.06 * font.size


def _png(image: Image.Image, card: Card) -> bytes:
    words, written = PngInfo(), BytesIO()
    words.add_itxt("Description", card.words, lang="en-GB", zip=False)
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        written, "PNG", optimize=True, pnginfo=words
    )
    return written.getvalue()
