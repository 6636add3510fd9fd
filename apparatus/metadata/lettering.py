"""Setting words in a picture with Pillow, in the letters and from the side of their language.

In: the folder of the typefaces, and what mkdocs.yml says of the language's type. Out: fonts, and lines in a picture.
Where nothing is said, that is Literata, flush left. Raqm shapes what is set, which Latin letters need for kerning and
joined letters to be read at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import ImageDraw, ImageFont, features

from ..record.settings import Type

Font = ImageFont.FreeTypeFont


class NoRaqm(RuntimeError):
    """Pillow cannot shape text. The message says how to mend it."""


@dataclass(frozen=True)
class Lettering:
    """How words are set in pictures: `direction` is 'rtl' for lines that begin on the right, else None."""

    fonts: Path
    type: Type
    language: str
    direction: str | None = None

    def font(self, style: str, size: float) -> Font:
        """Return the language's typeface for Literata's `style` ('roman', 'italic') and size in pixels.

        Raises NoRaqm.
        """
        if not features.check("raqm"):
            raise NoRaqm("Pillow finds no Raqm: install libfribidi (Debian: libfribidi0).")
        file = self.fonts / (self.type.face or f"literata-{style}.woff2")
        return ImageFont.truetype(file, round(size * self.type.scale), layout_engine=ImageFont.Layout.RAQM)

    def step(self, font: Font, own: float) -> float:
        """Return the pixels from one baseline to the next: `own`, Literata's, unless the type says its leading."""
        return font.size * self.type.leading if self.type.leading else own

    def width(self, text: str, font: Font) -> float:
        """Return the pixels that a line takes."""
        return font.getlength(text, **self._options)

    def line(
        self, draw: ImageDraw.ImageDraw, text: str, at: tuple[float, float], font: Font, colour: str, *kinds: str
    ) -> None:
        """Set a line whose ink starts at `at`, on the side where lines begin; `kinds` are OpenType features."""
        anchor = "rs" if self.direction else "ls"
        left, _, right, _ = font.getbbox(text, anchor=anchor, **self._options)
        start = at[0] - (right if self.direction else left)
        draw.text((start, at[1]), text, colour, font, anchor, features=list(kinds) or None, **self._options)

    @property
    def _options(self) -> dict[str, Any]:
        return {"direction": self.direction, "language": self.language} if self.direction else {}
