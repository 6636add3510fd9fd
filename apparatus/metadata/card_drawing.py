"""Typesetting a card with Pillow: the essay's faces on its paper, flush with the side where its lines begin, and
broken so that they are of like length.

In: a card's words and their lettering. Out: the bytes of a PNG. Everything vertical hangs from fixed baselines, so that
the cards of all sections are one series; the ink of each line, not its box, starts at the margin.
Drawing happens in colour and is then reduced to a palette: text on paper has few colours, and a card is 20 kB instead
of 60.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from ..project import Project
from ..record.palette import light
from .lettering import Font, Lettering
from .social_cards import HEIGHT, MARGIN, WIDTH, Card, cards

MEASURE = WIDTH - 2 * MARGIN
SIZES = ((96, 104, 1), (84, 92, 2), (68, 76, 2))
COVER_SIZES = ((104, 108, 2), (84, 92, 3))
"""Of a title: its size, its leading, and the lines that it may have at that size; the first that suits is taken."""
FOOT = HEIGHT - 68
"""The last baseline."""
COLOURS = 64
_SMALL_CAPITALS = ["smcp", "c2sc", "onum"]


def lettering(project: Project) -> Lettering:
    """Return how words are set in the pictures of a project."""
    settings, way = project.settings, project.words.at("language.direction")
    fonts = project.root / "docs/assets/fonts"
    return Lettering(fonts, settings.type, settings.edition.language, way if way != "ltr" else None)


def draw_cards(project: Project, folder: Path) -> Iterator[tuple[Card, int]]:
    """Draw every card into `folder`, yielding it with the bytes of its file, then remove those that no section has any
    more.

    Raises NoRaqm, and ValueError when words do not fit.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = set()
    letters = lettering(project)
    for card in cards(project):
        path = folder / f"{card.name}.png"
        path.write_bytes(draw_card(card, letters))
        drawn.add(path)
        yield card, path.stat().st_size
    for path in set(folder.glob("*.png")) - drawn:
        path.unlink()


def draw_card(card: Card, letters: Lettering) -> bytes:
    """Return the card as a PNG. Raises NoRaqm; ValueError when it is too full."""
    image = Image.new("RGB", (WIDTH, HEIGHT), light("paper"))
    draw = ImageDraw.Draw(image)
    page = _Page(draw, letters)
    sizes = [(letters.font("roman", size), step, lines) for size, step, lines in (SIZES if card.below else COVER_SIZES)]
    fitting = (one for one in sizes if len(page.broken(card.title, one[0])) <= one[2])
    title, leading, _ = next(fitting, sizes[-1])
    start = page.edge - (72 if letters.direction else 0)
    draw.rectangle((start, 72, start + 72, 77), fill=light("accent"))
    page.tracked(card.above, letters.font("roman", 34), 128)
    last, step = page.lines(card.title, title, light("ink"), 128 + letters.step(title, 108), leading)
    after, small = last - step + letters.step(title, 86), letters.font("italic", 44)
    end, step = page.lines(card.question, small, light("quiet"), after, 58)
    if end - step > FOOT - 40:
        raise ValueError(f"The words of the card '{card.name}' do not fit.")
    page.lines(card.below, letters.font("italic", 32), light("ink"), FOOT, 0)
    return _png(image, card, letters.language)


@dataclass(frozen=True)
class _Page:
    """What a card is drawn on, and how its words are set."""

    draw: ImageDraw.ImageDraw
    letters: Lettering

    @property
    def edge(self) -> int:
        """Where lines begin: the left margin, or the right one."""
        return WIDTH - MARGIN if self.letters.direction else MARGIN

    def lines(self, text: str, font: Font, colour: str, baseline: float, step: float) -> tuple[float, float]:
        """Set `text` from `baseline` down; return the baseline that would follow, and the step between two."""
        step = self.letters.step(font, step)
        for line in self.broken(text, font):
            self.letters.line(self.draw, line, (self.edge, baseline), font, colour, "onum")
            baseline += step
        return baseline, step

    def broken(self, text: str, font: Font) -> list[str]:
        """Break `text` into the fewest lines that the measure allows, and of those ways into the one with the shortest
        longest line.
        """

        @cache
        def long(line: str) -> float:
            return self.letters.width(line, font)

        def greedy(width: float) -> list[str]:
            lines: list[str] = []
            for word in text.split():
                if lines and long(f"{lines[-1]} {word}") <= width:
                    lines[-1] += f" {word}"
                else:
                    lines.append(word)
            return lines

        best = greedy(MEASURE)
        for width in range(MEASURE, MEASURE // 3, -8):
            tried = greedy(width)
            if len(tried) > len(best) or any(long(line) > width for line in tried):
                break
            best = tried
        return best

    def tracked(self, text: str, font: Font, baseline: int) -> None:
        """Set `text` in small capitals, letterspaced by 0.06 em as the page sets them, kerning kept; in letters that
        are joined, as it is.
        """
        if self.letters.type.face:
            self.lines(text, font, light("quiet"), baseline, 0)
            return
        x = float(MARGIN)
        for at, letter in enumerate(text):
            self.draw.text((x, baseline), letter, light("quiet"), font, "ls", features=_SMALL_CAPITALS)
            pair = text[at : at + 2]
            after = font.getlength(pair[1:], features=_SMALL_CAPITALS) if len(pair) == 2 else 0
            x += font.getlength(pair, features=_SMALL_CAPITALS) - after + 0.06 * font.size


def _png(image: Image.Image, card: Card, language: str) -> bytes:
    words, written = PngInfo(), BytesIO()
    words.add_itxt("Description", card.words, lang=language, zip=False)
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        written, "PNG", optimize=True, pnginfo=words
    )
    return written.getvalue()
