"""Sources, and this edition's own pages, as references in the Chicago author-date style.

Pandoc does it (its processor is one of the few complete ones for CSL): one call for all sources. citeproc-py was
tried first; it repeats the title of a work without an author and knows neither newspapers in the author's place nor
cases. The style is Pandoc's own, Chicago Manual of Style, 18th edition.

Addresses are left out of what Pandoc sees: the page adds them as links with the host's name, print adds them in full.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any, cast

import pypandoc

from .kept import kept, key_of
from .languages import direction, marked
from .models import Source

_ENTRY = re.compile(r'<div id="ref-([^"]+)" class="csl-entry"[^>]*>\s*(.*?)\s*</div>', re.DOTALL)
_SHORT = re.compile(r'<p><span\s+class="citation"\s+data-cites="([^"]+)">\((.*?)\)</span></p>', re.DOTALL)
Item = Mapping[str, Any]
LANGUAGE = "en-GB"
"""The language of what the style itself says: months, n.d., and."""


@dataclass(frozen=True)
class Reference:
    """One source as it is printed. Both are HTML: `short` 'Nasr 1994', `full` the whole reference."""

    short: str
    full: str


def csl(source: Source) -> dict[str, Any]:
    """Return a source as a CSL-JSON item, dates in parts; a date of unknown digits (20XX) is no date."""
    item = source.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
    for name in ("issued", "accessed"):
        if name in item:
            days = [day for day in item[name].split("/") if "X" not in day]
            parts = [[int(number) for number in day.rstrip("~").split("-")] for day in days]
            item[name] = {"date-parts": parts, **({"circa": True} if "~" in item[name] else {})} if parts else None
    return {name: value for name, value in item.items() if value is not None}


def references(
    sources: Mapping[str, Source], language: str = LANGUAGE, root: Path | None = None
) -> Mapping[str, Reference]:
    """Format all sources together, so that 2014a and 2014b are told apart; in pages of another `language` each is
    marked as English. With the `root` of a project, what Pandoc says is kept there. Raises RuntimeError if Pandoc
    fails.
    """
    items: list[Item] = []
    for source in sources.values():
        item = {name: value for name, value in csl(source).items() if name not in ("URL", "accessed", "custom")}
        if "author" not in item and item["type"] in ("post", "post-weblog", "webpage") and "container-title" in item:
            # a site stands for its unsigned pages as a newspaper does for its unsigned reports
            item["author"] = [{"literal": item.pop("container-title")}]
        items.append(_as_the_style_reads_it(item))
    made = _format(json.dumps(items, ensure_ascii=False, sort_keys=True), root)
    return {
        key: Reference(
            apart(marked(re.sub(r"\b(\d{4}) \1\b", r"\1", made[key].short), "", sources[key].language or ""), language),
            apart(marked(made[key].full, sources[key].title, sources[key].language or ""), language),
        )
        for key in sources
    }


def apart(reference: str, language: str) -> str:
    """Return a reference marked as what it is, where the words around it are in another language."""
    alike = language.partition("-")[0] == LANGUAGE.partition("-")[0]
    return reference if alike else f'<bdi lang="{LANGUAGE}" dir="{direction(LANGUAGE)}">{reference}</bdi>'


def _as_the_style_reads_it(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item in the form in which the style prints all of it.

    An act has its own number and none of the United States' public laws; an article of an encyclopaedia that nobody
    signed is printed as a part of a book, for the style prints nothing of it; an apostrophe typed straight is no
    quotation mark.
    """
    for name in ("title", "title-short", "container-title"):
        if name in item:
            item[name] = apostrophes(item[name])
    if item["type"] == "legislation" and "number" in item:
        item.setdefault("title-short", item["title"])
        item["title"] = f"{item['title']}, {item.pop('number')}"
    if item["type"] == "entry-encyclopedia" and not item.get("author"):
        item["type"] = "chapter"
    return item


APOSTROPHE = r"(?<!\w)'n'(?!\w)|(?<![\w’'])'(?=\d\ds?(?!\w)|(?:[Tt]is|[Tt]was|[Tt]were|em|til|cause)\b)"
"""Straight apostrophes that begin a word, or stand for the beginning of a year, and that a machine takes for quotation
marks: ’92, ’n’, ’tis.
"""


