"""Letters with their dots in one glyph, for an Arabic typeface that sets the dots apart.

    python apparatus/fonts/precompose.py FONT.ttf [a letter and a vowel sign]…

Noto Naskh Arabic takes ب for a bowl and a dot (its GSUB table) and sets the dot below the bowl (GPOS, "mark").
WebKitGTK 2.50 leaves out every vertical offset of GPOS in a horizontal line (it hands Skia a row of glyphs at one
height; Safari draws by Core Text), so that dots stood where they were drawn, and a word that ends in a dotted letter
sank by the whole offset of that dot. Here each bowl and its dot become one glyph more, the sum of both, and one more
substitution, the last of all, puts it in their place: then no letter needs an offset. Vowel signs still do and are
attached as before, but for those that are named with their letter.

In: a TrueType font whose GSUB table has a feature "rlig". It is changed in place.
"""

import sys
from collections.abc import Iterator
from typing import Any

from fontTools.otlLib.builder import buildAnchor, buildLigatureSubstSubtable, buildLookup
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

Place = tuple[int, int]
BASE = 1
"""A base glyph in GDEF's table of classes."""
AS_XY = 0x0002
"""A component stands at a place, not at a point of another one (the flag ARGS_ARE_XY_VALUES of a glyph's component)."""


def subtables(font: TTFont, table: str, kind: str) -> Iterator[Any]:
    """Yield the subtables of a kind, in the order in which they apply."""
    for lookup in font[table].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            if type(inner := getattr(subtable, "ExtSubTable", subtable)).__name__ == kind:
                yield inner


class Forms:
    """What a glyph may become in a word."""

    def __init__(self, font: TTFont) -> None:
        self._next: dict[str, set[str]] = {}
        one_to_one = [
            (before, [after]) for one in subtables(font, "GSUB", "SingleSubst") for before, after in one.mapping.items()
        ]
        self._many = [pair for one in subtables(font, "GSUB", "MultipleSubst") for pair in one.mapping.items()]
        for before, after in one_to_one + self._many:
            if len(after) == 1:
                self._next.setdefault(before, set()).add(after[0])

    def of(self, glyph: str) -> set[str]:
        """Return a glyph and whatever it may become."""
        found, left = {glyph}, [glyph]
        while left:
            new = self._next.get(left.pop(), set()) - found
            found |= new
            left += new
        return found

    def dotted(self) -> Iterator[tuple[str, str]]:
        """Yield each bowl with each mark that a letter may become."""
        parts = {tuple(after) for _, after in self._many if len(after) == 2}
        yield from sorted({(bowl, mark) for base, dots in parts for bowl in self.of(base) for mark in self.of(dots)})


def place(font: TTFont, bowl: str, mark: str) -> Place | None:
    """Return where a mark stands on a bowl, in units of the font, or None if it is not attached. The last lookup that
    knows both decides.
    """
    found = None
    for one in subtables(font, "GPOS", "MarkBasePos"):
        if bowl in one.BaseCoverage.glyphs and mark in one.MarkCoverage.glyphs:
            held = one.MarkArray.MarkRecord[one.MarkCoverage.glyphs.index(mark)]
            anchor = one.BaseArray.BaseRecord[one.BaseCoverage.glyphs.index(bowl)].BaseAnchor[held.Class]
            if anchor:
                found = (
                    anchor.XCoordinate - held.MarkAnchor.XCoordinate,
                    anchor.YCoordinate - held.MarkAnchor.YCoordinate,
                )
    return found


def add_glyph(font: TTFont, name: str, bowl: str, mark: str, at: Place) -> None:
    """Add the sum of two glyphs, as wide as the bowl."""
    made = Glyph()
    made.numberOfContours = -1
    made.components = []
    for glyph, (x, y) in ((bowl, (0, 0)), (mark, at)):
        component = GlyphComponent()
        component.glyphName, component.x, component.y, component.flags = glyph, x, y, AS_XY
        made.components.append(component)
    font["glyf"][name] = made
    made.recalcBounds(font["glyf"])
    font["hmtx"][name] = (font["hmtx"][bowl][0], made.xMin)
    font["GDEF"].table.GlyphClassDef.classDefs[name] = BASE


