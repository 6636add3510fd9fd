"""An Arabic typeface without the glyphs that no word can reach.

    python apparatus/fonts/reached.py FONT.ttf MADE.woff2

Fonttools keeps whatever a substitution names; of the sums of bowls and dots (precompose.py) a third are of forms that
no letter takes, and a letter that is always taken apart is never drawn as it was. Every letter is shaped by HarfBuzz
alone, beside every other, between any two, and in each form with any two vowel signs; what is never drawn then is left
out, but for the letters themselves, which stay as empty glyphs for the substitutions to begin with.

In: a TrueType font of Arabic letters. Out: the same as WOFF2.
"""

import sys
import unicodedata
from itertools import product

import uharfbuzz
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph


def words(typed: list[str]) -> set[str]:
    """Return what tries each letter in each of its forms: alone, with another, between two, and with one vowel sign or
    two.
    """
    letters = [one for one in typed if unicodedata.category(one) == "Lo"]
    signs = [one for one in typed if unicodedata.category(one) == "Mn"]
    tried = {"".join(word) for long in (1, 2, 3) for word in product(letters, repeat=long)}
    forms = [
        form for letter in letters for form in (letter, f"\u200d{letter}", f"{letter}\u200d", f"\u200d{letter}\u200d")
    ]
    signed = {f"{form[:-1]}{both}\u200d" if form[-1] == "\u200d" else form + both
              for form in forms for both in (*signs, *map("".join, product(signs, repeat=2)))}  # fmt: skip
    return tried | signed | set(typed)


def drawn(path: str, tried: set[str]) -> set[int]:
    """Return the numbers of the glyphs that these words are drawn with."""
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path)))
    found = {0}
    for word, language in product(tried, ("ur", "und")):  # in which figures have other shapes
        row = uharfbuzz.Buffer()
        row.add_str(word)
        row.direction, row.script, row.language = "rtl", "Arab", language
        uharfbuzz.shape(font, row)
        found |= {glyph.codepoint for glyph in row.glyph_infos}
    return found


if __name__ == "__main__":
    path, made = sys.argv[1:]
    font = TTFont(path, recalcTimestamp=False)
    names, letters = font.getGlyphOrder(), font.getBestCmap()
    reached = {names[number] for number in drawn(path, words([chr(point) for point in letters]))}
    parts = {part.glyphName for name in reached for part in getattr(font["glyf"][name], "components", ())}
    begun = set(letters.values()) - reached - parts
    options = Options(layout_closure=False, layout_features=["*"], name_IDs=[], hinting=False)
    options.drop_tables += ["gasp", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(glyphs=reached | parts | begun)
    subsetter.subset(font)
    subsetter.glyphs_gsubed = reached
    font["GPOS"].subset_glyphs(subsetter)  # to a part nothing is attached
    for name in begun:
        font["glyf"][name] = Glyph()
    font.flavor = "woff2"
    font.save(made)
    print(f"{len(names)} glyphs, {len(reached | parts)} of them drawn, {len(begun)} empty.")