def apostrophes(text: str) -> str:
    """Set such apostrophes, and those within a word."""
    return re.sub(APOSTROPHE + r"|(?<=\w)'(?=\w)", lambda m: m[0].replace("'", "’"), text)


@lru_cache(maxsize=2)
def _format(items: str, root: Path | None) -> Mapping[str, Reference]:
    made = _kept(root, "references", items, lambda: _formatted(items))
    return {key: Reference(*both) for key, both in made.items()}


def _kept(root: Path | None, name: str, made_from: str, make: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return what Pandoc makes, or has made of the same in this project."""
    if root is None:
        return make()
    key = key_of((made_from, os.environ.get("PYPANDOC_PANDOC", ""), str(which("pandoc"))), (Path(__file__),))
    raw = kept(root, name, key, lambda: json.dumps(make(), ensure_ascii=False).encode())
    return cast("Mapping[str, Any]", json.loads(raw))


def _formatted(items: str) -> Mapping[str, tuple[str, str]]:
    """Return each item's short and full reference by its key."""
    keys = [item["id"] for item in json.loads(items)]
    text = f"---\nlang: {LANGUAGE}\n---\n\n" + "\n\n".join(f"[@{{{key}}}]" for key in keys)
    with TemporaryDirectory() as folder:
        path = Path(folder, "sources.json")
        path.write_text(items, encoding="utf-8")
        html = pypandoc.convert_text(
            text, "html", "markdown", extra_args=["--citeproc", f"--bibliography={path}", "--wrap=none"]
        )
    short, full = dict(_SHORT.findall(html)), dict(_ENTRY.findall(html))
    return {
        item["id"]: (
            _plain(short.get(item["id"], "")) or _bare(item, full=False),
            _plain(full.get(item["id"], "")) or _bare(item, full=True),
        )
        for item in json.loads(items)
    }


def _bare(item: Item, *, full: bool) -> str:
    """Return what stands for an item of which the style prints nothing: no reference is empty."""
    date = item.get("issued") or {}
    year = str(date["date-parts"][0][0]) if date.get("date-parts") else "n.d."
    title = escape(str(item.get("title-short") or item["title"]), quote=False)
    return f"<em>{escape(item['title'], quote=False)}</em>. {year}." if full else f"{title} {year}"


def _plain(reference: str) -> str:
    """Return a reference without the spans that Pandoc puts around titles in quotation marks and words whose case it
    left alone.
    """
    return re.sub(r"\bde’(?=\w)", "de’ ", re.sub(r"</?span\b[^>]*>", "", reference))  # de’ Medici, who is no d’Alembert


def references_alone(items: Iterable[Item], edition: str, root: Path | None = None) -> Mapping[str, str]:
    """Return each CSL item's reference as inline HTML, formatted as if it were cited alone: no 2026a, no 2026b.

    In a list of works by one author those letters tell one from another; in a reference that is copied alone they mean
    nothing. A number like 1.0, which CSL would print bare, is called an edition: by `edition`, with {number} in it.
    With the `root` of a project, what Pandoc says is kept there. Raises RuntimeError if Pandoc fails.
    """
    called = json.dumps([_called(item, edition) for item in items], ensure_ascii=False)
    return _kept(root, "references of pages", called, lambda: _formatted_alone(called))


def _formatted_alone(items: str) -> Mapping[str, str]:
    with TemporaryDirectory() as folder:
        style = Path(folder, "alone.csl")
        style.write_text(_default_style().replace(' disambiguate-add-year-suffix="true"', ""), encoding="utf-8")
        html = pypandoc.convert_text(
            items, "html", "csljson",
            extra_args=["--citeproc", f"--csl={style}", "--wrap=none", f"--metadata=lang:{LANGUAGE}"],
        )  # fmt: skip
    return {key: re.sub(r"</?(?:a|span)\b[^>]*>", "", full) for key, full in _ENTRY.findall(html)}


def _called(item: Item, edition: str) -> Item:
    number = str(item.get("edition", ""))
    return {**item, "edition": edition.format(number=number)} if "." in number else item


@lru_cache(maxsize=1)
def _default_style() -> str:
    """Return the style that Pandoc uses when none is named."""
    asked = [pypandoc.get_pandoc_path(), "--print-default-data-file=default.csl"]
    return subprocess.run(asked, capture_output=True, check=True, encoding="utf-8").stdout
