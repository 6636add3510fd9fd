"""Works in the forms that reference managers read: CSL JSON, BibTeX, RIS.

In: CSL items. Out: text. CSL JSON holds all that we know of a source; the two older formats hold less, and
docs/record/sources.md says what they lose. tests/test_taken_away.py has each file read by Pandoc and citation-js and
holds that list against what comes out.

Written here and not by a library: Pandoc's BibTeX has no day, no site of a web page, no note and no kind, and it writes
no RIS; citation-js, which writes both, leaves out kinds and notes and would need Node to build the site.

CSL: https://docs.citationstyles.org/en/stable/specification.html. BibTeX: Patashnik, BibTeXing (1988), and for the
types and fields that came later the manual of biblatex 3, section 2; a style that does not know a type prints it as
@misc. RIS: https://en.wikipedia.org/wiki/RIS_(file_format).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..words import Words
from .bibliography import csl
from .models import Source

Item = Mapping[str, Any]


@dataclass(frozen=True)
class _Type:
    """What a type of CSL is in BibTeX and RIS; BibTeX's fields for what contains a work, and for who brings it out; its
    name for a kind of article.
    """

    bibtex: str
    ris: str
    container: str = "organization"
    publisher: str = "publisher"
    subtype: str = ""


_TYPES = {
    "article-journal": _Type("article", "JOUR", "journal"),
    "article-magazine": _Type("article", "MGZN", "journal", subtype="magazine"),
    "article-newspaper": _Type("article", "NEWS", "journal", subtype="newspaper"),
    "book": _Type("book", "BOOK", "series"),
    "broadcast": _Type("video", "MPCT"),
    "chapter": _Type("incollection", "CHAP", "booktitle"),
    "dataset": _Type("misc", "DATA"),  # and not @dataset, which Zotero leaves out altogether
    "entry-encyclopedia": _Type("inreference", "ENCYC", "booktitle"),
    "legal_case": _Type("jurisdiction", "CASE", publisher="institution"),
    "legislation": _Type("legislation", "STAT"),
    "motion_picture": _Type("video", "MPCT"),
    "paper-conference": _Type("inproceedings", "CONF", "booktitle"),
    "post": _Type("online", "BLOG"),
    "post-weblog": _Type("online", "BLOG"),
    "report": _Type("techreport", "RPRT", "series", "institution"),
    "thesis": _Type("phdthesis", "THES", publisher="school"),
    "webpage": _Type("online", "ELEC"),
}
_OTHER = _Type("misc", "GEN")
_TEX = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {sign: f"\\{sign}" for sign in "{}$&%#_"}
)
"""TeX's ten special characters as text (Knuth, The TeXbook, chapter 7)."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def taken_away(source: Source, words: Words) -> dict[str, Any]:
    """Return a source as a CSL item with everything that we know of it.

    `custom`, where CSL keeps what it has no name for, is lost in Zotero, so the note says the same in words, a line
    each; a date of unknown digits is given as it is written in EDTF (20XX).
    """
    item, own = csl(source), source.custom
    item.setdefault("issued", {"literal": source.issued})
    said = [_kind_told(own.kind, words), own.note]
    said += [words("taken.gone", date=own.dead)] if own.dead else []
    said += [words("taken.archive", address=own.archive)] if own.archive else []
    return {**item, "note": "\n".join(filter(None, said))}


def csl_json(items: Iterable[Item]) -> str:
    """Return items as a file of CSL JSON, one a line."""
    return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n]\n"


def bibtex(item: Item, words: Words) -> str:
    """Return an item in BibTeX: a title within two pairs of braces, whose capitals no style lowers, a date with its
    day, kind as a keyword.
    """
    kind = _TYPES.get(item["type"], _OTHER)
    tex = {name: value.translate(_TEX) for name, value in item.items() if isinstance(value, str)}
    fields: list[tuple[str, str | None]] = [
        *((role, " and ".join(map(_bibtex_name, item.get(role, ()))) or None) for role in ("author", "editor")),
        ("title", f"{{{tex['title']}}}"),
        ("shorttitle", tex.get("title-short") and f"{{{tex['title-short']}}}"),
        (kind.container, tex.get("container-title") and f"{{{tex['container-title']}}}"),
        ("entrysubtype", kind.subtype),
        (kind.publisher, _one(tex.get("publisher") or tex.get("authority"))),
        ("address", _one(tex.get("publisher-place"))),
        ("type", tex.get("genre")),
        *((name, tex.get(name)) for name in ("edition", "version", "volume")),
        ("number", tex.get("issue") or tex.get("number")),
        ("pages", tex.get("page", "").replace("-", "--")),
        *zip(("year", "month", "day"), _bibtex_date(item.get("issued") or {}), strict=False),
        ("language", tex.get("language")),  # what Zotero reads, and
        ("langid", tex.get("language")),  # what Pandoc reads
        ("isbn", item.get("ISBN")),
        ("doi", item.get("DOI")),
        ("url", re.sub(r"[{}\\ ]", lambda found: f"%{ord(found[0]):02X}", item.get("URL", ""))),
        ("urldate", _day(item.get("accessed") or {}, "-")),
        ("keywords", _kind(item)),
        ("note", " ".join(_remarks(item, words, unknown=False)).translate(_TEX)),
    ]
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields if value]
    return f"@{kind.bibtex}{{{item['id']},\n" + ",\n".join(lines) + "\n}\n"


