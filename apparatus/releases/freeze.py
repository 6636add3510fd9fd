"""Freezing an edition: take the present text from the project, keep it, and enter it where every page learns of it.

In: the project. Out: docs/data/editions/<number>.json, its page docs/editions/<number>.md, its entry in
docs/data/editions.yml, number and date in mkdocs.yml and CITATION.cff, and the addresses in docs/data/published.yml.
The words are those of the page as Python-Markdown makes it with the extensions that mkdocs.yml names, without what
opens or leads away: no site has to be built, and the same project gives the same bytes.

An edition is frozen once. To freeze it again before it has gone out, delete its frozen text first: summary and date are
then those that were entered, unless others are given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

from lxml import html as lxml_html
from markdown import Markdown

from ..essay import syntax
from ..essay.page import Page
from ..html.tree import leave_words
from ..html.typography import curly
from ..metadata.citation_cff import FILE, citation_cff
from ..project import Project
from ..record.settings import CONFIGURATION
from ..record.snapshots import Block, Finding, Section, Snapshot, as_json, digest, file_of, number_of, page_of
from .changes import compare

RELEASES = "docs/data/editions.yml"
_LINES = {"ul": "li", "ol": "li", "table": "tr", "blockquote": "p"}
_HEAD = """# yaml-language-server: $schema=../../apparatus/schemas/editions.json
# The editions that have gone out, oldest first. 'make release' writes them, and the frozen text of each beside them;
# nobody edits what is frozen.
"""


class Unfit(Exception):
    """What was asked for cannot be an edition. The message says why."""


@dataclass(frozen=True)
class NewRelease:
    """What an edition is entered as: its number, the day on which it goes out, and what is new in it, in a sentence."""

    number: str
    date: str
    summary: str


@lru_cache(maxsize=2)
def standing(project: Project) -> Snapshot:
    """Return the present text without its words, by which it is compared with a frozen one in no time."""
    sections = tuple(
        Section(page.path, curly(page.title), curly(page.question), tuple(_blocks(page))) for page in project.sections
    )
    findings = {
        claim.id: Finding(curly(claim.states), claim.finding or claim.kind, _hash(claim.model_dump_json()))
        for claim in project.record.claims.values()
    }
    return Snapshot("", "", sections, findings, tuple(project.record.corrections))


def snapshot(project: Project, number: str, date: str) -> Snapshot:
    """Return the present text with its words, as an edition."""
    now = standing(project)
    sections = []
    for section in now.sections:
        words = _words(project, project.pages[section.path])
        blocks = tuple(replace(block, words=words[block.id]) for block in section.blocks)
        sections.append(replace(section, blocks=blocks))
    return replace(now, number=number, date=date, sections=tuple(sections))


def changed(project: Project) -> bool:
    """Return whether the present text is not that of the last edition."""
    return bool(project.snapshots) and bool(compare(project.snapshots[-1], standing(project)))


def freeze(project: Project, entered: NewRelease) -> None:
    """Write all that an edition is. Raises Unfit, with nothing written, when it cannot be one."""
    _judge(project, entered)
    text = as_json(snapshot(project, entered.number, entered.date))
    file, page = project.root / file_of(entered.number), project.root / page_of(entered.number)
    for path, content in ((file, text), (page, _page(entered))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    entries = {id: (one.date, one.summary, one.sha256) for id, one in project.record.releases.items()}
    entries[entered.number] = (entered.date, entered.summary, digest(file))
    shelf = "".join(_entry(id, *one) for id, one in entries.items())
    (project.root / RELEASES).write_text(_HEAD + shelf, encoding="utf-8", newline="\n")
    _set(project, entered)
    edition = replace(project.settings.edition, number=entered.number, date=entered.date)
    cff = citation_cff(replace(project.settings, edition=edition), project.words)
    (project.root / FILE).write_text(cff, encoding="utf-8", newline="\n")


def _judge(project: Project, entered: NewRelease) -> None:
    number, file = entered.number, file_of(entered.number)
    if not re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)", number):
        raise Unfit(f"'{number}' is no number of an edition: write it as 1.0, 1.1 or 2.0.")
    try:
        date.fromisoformat(entered.date)
    except ValueError:
        raise Unfit(f"'{entered.date}' is no day: write it as 2027-02-01.") from None
    if (project.root / file).exists():
        raise Unfit(
            f"Edition {number} is frozen. To freeze it again before it has gone out, delete {file} and run this again."
        )
    for before in (one for one in project.record.releases.values() if one.id != number):
        if number_of(before.id) >= number_of(number):
            raise Unfit(f"Edition {before.id} is frozen: the next has a higher number than {number}.")
        if before.date > entered.date:
            raise Unfit(f"Edition {before.id} is dated {before.date}: the next is not dated {entered.date}.")
    for name in ("number", "date"):
        if ("extra", "edition", name) not in project.settings.document.lines:
            raise Unfit(f"{CONFIGURATION} has no 'extra: edition: {name}:' to be set.")


def _blocks(page: Page) -> Iterator[Block]:
    notes = {
        m[1]: m[0] for m in re.finditer(syntax.NOTE_DEFINITION + r"(?:.|\n)*?(?=\n\S|\Z)", page.body, re.MULTILINE)
    }
    for passage in page.passages:
        if passage.id:
            marked = re.findall(syntax.NOTE_MARK, passage.text)
            yield Block(passage.id, _hash(" ".join([passage.text, *(notes.get(name, "") for name in marked)])))


def _hash(text: str) -> str:
    """Return 16 hexadecimal digits that another text will not have; breaking a line elsewhere changes none of them."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def _words(project: Project, page: Page) -> dict[str, str]:
    """Return the words of each block of a page by its address."""
    tree = lxml_html.document_fromstring(_markdown(project, page).convert(page.body))
    leave_words(tree)
    ids = {passage.id for passage in page.passages if passage.id}
    return {block.get("id"): "\n".join(_lines(block)) for block in tree.xpath("//*[@id]") if block.get("id") in ids}


