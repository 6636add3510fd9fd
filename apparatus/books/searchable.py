"""Text from right to left that can be found in the PDF and copied from it: what WeasyPrint 70 leaves out.

In: the lines of text that WeasyPrint draws. Out: under each word its letters, which nobody sees, and the word as it is
drawn marked as what says nothing more. A PDF says of each glyph which letters it stands for, once. Nastaliq builds many
letters of one stroke and separate dots, at many heights, so that the first letter that a stroke was met in would stand
for all others, and a program that looks for words finds neither them nor their lines. What is done here is what scanned
pages have: letters of a plain typeface, invisible (text rendering mode 3), on the line, each as wide as its share of
the word. `ActualText` (ISO 32000-1, 14.9.4) alone does not do: Chrome's PDFium and Poppler take a word's for text from
left to right, and both lose a word whose letters have one each, since they look for gaps between the glyphs.

WeasyPrint has no switch for it: while a book is written, `found_by_search` puts a function of ours in the place of the
one that draws a line, for lines that run from right to left alone. To be looked at again when WeasyPrint is renewed, as
all of weasyprint_fixes.py is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any
from unicodedata import bidirectional, combining

import pydyf
from fontTools.ttLib import TTFont

NOTHING = "\t"
"""What the drawing of a word says beside its letters: white space, of which no program that was tried shows any."""


@contextmanager
def found_by_search(faces: Sequence[str]) -> Iterator[None]:
    """Have WeasyPrint write the letters of words from right to left within this block, in the first of the typefaces
    `faces` that has them; without any, nothing is changed.
    """
    from weasyprint.draw import text

    own, plain = text.draw_first_line, _Plain(faces)

    def draw(stream: Any, textbox: Any, overflow: str, ellipsis: Any, matrix: Any) -> Any:
        cut = overflow == "ellipsis" or ellipsis != "none"
        letter = next((one for one in textbox.text if bidirectional(one) in ("R", "AL")), "")
        runs = [] if cut or not letter else list(_runs(textbox.pango_layout))
        if not runs or any(run.lacks_a_glyph for run in runs):
            return own(stream, textbox, overflow, ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        written = plain.pen(stream, textbox.style, letter)
        for run in runs:
            _draw(run, _Pen(run.font, stream, textbox.style["font_size"]), written)
        return []

    if faces:
        text.draw_first_line = draw
    try:
        yield
    finally:
        text.draw_first_line = own


@dataclass(frozen=True)
class _Glyph:
    """A glyph as Pango places it, in Pango's units; `letters` are those of the cluster that it belongs to, `start` is
    its place in the text.
    """

    id: int
    width: int
    right: int
    up: int
    letters: str
    start: int


@dataclass(frozen=True)
class _Run:
    """Glyphs of one font and direction, from left to right."""

    font: Any
    backwards: bool
    glyphs: tuple[_Glyph, ...]

    @property
    def lacks_a_glyph(self) -> bool:
        """Whether no font has a letter of it, which WeasyPrint tells its log."""
        from weasyprint.text.ffi import pango

        return any(glyph.id & pango.PANGO_GLYPH_UNKNOWN_FLAG for glyph in self.glyphs)


_Part = list[list[_Glyph]]
"""The clusters of a word, or of the space between two."""


def _runs(layout: Any) -> Iterator[_Run]:
    from weasyprint.text.ffi import ffi, pango

    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    text = layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        analysis = run.data.item.analysis
        yield _Run(analysis.font, bool(analysis.level % 2), tuple(_glyphs(run.data, text)))
        run = run.next


def _glyphs(item: Any, text: bytes) -> Iterator[_Glyph]:
    glyphs, offset = item.glyphs, item.item.offset
    starts = [glyphs.log_clusters[i] for i in range(glyphs.num_glyphs)]
    ends = dict(zip(sorted(set(starts)), [*sorted(set(starts))[1:], item.item.length], strict=True))
    for i, start in enumerate(starts):
        placed = glyphs.glyphs[i]
        letters = text[offset + start : offset + ends[start]].decode()
        shape = placed.geometry
        yield _Glyph(placed.glyph, shape.width, shape.x_offset, shape.y_offset, letters, start)


def _draw(run: _Run, pen: _Pen, plain: _Pen) -> None:
    """Draw a run with `pen`; where it runs from right to left, write the letters of each word with `plain` first. What
    `plain` has no letters for, points and quotation marks, speaks for itself.
    """
    clusters = [list(cluster) for _, cluster in groupby(run.glyphs, key=lambda glyph: glyph.start)]
    parts = [(kind, list(part)) for kind, part in groupby(clusters, key=lambda one: _kind(one[0].letters, plain))]
    for i, (kind, part) in enumerate(parts):
        after = parts[i + 1][0] if i + 1 < len(parts) else ""
        if kind == "word" and run.backwards:
            before = _width(parts[0][1]) if i == 1 and parts[0][0] == "space" else 0
            plain.write(_letters_of(part), _width(part), before, spaced=after == "space")
            pen.draw(part)
        elif kind != "space" or not run.backwards or len(parts) == 1:
            pen.take()
            for glyph in (glyph for cluster in part for glyph in cluster):
                pen.show(glyph, glyph.letters)
        elif i or after != "word":
            pen.move(_width(part))


def _kind(letters: str, plain: _Pen) -> str:
    if letters.isspace():
        return "space"
    known = _letters(plain.font)
    return "word" if any(letter in known for letter in letters) else "point"


def _width(part: _Part) -> int:
    return sum(glyph.width for cluster in part for glyph in cluster)


def _letters_of(part: _Part) -> str:
    """Return the letters of a word as they stand from left to right; what stands over a letter comes before it."""
    return "".join(cluster[0].letters[::-1] for cluster in part)


class _Pen:
    """Shows glyphs of one font on a stream; widths are in Pango's units."""

    def __init__(self, pango_font: Any, stream: Any, font_size: float) -> None:
        from weasyprint.text.ffi import FROM_UNITS, pango

        self.pango_font, self.stream, self.pango, self.unit = pango_font, stream, pango, FROM_UNITS
        self.font, size = stream.add_font(pango_font)
        # https://gitlab.gnome.org/GNOME/pango/-/issues/530
        self.size = font_size if pango.pango_version() < 14802 else size

    def take(self) -> None:
        """Let what follows be drawn with this pen."""
        self.stream.set_font_size(self.font.hash, self.size)

    def show(self, glyph: _Glyph, said: str) -> None:
        """Show a glyph where Pango wants it, `right` of the pen and `up` from the line, and move the pen by its width;
        `said` is what it stands for, unless it has stood for something else.
        """
        if glyph.id == self.pango.PANGO_GLYPH_EMPTY:
            self.move(glyph.width)
            return
        self.font.to_unicode.setdefault(glyph.id, said)
        offset, width = (self._thousandths(units) for units in (glyph.right, glyph.width))
        kerning = self._own(glyph.id) + offset - width
        moved, after = f"{-offset}" if offset else "", f"{kerning}" if kerning else ""
        if glyph.up:
            self.stream.set_text_rise(-glyph.up * self.unit)
        self.stream.show_text(f"{moved}<{glyph.id:04x}>{after}")
        if glyph.up:
            self.stream.set_text_rise(0)

    def move(self, width: float) -> None:
        """Move the pen to the right."""
        self.stream.show_text(f"{-self._thousandths(width)}")

    def draw(self, word: _Part) -> None:
        """Show a word, so that it says nothing."""
        self.take()
        self.stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(NOTHING)}))
        for glyph in (glyph for cluster in word for glyph in cluster):
            self.show(glyph, NOTHING)
        self.stream.end_marked_content()

    def write(self, letters: str, width: int, before: int, *, spaced: bool) -> None:
        """Write letters that are not seen, `width` wide in all, after a space so wide as `before` and before another if
        they are `spaced`; leave the pen where they begin.
        """
        known = _letters(self.font)
        ids = [known[letter] for letter in letters if letter in known]
        own = sum(0 if combining(letter) else self._own(known[letter]) for letter in letters if letter in known)
        self.font.to_unicode |= {known[letter]: letter for letter in f"{letters} " if letter in known}
        stretch = max(self._thousandths(width) / own, 0.01)
        space, lead = self._own(known[" "]), self._thousandths(before) / stretch
        shown = "".join(self._standing(id, letter) for id, letter in zip(ids, filter(known.get, letters), strict=True))
        first = f"<{known[' ']:04x}>{space - lead:.0f}" if before else ""
        last = f"<{known[' ']:04x}>{space + own}" if spaced else f"{own}"
        self.take()
        self.stream.stream.append(f"3 Tr {100 * stretch:.2f} Tz")
        self.stream.show_text(f"{first}{shown}{last}")
        self.stream.stream.append("100 Tz 0 Tr")

    def _standing(self, id: int, letter: str) -> str:
        return f"<{id:04x}>{self._own(id)}" if combining(letter) else f"<{id:04x}>"

    def _own(self, id: int) -> int:
        """Return the width that the font gives a glyph, in thousandths of the size."""
        widths = self.font.widths
        if id not in widths:
            ink, logical = self.stream.ink_rect, self.stream.logical_rect
            self.pango.pango_font_get_glyph_extents(self.pango_font, id, ink, logical)
            widths[id] = self._thousandths(logical.width)
        return int(widths[id])

    def _thousandths(self, units: float) -> int:
        thousandths: int = round(units * 1000 * self.unit / self.size)
        return thousandths


