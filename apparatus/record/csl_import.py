"""Sources from a reading list: what Zotero and others export as CSL JSON becomes entries of docs/data/sources.yml.

In: the text of an export, and the sources that are there. Out: entries as they are appended to the file, each under a
key of its own, and in sentences what was left out of them. Nothing that is there is overwritten: a work that is there
already is told and left out.

CSL JSON: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html. Lines of its `note` that name a variable
('original-date: 1965') are what Zotero calls cheater syntax; those that we use are taken. Dates come in parts and
become EDTF; only what an entry can hold is kept (models.py).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, get_args

import yaml
from pydantic import ValidationError

from .models import Name, Source, SourceKind

FIELDS = {info.alias or name: name for name, info in Source.model_fields.items() if name not in ("id", "custom")}
TYPES = get_args(Source.model_fields["type"].annotation)
KIND_OF_TYPE: Mapping[str, SourceKind] = {
    "article-newspaper": "press",
    "article-magazine": "press",
    "broadcast": "press",
    "article-journal": "scholarship",
    "book": "scholarship",
    "chapter": "scholarship",
    "thesis": "scholarship",
    "paper-conference": "scholarship",
    "legal_case": "court record",
    "legislation": "statute",
    "entry-encyclopedia": "reference",
}
"""What kind of source a type proposes; of the other types nobody but the writer knows."""
_CHEAT = re.compile(r"^\{?:?([A-Za-z][\w-]*(?: [A-Za-z]+)?)\s*:\s*(.+?)\}?$")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*[A-Za-z0-9]")
_STOPS = frozenset(["a", "an", "the", "der", "die", "das", "le", "la", "les", "of", "on"])
_NAMES = tuple(info.alias or name for name, info in Name.model_fields.items())


class NoSources(ValueError):
    """The export cannot be taken. The message says where and why."""


@dataclass(frozen=True)
class Addition:
    """What is to be appended to sources.yml, the keys of it in order, and what was left out."""

    text: str
    keys: tuple[str, ...]
    left_out: tuple[str, ...]


def entries_from(export: str, known: Mapping[str, Source], kind: str = "") -> Addition:
    """Turn an export into entries. `kind` is said of every source whose type does not propose one. Raises NoSources."""
    told: list[str] = []
    made: dict[str, dict[str, Any]] = {}
    there = {_same(source.title, source.issued, source.url or ""): key for key, source in known.items()}
    for at, item in enumerate(_items(export), 1):
        entry, left = _entry(item, at, kind)
        same = _same(entry["title"], entry["issued"], entry.get("URL", ""))
        if same in there:
            told.append(f"'{entry['title']}' is there already, as {there[same]}.")
            continue
        key = _key(item, entry, {*known, *made})
        made[key] = there_entry = {"id": key, **entry}
        there[same] = key
        try:
            Source.model_validate(there_entry)
        except ValidationError as error:
            fault = error.errors()[0]
            where = ".".join(map(str, fault["loc"]))
            raise NoSources(
                f"Item {at}, '{entry['title']}': '{where}' {fault['msg'].removeprefix('Value error, ')}."
            ) from None
        if left:
            told.append(f"{key}: left out {', '.join(left)}.")
    text = "".join(
        "\n" + yaml.safe_dump([entry], sort_keys=False, allow_unicode=True, width=120) for entry in made.values()
    )
    return Addition(text, tuple(made), tuple(told))


def _items(export: str) -> list[dict[str, Any]]:
    try:
        read = json.loads(export.lstrip("\ufeff"))
    except (json.JSONDecodeError, RecursionError) as error:
        raise NoSources(f"This is no JSON: {error}.") from None
    items = read if isinstance(read, list) else read.get("items", [read]) if isinstance(read, dict) else []
    if not items or not all(isinstance(item, dict) and _said(item, "title") and _said(item, "type") for item in items):
        raise NoSources(
            "This is no CSL JSON: a list of items, each with a type and a title. In Zotero, export as 'CSL JSON'."
        )
    return list(items)


def _said(item: Mapping[str, Any], name: str) -> bool:
    return isinstance(item.get(name), str) and bool(_value(name, item[name]))


def _entry(item: dict[str, Any], at: int, kind: str) -> tuple[dict[str, Any], list[str]]:
    """Return what an entry can hold of an item, and the names of what it cannot."""
    given, left = dict(item), []
    for line in str(given.pop("note", "")).splitlines():
        cheat = _CHEAT.match(line.strip())
        name = cheat[1].lower().replace(" ", "-") if cheat else ""
        name = {"doi": "DOI", "isbn": "ISBN", "url": "URL"}.get(name, name)
        if cheat and name in (*FIELDS, "citation-key") and name not in ("author", "editor"):
            given[name] = cheat[2].strip()
        elif line.strip():
            left.append(f"the note '{line.strip()[:40]}'")
    item["citation-key"] = given.pop("citation-key", "")
    entry: dict[str, Any] = {}
    for name, value in given.items():
        if name == "id" or value in ("", None, [], {}):
            continue
        taken = _value(name, value) if name in FIELDS else ""
        if taken:
            entry[name] = taken
        else:
            left.append(name)
    if entry.get("type") not in TYPES:
        raise NoSources(
            f"Item {at}, '{entry['title']}': '{given['type']}' is none of the types of sources. There are: "
            f"{', '.join(TYPES)}."
        )
    if "issued" not in entry:
        raise NoSources(f"Item {at}, '{entry['title']}' has no date. Give it one in 'issued', 20XX if it is not known.")
    if "DOI" in entry and "URL" not in entry:
        entry["URL"] = f"https://doi.org/{entry['DOI']}"
    proposed = kind or KIND_OF_TYPE.get(entry["type"], "")
    if not proposed:
        raise NoSources(
            f"Item {at}, '{entry['title']}': say what kind of source it is, with --kind. There are: "
            f"{', '.join(get_args(SourceKind))}."
        )
    order = [name for name in FIELDS if name in entry]
    return {**{name: entry[name] for name in order}, "custom": {"kind": proposed}}, left


def _value(name: str, value: Any) -> Any:
    if name in ("issued", "accessed"):
        return _date(value)
    if name in ("author", "editor"):
        return _people(value)
    if not isinstance(value, (str, int, float)):
        return ""
    text = " ".join(unescape(str(value)).split())
    if name == "language":
        tag = text.replace("_", "-")
        return tag if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag) else ""
    if name in ("title", "title-short", "container-title"):
        text = re.sub(r"\{([^{}]*)\}", r"\1", text)
    return text


def _date(value: Any) -> str:
    """Return a date in parts, or as it was written, as EDTF, or nothing."""
    if isinstance(value, str):
        return value.strip()
    if not isinstance(value, dict) or not value.get("date-parts"):
        said = str((value or {}).get("literal") or (value or {}).get("raw") or "") if isinstance(value, dict) else ""
        return said if re.fullmatch(r"\d{4}(-\d\d){0,2}", said) else ""
    days = []
    for parts in value["date-parts"]:
        try:
            year, *rest = [int(part) for part in parts if str(part).strip()]
        except (TypeError, ValueError):
            return ""
        days.append("-".join([f"{year:04}", *(f"{part:02}" for part in rest)]))
    return "/".join(days) + ("~" if value.get("circa") and len(days) == 1 else "")


def _people(value: Any) -> list[dict[str, str]]:
    people = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    kept = []
    for one in people:
        name = {part: str(one[part]).strip() for part in _NAMES if str(one.get(part) or "").strip()}
        if "family" not in name and "given" in name:
            name = {"literal": name["given"]}
        if name:
            kept.append(name)
    return kept


def _same(title: str, issued: str, url: str) -> tuple[str, str, str]:
    return re.sub(r"\W+", " ", title.lower()).strip(), issued[:4], url


def _key(item: Mapping[str, Any], entry: Mapping[str, Any], taken: Iterable[str]) -> str:
    """Propose a key: the one that the export gives, or the first name, the year and the first word of the title."""
    given = str(item.get("citation-key") or item.get("id") or "")
    names = entry.get("author") or entry.get("editor") or [{}]
    words = re.findall(r"[a-z0-9]+", _ascii(str(entry["title"])))
    word = next((word for word in words if word not in _STOPS), "")
    by = "".join(
        re.findall(
            r"[a-z0-9]+",
            _ascii(str(names[0].get("family") or names[0].get("literal") or entry.get("container-title", ""))),
        )[:2]
    )
    made = f"{by or word}{entry['issued'][:4]}{word if by else ''}"
    base = given if _KEY.fullmatch(given) and not given.isdigit() and "zotero.org" not in given else made or "source"
    at, key, others = 0, base, set(taken)
    while key in others:
        at += 1
        key = f"{base}{'abcdefghijklmnopqrstuvwxyz'[at - 1] if at <= 26 else f'-{at}'}"
    return key


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