def ris(item: Item, words: Words) -> str:
    """Return an item in RIS. After an institution stands the comma that keeps programs from taking its last word for a
    family's name.
    """
    kind = _TYPES.get(item["type"], _OTHER)
    first, _, last = str(item.get("page", "")).partition("-")
    year = _days(item.get("issued") or {})[:1]
    tags: list[tuple[str, Any]] = [
        ("TY", kind.ris),
        *(("AU", _ris_name(name)) for name in item.get("author", ())),
        *(("ED", _ris_name(name)) for name in item.get("editor", ())),
        ("TI", item["title"]),
        ("ST", item.get("title-short")),
        ("T2", item.get("container-title")),
        *(("PY", f"{day[0]:04}") for day in year),
        ("DA", _ris_date(item.get("issued") or {})),
        ("PB", item.get("publisher") or item.get("authority")),
        ("CY", item.get("publisher-place")),
        ("M3", item.get("genre")),
        ("ET", item.get("edition") or item.get("version")),
        ("VL", item.get("volume")),
        ("IS", item.get("issue")),
        ("SN", item.get("ISBN") or item.get("number")),
        ("SP", first),
        ("EP", last),
        ("LA", item.get("language")),
        ("DO", item.get("DOI")),
        ("UR", item.get("URL")),
        ("Y2", _ris_date(item.get("accessed") or {})),
        ("KW", _kind(item)),
        ("N1", " ".join(_remarks(item, words, unknown=True))),
        ("ID", item["id"]),
    ]
    lines = [f"{tag}  - {' '.join(str(value).split())}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])


def _days(date: Item) -> list[list[int]]:
    return [list(day) for day in date.get("date-parts", ())]


def _day(date: Item, sign: str) -> str:
    """Return the first day of a date, or as much of it as is known: 2017-02-03, 2017/02."""
    day = next(iter(_days(date)), [])
    return sign.join(f"{number:0{2 if at else 4}}" for at, number in enumerate(day))


def _bibtex_date(date: Item) -> list[str]:
    """Return year, month and day, as far as they are known; of an interval the two years, of a date of unknown digits
    what is written.
    """
    days = _days(date)
    if len(days) > 1 and days[0][0] != days[-1][0]:
        return [f"{days[0][0]:04}--{days[-1][0]:04}"]
    parts = [(f"{day[0]:04}", *(_MONTHS[month - 1] for month in day[1:2]), *map(str, day[2:])) for day in days[:1]]
    return list(parts[0]) if parts else [str(date.get("literal", ""))]


def _ris_date(date: Item) -> str:
    """Return a date with the three slashes that RIS asks for, whatever is known of it: 2017/02//."""
    day = _day(date, "/")
    return day and day + "/" * (3 - day.count("/"))


def _one(name: str | None) -> str | None:
    """Return a name that a program would part at its "and", in braces."""
    return f"{{{name}}}" if name and " and " in name else name


def _remarks(item: Item, words: Words, *, unknown: bool) -> Iterator[str]:
    """Yield what must be known of an item and has no field of its own; `unknown`: of a date of unknown digits, too, how
    it is written.
    """
    date = item.get("issued") or {}
    days = [_day({"date-parts": [day]}, "-") for day in _days(date)]
    if date.get("circa"):
        yield words("taken.approximate")
    if len(days) > 1:
        yield words("taken.interval", first=days[0], last=days[-1])
    if unknown and "literal" in date:
        yield words("taken.unknown", date=date["literal"])
    kind = _kind_told(_kind(item), words)
    yield from (line for line in item.get("note", "").split("\n") if line and line != kind)


def _kind(item: Item) -> str | None:
    return (item.get("custom") or {}).get("kind")


def _kind_told(kind: str | None, words: Words) -> str:
    return words("taken.kind", kind=words(f"source.kinds.{kind}")) if kind else ""


def _bibtex_name(name: Mapping[str, str]) -> str:
    """Return a name as BibTeX parts it: an institution whole, within braces; else von Last, Jr, First."""
    tex = {part: value.translate(_TEX) for part, value in name.items()}
    if "literal" in tex:
        return f"{{{tex['literal']}}}"
    last = " ".join(filter(None, (tex.get("non-dropping-particle"), tex.get("family"))))
    first = " ".join(filter(None, (tex.get("given"), tex.get("dropping-particle"))))
    return ", ".join(filter(None, (last, tex.get("suffix"), first)))


def _ris_name(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return f"{name['literal']},"
    last = " ".join(filter(None, (name.get("non-dropping-particle"), name.get("family"))))
    first = " ".join(filter(None, (name.get("given"), name.get("dropping-particle"))))
    return ", ".join(filter(None, (last, first, name.get("suffix"))))
