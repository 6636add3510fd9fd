"""An Arabic typeface without the glyphs that no word can reach.

    python apparatus/fonts/reached.py FONT.ttf MADE.woff2

Fonttools keeps whatever a substitution names; of the sums of bowls and dots (precompose.py) a third are of forms that no
letter takes, and a letter that is always taken apart is never drawn as it was. Every letter is shaped by HarfBuzz alone,
beside every other, between any two, and with every vowel sign; what is never drawn then is left out, but for the letters
themselves, which stay as empty glyphs for the substitutions to begin with.

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
    """Return what tries each letter in each of its forms: alone, with another, between two, with a vowel sign."""
    letters = [one for one in typed if unicodedata.category(one) == "Lo"]
    signs = [one for one in typed if unicodedata.category(one) == "Mn"]
    tried = {"".join(word) for long in (1, 2, 3) for word in product(letters, repeat=long)}
    signed = {
        shape.format(a=a, b=b, sign=sign)
        for a, b, sign in product(letters, letters, signs)
        for shape in ("{a}{sign}", "{a}{sign}{b}", "{b}{a}{sign}", "{b}{a}{sign}{b}")
    }
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


def without(path: str, kept: set[str]) -> TTFont:
    """Return the font of a file with these glyphs alone."""
    font, options = TTFont(path), Options(layout_closure=False, layout_features=["*"], name_IDs=[], hinting=False)
    options.drop_tables += ["gasp", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(glyphs=kept)
    subsetter.subset(font)
    return font


if __name__ == "__main__":
    path, made = sys.argv[1:]
    whole = TTFont(path)
    names, letters = whole.getGlyphOrder(), whole.getBestCmap()
    reached = {names[number] for number in drawn(path, words([chr(point) for point in letters]))}
    parts = {part.glyphName for name in reached for part in getattr(whole["glyf"][name], "components", ())}
    begun = set(letters.values()) - reached - parts
    font = without(path, reached | parts | begun)
    font["GPOS"] = without(path, reached)["GPOS"]  # a part is attached to nothing
    for name in begun:
        font["glyf"][name] = Glyph()
    font.flavor = "woff2"
    font.save(made)
    print(f"{len(names)} glyphs, {len(reached | parts)} of them drawn, {len(begun)} empty.")
