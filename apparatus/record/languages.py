"""Words that are not English, marked as what they are: a screen reader then says them rightly, and figures and commas
beside Urdu stay in their places.

In: HTML of a reference, and what its entry says of its language. Out: the same with `lang`, and `dir` where the script
runs from right to left, on its title, and on every other word in Arabic or Hebrew letters (WCAG 2.2, 3.1.2; Unicode
Bidirectional Algorithm, isolates).
"""

from __future__ import annotations

import re
from html import escape

FROM_THE_RIGHT = frozenset(["ar", "fa", "he", "ks", "pa-arab", "ps", "sd", "ug", "ur", "yi"])
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RUN = re.compile(rf"[{_RTL}]+(?:[\s\d\u200c\u200d]+[{_RTL}]+)*")
_MADE = re.compile(r"<(span|bdi) lang=.*?</\1>|<[^>]*>", re.DOTALL)
_WORD = re.compile(r"\w+")


def direction(language: str) -> str:
    """Return 'rtl' for a language that is written from right to left, else 'ltr'."""
    tag = language.lower()
    return "rtl" if tag in FROM_THE_RIGHT or tag.partition("-")[0] in FROM_THE_RIGHT else "ltr"


def marked(reference: str, title: str, language: str) -> str:
    """Return the HTML of a reference with its foreign words marked; `language` is that of the entry, or nothing for
    English.
    """
    foreign = language and language.lower().partition("-")[0] != "en"
    made = _titled(reference, title, language) if foreign else reference
    other = language if foreign and direction(language) == "rtl" else "ur"
    at, parts = 0, []
    for m in _MADE.finditer(made):
        parts += [_isolated(made[at : m.start()], other), m[0]]
        at = m.end()
    return "".join([*parts, _isolated(made[at:], other)])


def _titled(reference: str, title: str, language: str) -> str:
    words = _WORD.findall(re.sub(r"<[^>]*>", " ", title))
    if not words:
        return reference
    between = r"(?:[^\w<>&]|&\w+;|</?(?:em|i|strong|b|sup|sub)>)*?"
    found = re.search(r"(?<![\w&<#/])" + between.join(map(re.escape, words)) + r"(?!\w)", reference)
    if not found or found[0].count("<") != 2 * found[0].count("</"):
        return reference
    way = ' dir="rtl"' if direction(language) == "rtl" else ""
    return (
        f'{reference[: found.start()]}<span lang="{escape(language)}"{way}>{found[0]}</span>{reference[found.end() :]}'
    )


def _isolated(text: str, language: str) -> str:
    return _RUN.sub(lambda m: f'<bdi lang="{escape(language)}" dir="rtl">{m[0]}</bdi>', text)
