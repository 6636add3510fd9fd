"""The numbers that a text says, in figures and in words, so that two languages can be held against each other.

In: a text and the words of its language (`number` in words/*.yml: the names of the numbers to 99, and what multiplies:
thousand, lakh). Out: their values. English says 1.9 million and a million and a half, Urdu 19 لاکھ, 15 لاکھ and 45 ارب
70 کروڑ: what follows a number and is smaller adds to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ..words import Words

_SPAN = re.compile(r"(\d{2})(\d{2})–(\d{2})(?!\d)")
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:-[^\W\d_]+)?|[^\w\s]")


@dataclass(frozen=True)
class Number:
    """A number that is said; `figures` tells whether any of it was typed in figures."""

    value: Decimal
    figures: bool


@lru_cache
def _known(words: Words) -> tuple[Mapping[str, Decimal], Mapping[str, Decimal]]:
    names = {name: Decimal(value) for value, name in enumerate(words.at("number.names"))}
    return names, {name: Decimal(factor) for name, factor in words.at("number.scales")}


def numbers(text: str, words: Words) -> Iterator[Number]:
    """Yield the numbers of a text in its order. `text` is prose without marks."""
    names, scales = _known(words)
    tokens = _TOKEN.findall(_SPAN.sub(r"\1\2 – \1\3", text))
    one = words.at("number.one")  # what stands before "million" for one; nothing in Urdu
    half = words.at("number.half").split()
    total, figures, last = None, False, Decimal("Infinity")
    at = 0
    while at < len(tokens):
        said = _value(tokens[at], names)
        scale = Decimal(1)
        alone = said is None and tokens[at] in scales and (not one or tokens[at - 1 : at] == [one])
        if alone:
            said = Decimal(1)
        elif said is not None:
            at += 1
        while said is not None and at < len(tokens) and tokens[at] in scales:
            scale *= scales[tokens[at]]
            at += 1
        if said is not None and half and tokens[at : at + len(half)] == half:
            said, at = said + Decimal("0.5"), at + len(half)
        if said is None:
            at += 1
        if said is not None and total is not None and scale < last:
            total, last, figures = total + said * scale, scale, figures or tokens[at - 1][0].isdigit()
            continue
        if total is not None:
            yield Number(total, figures)
        total = None if said is None else said * scale
        last = scale if scale > 1 else Decimal(0)
        figures = said is not None and any(token[0].isdigit() for token in tokens[max(0, at - 2) : at])
    if total is not None:
        yield Number(total, figures)


def _value(token: str, names: Mapping[str, Decimal]) -> Decimal | None:
    return Decimal(token.replace(",", "")) if token[0].isdigit() else names.get(token.lower())
