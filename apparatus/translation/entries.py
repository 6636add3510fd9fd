"""The words of data: a translation's put into the entries of the English, by their ids.

What can be wrong: the translation names an entry, a field or a list that the English has not, which is told (C129) and
left out; or it says a field of some entries and not of others, which stay English (C128).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..figures.table import read_table
from ..problem import Problem
from ..record.yaml_source import YamlDocument, read_yaml
from ..words import read_words
from . import made_from
from .assembly import Assembly, Said, said_in
from .site import Site

VALUES = "values.yml"
"""In a translation's data: the words of charts, by the English ones."""
MOVED = "moved.yml"


def translated(english: Path, own: Path, site: Site, made: Assembly) -> Any:
    """Return what a data file of the English says, with the translation's words in its entries."""
    whole = read_yaml(english)
    path = f"docs/{site.language}/data/{own.name}"
    said = made.read(own, path)
    if not isinstance(said.value or [], list):
        what, mend = "The file is not a list of entries.", "Begin each entry with '- id: '."
        made.problems.append(Problem(path, 1, "C003", what, mend))
        said = YamlDocument(None, {})
    if english.name == MOVED and whole.value:
        # pages have moved in each language, short addresses are the English site's
        whole.value[:] = [one for one in whole.value if isinstance(one, dict) and str(one.get("id")).endswith(".md")]
        made.moved = {entry["id"]: entry.get("to", "") for entry in whole.value}
    entries = {entry["id"]: entry for entry in whole.value or [] if isinstance(entry, dict) and "id" in entry}
    made.now[f"data/{own.name}"] = made_from.of_entries(entries, said.value)
    for at, words in enumerate(said.value or []):
        words = words if isinstance(words, dict) else {}
        made.lines[f"data/{own.name}", str(words.get("id"))] = said.line((at,))
        entry = entries.get(str(words.get("id")))
        if entry is None:
            what = f"The English has no '{words.get('id')}'."
            made.problems.append(Problem(path, said.line((at,)), "C129", what, "Mend the id, or remove the entry."))
            continue
        _put(words, entry, (at,), said, path, made)
    names = site.names
    made.problems += _lacking(entries, said, path, names)
    for entry in entries.values():
        _name(entry, names, made.values)
    return whole.value


def _put(words: Any, entry: Any, at: tuple[str | int, ...], said: YamlDocument, path: str, made: Assembly) -> None:
    """Put words into an entry, field by field and, in lists, place by place."""
    for key, value in words.items() if isinstance(words, dict) else enumerate(words):
        known = entry.get(key) is not None if isinstance(entry, dict) else key < len(entry)
        if not known or isinstance(value, (dict, list)) != isinstance(entry[key], (dict, list)):
            what = f"The English entry has no such '{key}'."
            mend = "Translate what is there, no more."
            made.problems.append(Problem(path, said.line((*at, key)), "C129", what, mend))
        elif isinstance(value, (dict, list)):
            _put(value, entry[key], (*at, key), said, path, made)
        elif not isinstance(value, str):
            what, mend = f"Behind '{key}' there are no words.", "Write them, or remove the field."
            made.problems.append(Problem(path, said.line((*at, key)), "C129", what, mend))
        elif key != "id":
            made.said.append(Said(path, said.line((*at, key)), f"{said.value[at[0]]['id']}, {key}", entry[key], value))
            entry[key] = quoted(value, read_words(said_in(path)).at("language.quotes"))


def _lacking(entries: Mapping[str, Any], said: YamlDocument, path: str, names: str) -> Iterator[Problem]:
    """Yield the words of the English entries that the file has for other entries and not for these (C128), but for
    names that the English has in the language's own letters, in its field `names`.
    """
    own = {str(words["id"]): (at, words) for at, words in enumerate(said.value or []) if _is_entry(words)}
    fields = {_field(place) for _, words in own.values() for place in _places(words)}
    for id, entry in entries.items():
        at, words = own.get(id, (None, {}))
        here, named = set(_places(words)), {("term",), ("name",)} if entry.get(names) else set()
        line = 1 if at is None else said.line((at,))
        for place in _places(entry):
            if _field(place) in fields and place not in here | named:
                told = ", ".join(str(part + 1 if isinstance(part, int) else part) for part in place)
                what = f"'{id}' has no words for its '{told}', and the page would say the English ones."
                yield Problem(path, line, "C128", what, "Translate it, as in the other entries.")


def _is_entry(words: Any) -> bool:
    return isinstance(words, dict) and "id" in words


def _places(words: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield where text stands in an entry."""
    if isinstance(words, (dict, list)):
        for key, value in words.items() if isinstance(words, dict) else enumerate(words):
            yield from _places(value, (*place, key))
    elif place != ("id",):
        yield place


def _field(place: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return a place without its numbers: the same field in each part of a list."""
    return tuple(part for part in place if isinstance(part, str))


def quoted(text: str, quotes: Sequence[str]) -> str:
    """Return a text with its straight double quotation marks set as the language sets them: `quotes` are those of the
    words (language.quotes).
    """
    return re.sub(r'(^|[\s(\[])"', lambda m: m[1] + quotes[0], text).replace('"', quotes[1])


def _name(entry: dict[str, Any], names: str, values: dict[str, str]) -> None:
    """Let an entry be called what it is called in the language's own letters, where it has a field for that; a chart
    that names it does so too.
    """
    if own := entry.get(names):
        name = "term" if "term" in entry else "name"
        values[entry[name]] = own
        entry[name] = own


def add_values(root: Path, own: Path, made: Assembly) -> None:
    """Add to the names of entries what else a translation says for the words of charts: the names of rows, where a
    series has them in a column of this language, then what values.yml says.
    """
    names = made.site.names
    for series in sorted((root / "docs/data/series").glob("*.csv")):
        for row in read_table(root, series.stem).rows:
            if row["name"] and row[names]:
                made.values.setdefault(row["name"], row[names])
                made.values.setdefault(row[names], row[names])
    path = f"docs/{made.site.language}/data/{VALUES}"
    said = made.read(own, path)
    if not isinstance(said.value or {}, dict):
        what, mend = "The file does not hold words behind words.", "Begin each line with the English, and a colon."
        made.problems.append(Problem(path, 1, "C003", what, mend))
        return
    for english, words in (said.value or {}).items():
        if not isinstance(words, str):
            what = f"What is said for '{english}' is no text."
            mend = "Write its word behind the colon, '' for a column that is not to be shown."
            made.problems.append(Problem(path, said.line((english,)), "C129", what, mend))
            continue
        made.said.append(Said(path, said.line((english,)), english, english, words))
        made.values[english] = quoted(words, read_words(made.site.language).at("language.quotes"))