class _Plain:
    """The typeface in which letters are written that nobody sees, size by size."""

    def __init__(self, faces: Sequence[str]) -> None:
        self.faces = tuple(faces)
        self.made: dict[float, tuple[Any, Any]] = {}

    def pen(self, stream: Any, style: Any, letter: str) -> _Pen:
        """Return a pen for a text in `style` that has this letter."""
        size = style["font_size"]
        if size not in self.made:
            layout = _layout(letter, self.faces, size, style.font_config)
            self.made[size] = layout, next(_runs(layout)).font  # the layout keeps the font
        return _Pen(self.made[size][1], stream, size)


def _layout(text: str, faces: tuple[str, ...], size: float, fonts: Any) -> Any:
    from weasyprint.css.properties import INITIAL_VALUES
    from weasyprint.svg.text import Style
    from weasyprint.text.line_break import create_layout

    style = Style()
    style.update({**INITIAL_VALUES, "font_family": faces, "font_size": size, "font_weight": 400})
    style.font_config = fonts
    return create_layout(text, style, None, None, 0)


def _letters(font: Any) -> dict[str, int]:
    """Return the glyph of each letter as it stands alone."""
    if font.hash not in _ALONE:
        face = TTFont(BytesIO(font.file_content))
        _ALONE[font.hash] = {chr(code): face.getGlyphID(name) for code, name in face.getBestCmap().items()}
    return _ALONE[font.hash]


_ALONE: dict[str, dict[str, int]] = {}
