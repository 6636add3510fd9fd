"""Put the project of a translation together, so that everything which works on a project works on it.

In: the root of the project and a language. Out: the root of another, .cache/translations/<language>/: mkdocs.yml with
the words of the translation's site.yml, its pages, and the English data with its words in them. Headings take the ids
of the English ones, for ids are made of Latin letters. What is frozen or retired is of the English text alone. A file
is written only when it differs, so that nothing is read or made again without need.

What can be wrong is kept with what was put together (assembly.py).
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from markdown.extensions.toc import slugify

from ..essay.page import Page
from ..problem import Problem
from ..record.settings import CONFIGURATION, Type
from ..record.yaml_source import YamlError, read_yaml
from ..words import read_words
from . import made_from
from .assembly import SITE, Assembly
from .entries import VALUES, add_values, translated
from .site import Site
from .site import read as read_site

TYPE = "type"
"""The folder of the stylesheets that a translation adds to those of the books: no part of its site."""
CACHE = ".cache/translations"
STALE = "apparatus.markup.stale"
"""The extension that only the pages of a translation need."""
ENGLISH_ALONE = ("editions.yml", "published.yml", "retired.yml")
"""Data of the English text alone: what was frozen of it."""
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # ten times as fast, where libyaml was there to build it
_HEADING = re.compile(r"^(#{2,6}) (.+?)[ \t]*$", re.MULTILINE)
_OWN_ID = re.compile(r"\{:[^{}]*#([\w-]+)[^{}]*\}$")


def languages(root: Path) -> tuple[str, ...]:
    """Return the languages into which the project at `root` is translated, by their folders in docs/."""
    return tuple(sorted(path.parent.name for path in (root / "docs").glob(f"*/{SITE}")))


def wanted(root: Path, drafts: bool) -> tuple[str, ...]:
    """Return the languages to check and to build: those that site.yml calls a draft only if `drafts` is true."""
    return tuple(one for one in languages(root) if drafts or not _is_draft(root / "docs" / one / SITE))


def _is_draft(site: Path) -> bool:
    try:
        value = read_yaml(site, typed=True).value
    except YamlError:
        return False  # which is told when it is put together
    return isinstance(value, dict) and value.get("draft") is True


def assemble(root: Path, language: str, pages: Mapping[str, Page]) -> Assembly:
    """Put the translation's project together, or bring it up to date. `pages` are those of the English project at
    `root`.
    """
    made = Assembly(root / CACHE / language, Site(language=language))
    own, docs = root / "docs" / language, root / "docs"
    told = f"docs/{language}/{SITE}"
    site, wrong = read_site(made.read(own / SITE, told, typed=True), told, language)
    made.site, made.problems = site, [*made.problems, *wrong]
    written = {}
    for page in filter(Path.is_file, own.rglob("*.md")):
        path = page.relative_to(own)
        text = _text(page)
        if text is None:  # its own check says so
            written[made.root / "docs" / path] = page.read_bytes()
            continue
        written[made.root / "docs" / path] = _with_ids(_text(docs / path), text)
        if english := pages.get(path.as_posix()):
            made.now[english.path] = made_from.of_page(english, text)
    for data in sorted((docs / "data").glob("*.yml")):
        if data.name not in ENGLISH_ALONE:
            words = translated(data, own / "data" / data.name, site, made)
            written[made.root / "docs/data" / data.name] = _yaml(words)
    add_values(root, own / "data" / VALUES, made)
    for file in filter(Path.is_file, (own / TYPE).glob("*")):
        written[made.root / TYPE / file.name] = file.read_bytes()
    for file in _assets(root, own):
        written[made.root / "docs" / file.relative_to(own if file.is_relative_to(own) else docs)] = file.read_bytes()
    made.problems += _unfound(site, {path.relative_to(made.root).as_posix() for path in written}, told)
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


def _configuration(root: Path, site: Site, more: Mapping[str, Any]) -> bytes:
    """Return mkdocs.yml as the translation has it, and `more` of it under `extra`."""
    whole = read_yaml(root / CONFIGURATION, typed=True).value
    said = site.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    language = site.language
    own = {"site_name": "title", "site_description": "description", "site_author": "author", "copyright": "copyright"}
    whole |= {name: said[field] for name, field in own.items() if field in said}
    if whole.get("site_url"):
        whole["site_url"] = f"{str(whole['site_url']).rstrip('/')}/{language}/"
    theme = whole["theme"] = _mapping(whole.get("theme")) or {"name": whole.get("theme")}
    if "custom_dir" in theme:
        theme["custom_dir"] = str((root / theme["custom_dir"]).resolve())
    theme |= {"language": language, "static_templates": []}  # the host shows one page for what is not there
    whole["nav"] = [_translated(part, site.navigation) for part in whole.get("nav") or ()]
    whole["extra_css"] = list(site.stylesheets)
    whole.pop("watch", None)  # the English preview watches for both
    extra = whole["extra"] = _mapping(whole.get("extra"))
    edition = extra["edition"] = _mapping(extra.get("edition"))
    edition |= {"language": language, "key": f"{edition.get('key', '')}-{language}", "short": site.short}
    edition |= {"tag": f"{edition['tag']}:{language}"} if edition.get("tag") else {}
    edition |= {"locale": site.locale} if site.locale else {}
    extra |= {name: said[name] for name in ("masthead", "foot", "type", "letters") if name in said}
    extra |= {"translation_of": str(root), **more}
    whole["markdown_extensions"] = [_quoting(one, language) for one in whole.get("markdown_extensions") or ()] + [STALE]
    return _yaml(whole)


def _quoting(extension: Any, language: str) -> Any:
    """Return a Markdown extension as mkdocs.yml names it, smarty with the quotation marks of the language."""
    named = {extension: {}} if extension == "smarty" else extension
    if not isinstance(named, dict) or "smarty" not in named:
        return extension
    settings = _mapping(named["smarty"])
    names = ("left-double-quote", "right-double-quote", "left-single-quote", "right-single-quote")
    quotes = dict(zip(names, read_words(language).at("language.quotes"), strict=True))
    return {"smarty": {**settings, "substitutions": {**_mapping(settings.get("substitutions")), **quotes}}}


def _unfound(site: Site, files: Collection[str], told: str) -> Iterator[Problem]:
    """Yield the files that site.yml names and that are not among those of the translation."""
    letters = site.letters or Type()
    named = {
        **{f"docs/{sheet}": "stylesheets" for sheet in site.stylesheets},
        **{f"docs/assets/fonts/{face}.woff2": "type" for face in site.type or ()},
        f"docs/assets/fonts/{letters.face}": "letters.face" if letters.face else "",
        letters.epub: "letters.epub" if letters.epub else "",
        letters.pdf: "letters.pdf" if letters.pdf else "",
    }
    for path, field in named.items():
        if field and path not in files:
            what = f"'{field}' names a file that is not there: {path}."
            yield Problem(told, 1, "C003", what, "Add the file, or mend the name.")


def _mapping(value: Any) -> dict[str, Any]:
    """Return what mkdocs.yml holds where it should hold fields; none where it holds anything else, as in English."""
    return value if isinstance(value, dict) else {}


def _translated(part: Any, names: Mapping[str, str]) -> Any:
    return {names.get(name, name): pages for name, pages in part.items()} if isinstance(part, dict) else part


def _text(page: Path) -> str | None:
    """Return the text of a page, or None where there is none or it is not UTF-8."""
    try:
        return page.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def _with_ids(english: str | None, text: str) -> bytes:
    """Return a page whose headings have the ids of the English ones, in their order; what is no heading of the English
    has an id of its own.
    """
    ids = iter([id or slugify(told, "-") for told, id, _ in headings(english or "")])

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


def _yaml(value: Any) -> bytes:
    made: bytes = yaml.dump(value, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=10_000, encoding="utf-8")
    return made


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
