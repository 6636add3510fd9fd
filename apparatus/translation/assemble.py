"""Put the project of a translation together, so that everything which works on a project works on it.

In: the root of the project and a language. Out: the root of another, .cache/translations/<language>/: mkdocs.yml with
the words of the translation's site.yml, its pages, and the English data with its words in them. Headings take the ids
of the English ones, for ids are made of Latin letters. What is frozen or retired is of the English text alone. A file
is written only when it differs, so that nothing is read or made again without need.

What can be wrong: the folder's data name an entry, a field or a list that the English has not; it is told as a problem
(C129), and left out. Or they say a field of some entries and not of others, which stay English (C128).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from markdown.extensions.toc import slugify

from ..essay.page import Page
from ..figures.table import read_table
from ..problem import Problem
from ..record.settings import CONFIGURATION
from ..record.yaml_source import YamlDocument, YamlError, read_yaml
from ..words import read_words
from . import made_from

SITE = "site.yml"
TYPE = "type"
"""The folder of the stylesheets that a translation adds to those of the books: no part of its site."""
VALUES = "values.yml"
"""In a translation's data: the words of charts, by the English ones."""
CACHE = ".cache/translations"
STALE = "apparatus.markup.stale"
"""The extension that only the pages of a translation need."""
ENGLISH_ALONE = ("editions.yml", "published.yml", "retired.yml")
"""Data of the English text alone: what was frozen of it."""
MOVED = "moved.yml"
_HEADING = re.compile(r"^(#{2,6}) (.+?)[ \t]*$", re.MULTILINE)
_OWN_ID = re.compile(r"\{:[^{}]*#([\w-]+)[^{}]*\}$")


def languages(root: Path) -> tuple[str, ...]:
    """Return the languages into which the project at `root` is translated, by their folders in docs/."""
    return tuple(sorted(path.parent.name for path in (root / "docs").glob(f"*/{SITE}")))


def wanted(root: Path, drafts: bool) -> tuple[str, ...]:
    """Return the languages to check and to build: of those that site.yml calls a draft only if `drafts` asks for them."""
    return tuple(one for one in languages(root) if drafts or not _is_draft(root / "docs" / one / SITE))


def _is_draft(site: Path) -> bool:
    try:
        return bool((read_yaml(site, typed=True).value or {}).get("draft"))
    except YamlError:
        return False  # which is told when it is put together


@dataclass(frozen=True)
class Said:
    """Words of the data in both languages, and where the translation's stand."""

    path: str
    line: int
    entry: str
    english: str
    own: str


