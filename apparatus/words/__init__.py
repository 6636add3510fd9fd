"""The words of the interface: what a reader sees that no writer of the essay wrote, a file a language.

In: the language of a page. Out: Words, which give a word by its key, put into it what it speaks of, and choose its form
by number. en.yml says how to add one. Plural forms are those of Unicode's CLDR, as Babel has them and, in a browser,
Intl.PluralRules. What can be wrong: a language without a file (C120), for which English stands in; a key that is in no
file raises KeyError, and tests/test_words.py looks for every key that the code names.

    en.yml    English
    ur.yml    Urdu
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

FOLDER = Path(__file__).parent
ENGLISH = "en"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where libyaml was there to build it
_NAME = re.compile(r"\{(\w+)\}")
_SCRIPT = re.compile(r"const WORDS = \{\};")


@dataclass(frozen=True, eq=False)
class Words:
    """The words of one language; `all` is the file, group by group."""

    language: str
    all: Mapping[str, Any]
    values: Mapping[str, str] = field(default_factory=dict)
    """What a translation says for the words of charts, by the English ones (translation/assemble.py)."""

    @property
    def from_right(self) -> bool:
        """Whether the language is written from right to left."""
        return bool(self.at("language.direction") == "rtl")

    def say(self, word: str) -> str:
        """Return a word of a chart, such as a value of its series or the name of a column, as this language says it."""
        return self.values.get(word, word)

    def at(self, key: str) -> Any:
        """Return what stands at a key like 'box.close', a group as well. Raises KeyError when nothing does."""
        found: Any = self.all
        for name in key.split("."):
            found = found[name]
        return found

    def __call__(self, key: str, **values: str) -> str:
        """Return an entry with its {names} filled. Raises KeyError for an unknown key or an unfilled name."""
        return str(self.at(key)).format(**values)

    def parts(self, key: str, **values: Any) -> Iterator[Any]:
        """Yield an entry in pieces, where some of what is put into it are elements, or lists of elements and text."""
        for i, piece in enumerate(_NAME.split(str(self.at(key)))):
            said = values[piece] if i % 2 else piece
            yield from said if isinstance(said, (list, tuple)) else (said,)

    def counted(self, key: str, n: int, **values: str) -> str:
        """Return the form of an entry that goes with the number `n`, which stands in it as {n}."""
        forms = self.at(key)
        form = forms[Locale.parse(self.language, sep="-").plural_form(n)]
        return str(form).format(n=self.number(n), **values)

    def sentence(self, text: str) -> str:
        """Return a text as a sentence: with the full stop of the language, unless it ends one already."""
        stop = self("list.stop").strip()
        return text if text.endswith((stop, ".", "?", "!", "؟")) else text + stop

    def number(self, n: Decimal | float, digits: int = 0) -> str:
        """Return a number as the essay writes it: 1,922,741; 54.3."""
        return f"{n:,.{digits}f}"

    def list(self, parts: Sequence[str]) -> str:
        """Return parts of a list with commas between them."""
        return str(self.at("list.comma")).join(parts)

    def date(self, edtf: str) -> str:
        """Return an EDTF date as the essay writes dates: '2 January 1965', 'January 1965', '1947–1954', 'undated'."""
        if "/" in edtf:
            return self._interval(*edtf.split("/"))
        if "X" in edtf:
            return self("date.undated")
        if edtf.endswith("~"):
            return self("date.about", date=self.date(edtf[:-1]))
        year, *rest = edtf.split("-")
        if not rest:
            return year
        month = str(self.at("date.months")[int(rest[0]) - 1])
        if len(rest) == 1:
            return self("date.month", month=month, year=year)
        return self("date.day", day=str(int(rest[1])), month=month, year=year)

    def _interval(self, first: str, last: str) -> str:
        """Return '7–10 January 1953', '30 September – 1 October 1988' or '1947–1954': what both dates share is said
        once.
        """
        start, end = self.date(first).split(" "), self.date(last).split(" ")
        while len(start) > 1 and start[-1] == end[len(start) - 1] and len(start) == len(end[: len(start)]):
            start.pop()
        dash = " – " if len(start) > 1 else "–"
        return " ".join(start) + dash + " ".join(end)


def languages() -> tuple[str, ...]:
    """Return the languages that have a file."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yml")))


def file_of(language: str) -> str | None:
    """Return the name of the file for a language like 'en-GB', its own or that of 'en', or None where there
    is neither.
    """
    return next((one for one in (language, language.partition("-")[0]) if one in languages()), None)


@lru_cache
def read_words(language: str) -> Words:
    """Return the words of a language like 'en-GB'; English ones for a language without a file."""
    found = file_of(language) or ENGLISH
    return Words(found, yaml.load((FOLDER / f"{found}.yml").read_text(encoding="utf-8"), Loader=_LOADER))


def filled_script(name: str, script: str, words: Sequence[Words], **more: Any) -> str:
    """Return a script with its words in it, those of the page's language where a site has several. `more` is put beside
    each language's.
    """
    said = {one.language: one.at(f"scripts.{name}") | {key: give(one) for key, give in more.items()} for one in words}
    if len(said) == 1:
        told = json.dumps(*said.values(), ensure_ascii=False)
    else:
        told = f"{json.dumps(said, ensure_ascii=False)}[document.documentElement.lang.split('-')[0]]"
    return _SCRIPT.sub(lambda _: f"const WORDS = {told};", script)