def _lines(block: Any) -> Iterator[str]:
    parts = list(block.iter(_LINES[block.tag])) if block.tag in _LINES else [block]
    for part in parts or [block]:
        yield " ".join(part.text_content().split())


def _markdown(project: Project, page: Page) -> Markdown:
    """Return a converter with the extensions that mkdocs.yml names, but for the one that tells how to cite the page."""
    named: dict[str, Any] = {}
    for one in (project.settings.document.value or {}).get("markdown_extensions") or ():
        named |= one if isinstance(one, dict) else {one: {}}
    named.pop("apparatus.markup.cite_box", None)
    known = {"root": str(project.root), "page": page.path}
    options = {
        name: {**(given or {}), **(known if name.startswith("apparatus.") else {})} for name, given in named.items()
    }
    return Markdown(extensions=list(options), extension_configs=options)


def _page(entered: NewRelease) -> str:
    return (
        f"---\ntitle: Edition {entered.number}\n"
        f"description: The words of edition {entered.number} as they stood on the day it went out, and what had "
        "changed since the one before.\n"
        f'edition: "{entered.number}"\ndate: {entered.date}\nrobots: noindex\n---\n'
        f"# Edition {entered.number}\n\n/// listing | edition\n///\n"
    )


def _entry(number: str, date: str, summary: str, hash: str) -> str:
    return f'- id: "{number}"\n  date: {date}\n  summary: {json.dumps(summary, ensure_ascii=False)}\n  sha256: {hash}\n'


def _set(project: Project, entered: NewRelease) -> None:
    """Write number and date into mkdocs.yml, each on the line where it stands."""
    path = project.root / CONFIGURATION
    lines = path.read_text(encoding="utf-8").split("\n")
    for name, value in (("number", f'"{entered.number}"'), ("date", f'"{entered.date}"')):
        at = project.settings.document.lines["extra", "edition", name] - 1
        lines[at] = re.sub(rf"({name}:)\s*[^#\s]*", rf"\g<1> {value}", lines[at], count=1)
    path.write_text("\n".join(lines), encoding="utf-8")