@dataclass
class Assembly:
    """The project that was put together: its root, what site.yml says, the words of the data in both languages, and
    what is wrong with the translation's; the hashes of the English as it is now, of all that is translated, and as it
    was when that was made from it; the lines of the data's entries; where pages stand that have got another name.
    """

    root: Path
    site: Mapping[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    now: dict[str, Mapping[str, str]] = field(default_factory=dict)
    then: made_from.Hashes = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def read(self, path: Path, told: str, *, typed: bool = False) -> YamlDocument:
        """Return a YAML file of the translation, empty when there is none or when it is not sound, which is told."""
        try:
            return read_yaml(path, typed=typed) if path.is_file() else YamlDocument(None, {})
        except YamlError as error:
            code, what = ("C001", "UTF-8 text") if error.encoding else ("C002", "sound YAML")
            self.problems.append(
                Problem(
                    told,
                    error.line,
                    code,
                    f"The file is not {what}: {error.what}",
                    "Mend the line, or save it as UTF-8.",
                )
            )
            return YamlDocument(None, {})


def assemble(root: Path, language: str, pages: Mapping[str, Page]) -> Assembly:
    """Put the translation's project together, or bring it up to date. `pages` are those of the English project at
    `root`.
    """
    made = Assembly(root / CACHE / language)
    own, docs = root / "docs" / language, root / "docs"
    site = made.site = {
        "language": language,
        **(made.read(own / SITE, f"docs/{language}/{SITE}", typed=True).value or {}),
    }
    written = {}
    for page in own.rglob("*.md"):
        path = page.relative_to(own)
        written[made.root / "docs" / path] = _with_ids(docs / path, page)
        if english := pages.get(path.as_posix()):
            made.now[english.path] = made_from.of_page(english, page.read_text(encoding="utf-8-sig"))
    for data in sorted((docs / "data").glob("*.yml")):
        if data.name not in ENGLISH_ALONE:
            written[made.root / "docs/data" / data.name] = _data(data, own / "data" / data.name, site, made)
    _values(root, own / "data" / VALUES, made)
    for file in (own / TYPE).glob("*"):
        written[made.root / TYPE / file.name] = file.read_bytes()
    for file in _assets(root, own):
        written[made.root / "docs" / file.relative_to(own if file.is_relative_to(own) else docs)] = file.read_bytes()
    recorded = made_from.recorded(made.read(own / made_from.FILE, f"docs/{language}/{made_from.FILE}").value)
    made.then = {made.moved.get(file, file): parts for file, parts in recorded.items()}
    stale = made_from.changed(made.now, made.then)
    more = {"stale": {file: list(parts) for file, parts in stale.items()}, "values": made.values}
    written[made.root / CONFIGURATION] = _configuration(root, site, more)
    _write(made.root, written)
    return made


def _assets(root: Path, own: Path) -> Iterator[Path]:
    """Yield what is no text: of the English first, then what the translation has of its own under the same name."""
    docs = root / "docs"
    for folder in (docs / "assets", docs / "data/series", own / "assets"):
        yield from (file for file in folder.rglob("*") if file.is_file())
    yield from docs.glob("*.txt")


def _configuration(root: Path, site: Mapping[str, Any], more: Mapping[str, Any]) -> bytes:
    """Return mkdocs.yml as the translation has it, and `more` of it under `extra`."""
    whole = read_yaml(root / CONFIGURATION, typed=True).value
    language = site["language"]
    whole["site_name"] = site.get("title", whole["site_name"])
    whole |= {f"site_{name}": site[name] for name in ("description", "author") if name in site}
    whole |= {"copyright": site["copyright"]} if "copyright" in site else {}
    if whole.get("site_url"):
        whole["site_url"] = f"{whole['site_url'].rstrip('/')}/{language}/"
    theme = whole.setdefault("theme", {"name": None})
    if "custom_dir" in theme:
        theme["custom_dir"] = str((root / theme["custom_dir"]).resolve())
    theme |= {"language": language, "static_templates": []}  # the host shows one page for what is not there
    whole["nav"] = [_translated(part, site.get("navigation") or {}) for part in whole["nav"]]
    whole["extra_css"] = list(site.get("stylesheets") or ())
    whole.pop("watch", None)  # the English preview watches for both
    extra = whole.setdefault("extra", {})
    edition = extra.setdefault("edition", {})
    edition |= {"language": language, "key": f"{edition.get('key', '')}-{language}", "short": site.get("short", "")}
    edition |= {"tag": f"{edition['tag']}:{language}"} if edition.get("tag") else {}
    edition |= {"locale": site["locale"]} if "locale" in site else {}
    extra |= {name: site[name] for name in ("masthead", "foot", "type", "letters") if name in site}
    extra |= {"translation_of": str(root), **more}
    names = ("left-double-quote", "right-double-quote", "left-single-quote", "right-single-quote")
    quotes = dict(zip(names, read_words(language).at("language.quotes"), strict=True))
    whole["markdown_extensions"] = [
        {"smarty": {"substitutions": quotes}} if one == "smarty" else one
        for one in whole.get("markdown_extensions") or ()
    ] + [STALE]
    return _yaml(whole)


def _translated(part: Any, names: Mapping[str, str]) -> Any:
    return {names.get(name, name): pages for name, pages in part.items()} if isinstance(part, dict) else part


def _with_ids(english: Path, page: Path) -> bytes:
    """Return a page whose headings have the ids of the English ones, in their order; what is no heading of the English
    has an id of its own.
    """
    text = page.read_text(encoding="utf-8-sig")
    if not english.is_file():
        return text.encode()
    ids = iter([id or slugify(told, "-") for told, id, _ in headings(english.read_text(encoding="utf-8-sig"))])

    def named(heading: re.Match[str]) -> str:
        id = "" if _OWN_ID.search(heading[2]) else next(ids, "")
        return f"{heading[0]} {{: #{id} }}" if id else heading[0]

    return _HEADING.sub(named, text).encode()


def headings(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield the headings of a page's text under its title: what each says, the id that it gives itself, or nothing, and
    its line.
    """
    for heading in _HEADING.finditer(text):
        own = _OWN_ID.search(heading[2])
        yield heading[2], own[1] if own else "", text.count("\n", 0, heading.start()) + 1


def _data(english: Path, own: Path, site: Mapping[str, Any], made: Assembly) -> bytes:
    """Return a data file of the English with the translation's words in its entries."""
    whole = read_yaml(english)
    path = f"docs/{site['language']}/data/{own.name}"
    said = made.read(own, path)
    if (
        english.name == MOVED and whole.value
    ):  # pages have moved in each language, short addresses are the English site's
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
    names = site.get("names") or ""
    made.problems += _lacking(entries, said, path, names)
    for entry in entries.values():
        _name(entry, names, made.values)
    return _yaml(whole.value)


def _put(words: Any, entry: Any, at: tuple[str | int, ...], said: YamlDocument, path: str, made: Assembly) -> None:
    """Put words into an entry, field by field and, in lists, place by place."""
    for key, value in words.items() if isinstance(words, dict) else enumerate(words):
        known = key in entry if isinstance(entry, dict) else key < len(entry)
        if not known or isinstance(value, (dict, list)) != isinstance(entry[key], (dict, list)):
            what = f"The English entry has no such '{key}'."
            mend = "Translate what is there, no more."
            made.problems.append(Problem(path, said.line((*at, key)), "C129", what, mend))
        elif isinstance(value, (dict, list)):
            _put(value, entry[key], (*at, key), said, path, made)
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


def said_in(path: str) -> str:
    """Return the language of a file in a translation's folder: docs/ur/data/claims.yml is in ur."""
    return PurePosixPath(path).parts[1]


def _name(entry: dict[str, Any], names: str, values: dict[str, str]) -> None:
    """Let an entry be called what it is called in the language's own letters, where it has a field for that; a chart
    that names it does so too.
    """
    if own := entry.get(names):
        name = "term" if "term" in entry else "name"
        values[entry[name]] = own
        entry[name] = own


def _values(root: Path, own: Path, made: Assembly) -> None:
    """Add to the names of entries what else a translation says for the words of charts: the names of rows, where a
    series has them in a column of this language, then what values.yml says.
    """
    names = made.site.get("names") or ""
    for series in sorted((root / "docs/data/series").glob("*.csv")):
        for row in read_table(root, series.stem).rows:
            if row["name"] and row[names]:
                made.values.setdefault(row["name"], row[names])
                made.values.setdefault(row[names], row[names])
    path = f"docs/{made.site['language']}/data/{VALUES}"
    said = made.read(own, path)
    for english, words in said.value.items() if isinstance(said.value, dict) else ():
        if not isinstance(words, str):
            what = f"What is said for '{english}' is no text."
            mend = "Write its word behind the colon, '' for a column that is not to be shown."
            made.problems.append(Problem(path, said.line((english,)), "C129", what, mend))
            continue
        made.said.append(Said(path, said.line((english,)), english, english, words))
        made.values[english] = quoted(words, read_words(made.site["language"]).at("language.quotes"))


def _yaml(value: Any) -> bytes:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000).encode()


def _write(root: Path, written: Mapping[Path, bytes]) -> None:
    """Write what differs and remove what is of no use any more. Two builds may do so at once: each file is replaced
    whole.
    """
    for path, content in written.items():
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}-{os.getpid()}")
            beside.write_bytes(content)
            beside.replace(path)
    for path in [path for path in (root / "docs").rglob("*") if path.is_file() and path not in written]:
        if not path.name.startswith("."):
            path.unlink(missing_ok=True)


def told_from(language: str, path: str) -> str:
    """Return where a file of the assembled project stands in the translation: docs/essay/x.md is docs/ur/essay/x.md."""
    apart = path.startswith("docs/") and not path.startswith(f"docs/{language}/")
    return f"docs/{language}/{path.removeprefix('docs/')}" if apart else path
