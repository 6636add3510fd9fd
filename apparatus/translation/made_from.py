"""What a translation was made from: for each part of it a hash of the English, so that one whose English has changed
since is known.

In: the English pages and data, and made_from.yml in the translation's folder. Out: the present hashes, file by file and
part by part, and which of them are not those that the translation was made from. A part is a paragraph, by its id, a
note ("note votes"), what else a page says ("page"), or an entry of the data. What is hashed are words: marks are held
together by C132, and another line end changes nothing.

`apparatus translated` writes the file. It stands beside the translation and not in it, so that nobody who edits a
paragraph has to step around a hash, and one line a part lets two people bring different paragraphs up to date.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..essay.page import Page
from ..essay.source_scan import without_markup

FILE = "made_from.yml"
PAGE = "page"
"""What the part of a page is called that has no address of its own: its title, question and headings, and paragraphs
without one.
"""
NOTE = "note "
"""What its part begins with, for a note."""
Hashes = Mapping[str, Mapping[str, str]]
"""Eight hexadecimal digits by the file in docs/ and the part of it."""
_NOTE = re.compile(r"^\[\^([^\]\s]+)\]:[ ]*(.*(?:\n(?: {4}|\n {4}).*)*)", re.MULTILINE)
_HEAD = """\
# Which English each part was made from, as a hash of its words. Written by 'apparatus translated'; after a conflict in git, run that again.
"""


def texts(page: Page) -> Mapping[str, tuple[str, int]]:
    """Return the paragraphs of a page by their ids, then its notes by their names, each with its first line."""
    found = {passage.id: (passage.text, passage.line) for passage in page.passages if passage.id}
    lines = {mark.name: mark.line for mark in page.marks if mark.kind == "definition"}
    return found | {f"{NOTE}{m[1]}": (m[2], lines.get(m[1], 1)) for m in _NOTE.finditer(page.body)}


def of_page(page: Page, own: str) -> Mapping[str, str]:
    """Return the hashes of an English page, part by part, of which `own`, the text of its translation, has the ids."""
    parts = {key: text for key, (text, _) in texts(page).items()}
    rest = _NOTE.sub("", page.body)
    for passage in page.passages:
        rest = rest.replace(passage.text, "", 1) if passage.id else rest
    said = (str(page.meta.get(name) or "") for name in ("title", "question", "description"))
    there = {key: text for key, text in parts.items() if _address(key) in own}
    return {PAGE: digest("\n".join((*said, rest)))} | {key: digest(text) for key, text in there.items()}


def _address(part: str) -> str:
    name = part.removeprefix(NOTE)
    return f"[^{name}]:" if name != part else f"#{part}"


def of_entries(entries: Mapping[str, Any], said: Any) -> Mapping[str, str]:
    """Return the hashes of English entries that are translated in `said`, the translation's list of them: of the words
    in all fields that it translates of each, so that a case added to a person in English is noticed.
    """
    hashes = {}
    for own in said or ():
        if isinstance(own, dict) and (entry := entries.get(str(own.get("id")))):
            fields = {field for field, _ in _strings(own)} - {"id"}
            hashes[str(own["id"])] = digest("\n".join(text for field, text in _strings(entry) if field in fields))
    return hashes


def _strings(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts in an entry, each with the name of the field around it."""
    if isinstance(value, (dict, list)):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _strings(child, field if isinstance(key, int) else key)
    elif isinstance(value, str):
        yield field, value


def digest(text: str) -> str:
    """Return the hash of the words of a text: eight hexadecimal digits."""
    return hashlib.sha256(" ".join(without_markup(text).split()).encode()).hexdigest()[:8]


def recorded(value: Any) -> Hashes:
    """Return what made_from.yml holds, `value` being what was read; what has another shape counts as absent."""
    files = value.items() if isinstance(value, dict) else ()
    return {file: {part: str(mark) for part, mark in parts.items()} for file, parts in files if isinstance(parts, dict)}


def written(hashes: Hashes) -> str:
    """Return the text of made_from.yml."""
    files = ((file, sorted(hashes[file].items())) for file in sorted(hashes) if hashes[file])
    return _HEAD + "".join(
        f"{file}:\n" + "".join(f"  {part}: {mark}\n" for part, mark in parts) for file, parts in files
    )


def changed(now: Hashes, then: Hashes) -> Mapping[str, tuple[str, ...]]:
    """Return the parts whose English is another than the one that they were made from, by file."""
    other = {
        file: tuple(part for part, mark in parts.items() if then.get(file, {}).get(part, mark) != mark)
        for file, parts in now.items()
    }
    return {file: parts for file, parts in other.items() if parts}


def missing(now: Hashes, then: Hashes) -> Mapping[str, tuple[str, ...]]:
    """Return the parts of whose English nothing is recorded, by file."""
    none = {file: tuple(part for part in parts if part not in then.get(file, {})) for file, parts in now.items()}
    return {file: parts for file, parts in none.items() if parts}