def take_vowels(font: TTFont, name: str, bowl: str, mark: str, at: Place) -> None:
    """Let a sum carry the vowel signs that its bowl carries: over the dots where these carried them, else where the
    bowl did.
    """
    for one in subtables(font, "GPOS", "MarkBasePos"):
        if bowl not in one.BaseCoverage.glyphs:
            continue
        record = otTables.BaseRecord()
        anchors = one.BaseArray.BaseRecord[one.BaseCoverage.glyphs.index(bowl)].BaseAnchor
        record.BaseAnchor = [over_dots(font, one, number, mark, at) or anchor for number, anchor in enumerate(anchors)]
        one.BaseCoverage.glyphs.append(name)
        one.BaseArray.BaseRecord.append(record)
        one.BaseArray.BaseCount = len(one.BaseArray.BaseRecord)


def over_dots(font: TTFont, bases: Any, number: int, dots: str, at: Place) -> Any:
    """Return the anchor for one class of vowel signs over dots that stand at a place, or None if these carry none."""
    for vowel, held in zip(bases.MarkCoverage.glyphs, bases.MarkArray.MarkRecord, strict=True):
        for one in subtables(font, "GPOS", "MarkMarkPos") if held.Class == number else ():
            if vowel in one.Mark1Coverage.glyphs and dots in one.Mark2Coverage.glyphs:
                above = one.Mark1Array.MarkRecord[one.Mark1Coverage.glyphs.index(vowel)]
                anchor = one.Mark2Array.Mark2Record[one.Mark2Coverage.glyphs.index(dots)].Mark2Anchor[above.Class]
                if anchor:
                    x = at[0] + anchor.XCoordinate + held.MarkAnchor.XCoordinate - above.MarkAnchor.XCoordinate
                    y = at[1] + anchor.YCoordinate + held.MarkAnchor.YCoordinate - above.MarkAnchor.YCoordinate
                    return buildAnchor(x, y)
    return None


def add(font: TTFont, wanted: Iterator[tuple[str, str]]) -> int:
    """Add the sums of these glyphs, and the substitution that puts them in after all others; return how
    many they are.
    """
    sums = {}
    for base, mark in wanted:
        if at := place(font, base, mark):
            name = f"{base}_{mark}"
            add_glyph(font, name, base, mark, at)
            take_vowels(font, name, base, mark, at)
            sums[base, mark] = name
    font.setGlyphOrder(font["glyf"].glyphOrder)
    font.getReverseGlyphMap(rebuild=True)
    for one in subtables(font, "GPOS", "MarkBasePos"):  # a coverage is in the order of the glyphs
        order = sorted(range(len(one.BaseCoverage.glyphs)), key=lambda i: font.getGlyphID(one.BaseCoverage.glyphs[i]))
        one.BaseCoverage.glyphs = [one.BaseCoverage.glyphs[i] for i in order]
        one.BaseArray.BaseRecord = [one.BaseArray.BaseRecord[i] for i in order]
    table = font["GSUB"].table
    table.LookupList.Lookup.append(buildLookup([buildLigatureSubstSubtable(sums)]))
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "rlig":
            record.Feature.LookupListIndex.append(len(table.LookupList.Lookup) - 1)
            record.Feature.LookupCount = len(record.Feature.LookupListIndex)
    return len(sums)


def signed(font: TTFont, syllables: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the forms of each letter with the vowel sign that is typed after it."""
    named, forms = font.getBestCmap(), Forms(font)
    for typed in syllables:
        letter, sign = (named[ord(character)] for character in typed)
        yield from ((form, sign) for form in sorted(forms.of(letter)))


if __name__ == "__main__":
    path, *syllables = sys.argv[1:]
    changed = TTFont(path, recalcTimestamp=False)
    counts = add(changed, Forms(changed).dotted()), add(changed, signed(changed, syllables))
    print(f"{counts[0]} letters have their dots in one glyph, {counts[1]} a vowel sign.")
    changed.save(path)
