"""A translation says what the English says: the same pages (C130), paragraphs and notes (C131), marks in each (C132),
numbers (C133), months (C134) and words of law (C135), in the letters of its language alone (C136), down to each word of
its charts (C139), and says it still, when the English has moved on (C137, C138). C121's kin for the data, an entry, a
field or a word that the English has not, is C129; one that only the English has is C128.

Word for word nothing can be checked by a machine; what decides who said what, how many, when and how a case ended, can.
"""

from __future__ import annotations

import re
from collections import Counter, UserDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from markdown.extensions.toc import slugify

from ..essay import syntax
from ..essay.page import Page
from ..essay.source_scan import without_markup
from ..figures.charts import chart_of
from ..figures.layout import ALONE, COLUMN
from ..problem import Problem, nearest
from ..project import Project
from ..translation import made_from
from ..translation.assemble import headings
from ..translation.assembly import Assembly
from ..translation.entries import VALUES
from ..translation.made_from import changed, missing, texts
from ..translation.numbers import numbers
from ..translation.site import Site
from ..words import Words

_MARKS = re.compile(rf"{syntax.CITATION}|{syntax.NOTE_MARK}")
_NAMED = re.compile(r"\{(?:(claim|person|term|place)=([\w-]+)|(person|term|place))\}")
FIRST_COUNTED = 11
"""Numbers below are said in words as often as not ("one of them"), and are not held against each other unless they are
typed in figures.
"""


def compare(english: Project, other: Project, made: Assembly) -> Iterator[Problem]:
    """Yield where the project of a translation, `made` into `other`, departs from the English."""
    site = made.site
    for said in made.said:
        for code, what, mend in _facts(said.english, said.own, english.words, other.words, site):
            yield Problem(said.path, said.line, code, f"'{said.entry}': {what}", mend)
        yield from _letters(said.path, said.line, said.own, site)
    yield from _charts(other, made)
    for path in english.navigation:
        page, own = english.pages.get(path), other.pages.get(path)
        if page and not own:
            yield Problem(
                f"docs/{path}", 1, "C130", "The page is not translated.", "Write it, or take it out of the navigation."
            )
        elif page and own and not any(problem.code == "C001" for problem in own.problems):
            yield from _page(english, other, page, own, site)
    yield from _since(other, made)


def _since(other: Project, made: Assembly) -> Iterator[Problem]:
    """Yield the parts whose English has changed since they were made, and the files with parts of which nobody knows
    what they were made from.
    """
    run = f"run: apparatus translated {made.root.name}"
    for file, parts in changed(made.now, made.then).items():
        for part in parts:
            what = f"'{part}': the English has changed since this was made from it."
            mend = f"Bring it up to date, then {run} '{file}:{part}'."
            yield Problem(f"docs/{file}", _line(other, made, file, part), "C137", what, mend)
    for file, parts in missing(made.now, made.then).items():
        what = f"It is not recorded which English this was made from: {_first(parts)}."
        yield Problem(f"docs/{file}", _line(other, made, file, parts[0]), "C138", what, f"Compare the two, then {run}.")
    for file, parts in missing(made.then, made.now).items():
        what = f"It is recorded what {_first(parts)} of {file} was made from, and it is not here."
        yield Problem(f"docs/{made_from.FILE}", 1, "C129", what, f"Put it back; if it is to go, {run}.")


def _first(parts: Sequence[str]) -> str:
    return ", ".join(f"'{part}'" for part in parts[:3]) + (" and others" if len(parts) > 3 else "")


def _line(other: Project, made: Assembly, file: str, part: str) -> int:
    found = texts(other.pages[file]) if file in other.pages else {}
    return found[part][1] if part in found else made.lines.get((file, part), 1)


class _Asked(UserDict[str, str]):
    """What a translation says for the words of charts; `missed` has what was asked for in vain, `all` whatever was
    asked for.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.all: set[str] = set()
        self.missed: list[str] = []

    def get(self, word: str, default: Any = None) -> Any:
        self.all.add(word)
        if word not in self.data and any(map(str.isalpha, word)) and word not in self.missed:
            self.missed.append(word)
        return super().get(word, default)


def _charts(other: Project, made: Assembly) -> Iterator[Problem]:
    """Lay out each chart, and yield the words that it asked for in vain; then those for which nothing asked."""
    path = f"docs/{made.site.language}/data/{VALUES}"
    asked = _Asked(other.settings.values)
    words = replace(other.words, values=asked)
    for figure in other.record.figures.values():
        table = other.tables.get(figure.series or "")
        with suppress(ArithmeticError, LookupError, OSError, TypeError, ValueError):  # the checks of figures say so
            if table and not table.fault:
                chart = chart_of(figure, words)
                chart.spec(table, other.colours, other.root, ALONE, COLUMN)
                for name in chart.numbers(table)[0]:
                    words.say(name)
        for word in asked.missed:
            what = f"The figure '{figure.id}' says '{word}', and there is no word for it."
            yield Problem(path, 1, "C139", what, f"Write it here behind '{word}:'.")
            asked[word] = word
        asked.missed.clear()
    for said in made.said:
        if said.path == path and said.entry not in asked.all:
            mend = nearest(said.entry, asked.all) + "Mend the word, or remove it."
            yield Problem(path, said.line, "C129", f"No chart says '{said.entry}'.", mend)


def _page(english: Project, other: Project, page: Page, own: Page, site: Site) -> Iterator[Problem]:
    theirs, ours = texts(page), texts(own)
    for id in [id for id in theirs if id not in ours]:
        yield Problem(
            f"docs/{own.path}", 1, "C131", f"'{id}' of the English is not here.", "Translate it, with its address."
        )
    for id, (text, line) in ours.items():
        if id not in theirs:
            yield Problem(
                f"docs/{own.path}",
                line,
                "C131",
                f"The English has no '{id}'.",
                "Remove it, or give it the address of what it translates.",
            )
            continue
        for code, what, mend in _differences(theirs[id][0], text, english.words, other.words, site):
            yield Problem(f"docs/{own.path}", line, code, f"'{id}': {what}", mend)
    if list(theirs) != list(ours) and set(theirs) == set(ours):
        yield Problem(
            f"docs/{own.path}",
            1,
            "C131",
            "The paragraphs or notes stand in another order than in the English.",
            "Put them in its order.",
        )
    written = (other.root / "docs" / own.path).read_text(encoding="utf-8-sig")
    yield from _headings(english, page, own, written)
    for number, typed in enumerate(written.split("\n"), 1):
        yield from _letters(f"docs/{own.path}", number, typed, site)


def _letters(path: str, line: int, typed: str, site: Site) -> Iterator[Problem]:
    for character in sorted(set(typed) & set(site.never)):
        mend = "Type the letter that looks like it: site.yml says which are never meant."
        yield Problem(path, line, "C136", f"The letter U+{ord(character):04X} is not one of this language.", mend)


def _headings(english: Project, page: Page, own: Page, written: str) -> Iterator[Problem]:
    """Yield headings of one of the two alone; those of the translation were given the English ids, in their order, when
    it was put together.
    """
    theirs = {
        id or slugify(told, "-")
        for told, id, _ in headings((english.root / "docs" / page.path).read_text(encoding="utf-8-sig"))
    }
    ours = list(headings(written))
    for _, id, line in ours:
        if not id:
            mend = "Give the one that the English has not an id of its own, as in: ## Title {: #own-title }."
            yield Problem(f"docs/{own.path}", line, "C131", "There is a heading more than in the English.", mend)
    for id in sorted(theirs - {id for _, id, _ in ours}):
        yield Problem(f"docs/{own.path}", 1, "C131", f"The heading '{id}' of the English is not here.", "Translate it.")


def _differences(english: str, own: str, said: Words, words: Words, site: Site) -> Iterator[tuple[str, str, str]]:
    for pattern in (_MARKS, _NAMED):
        theirs, ours = (Counter(_mark(m) for m in pattern.finditer(text)) for text in (english, own))
        if theirs != ours:
            yield (
                "C132",
                f"it lacks {_told(theirs - ours)} and has {_told(ours - theirs)} too many.",
                "Give it the marks of the English.",
            )
    yield from _facts(without_markup(english), without_markup(own), said, words, site)


def _facts(theirs: str, ours: str, said: Words, words: Words, site: Site) -> Iterator[tuple[str, str, str]]:
    """Yield the numbers, months and words of law of one text alone."""
    yield from _numbers(theirs, ours, said, words, site)
    yield from _months(theirs, ours, said, words)
    for rule in site.law:
        there, here = re.search(rule.english, theirs, re.IGNORECASE), re.search(rule.own, ours)
        if there and not here:
            yield "C135", f"the English says '{there[0]}', and no word for it is here.", f"Use one of: {rule.own}."
        if here and not there and rule.both:
            yield "C135", f"it says '{here[0]}', and the English nothing of the kind.", "Say what the English says."


def _mark(match: re.Match[str]) -> str:
    if match.re is _MARKS:
        return match[0]
    return f"{{{match[1]}={match[2]}}}" if match[1] == "claim" else f"{{{match[1] or match[3]}}}"


def _told(marks: Counter[str]) -> str:
    return ", ".join(sorted(marks.elements())) or "none"


def _numbers(english: str, own: str, said: Words, words: Words, site: Site) -> Iterator[tuple[str, str, str]]:
    theirs, ours = list(numbers(english, said)), list(numbers(own, words))
    more = {str(number) for number in site.numbers_added}
    scales = [1, *(factor for name, factor in said.at("number.scales") if re.search(rf"\b{name}\b", english))]
    mend = "Say the numbers of the English."
    known = {number.value for number in ours}
    for number in dict.fromkeys(theirs):  # 406 may be so many million, where the text has begun to count in them
        if (number.figures or number.value >= FIRST_COUNTED) and not any(
            number.value * scale in known for scale in scales
        ):
            yield "C133", f"the number {number.value.normalize():f} is not here.", mend
    known = {number.value * scale for number in theirs for scale in scales}
    for number in dict.fromkeys(ours):  # in figures alone: a word for a number may be another word
        if number.figures and number.value not in known and f"{number.value:f}" not in more:
            yield "C133", f"the number {number.value.normalize():f} is not in the English.", mend


def _months(english: str, own: str, said: Words, words: Words) -> Iterator[tuple[str, str, str]]:
    for name, own_name in zip(said.at("date.months"), words.at("date.months"), strict=True):
        there, here = name in english, own_name in own
        if there != here:  # and is a month, where a day stands beside it: "may" and "march" are words
            one, text = (name, english) if there else (own_name, own)
            if re.search(rf"\d {one}\b|\b{one} \d", text):
                yield "C134", f"{name} stands in one of the two alone.", "Say the dates of the English."
