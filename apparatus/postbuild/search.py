"""The search index: one file, with the words of all that can be found.

In: the folder of the built site, and the project that it was built from. Out: in that folder `search/index.json`, which
`overrides/assets/scripts/matching.js` searches. A browser fetches it when the search is opened, once; every further
search costs nothing.

What is found is a paragraph or an entry, not a page: whoever looks for a name wants the sentence. So each passage of
the essay, each note (under its passage) and each entry of the record is a row of its own.

Pagefind 1.5 was used and given up. It cuts a word that it does not know until something is left ("Müller" found every
"M", a word of forty a's 388 results), takes "1.9" for any number that begins with 1, and can be told neither; what a
result says is known only once its own file has been fetched, so nothing could be put right in the browser either. It
needed WebAssembly, 1,100 files, and more bytes: `guide/decisions.md` has them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from ..essay.page import Page
from ..html.tree import leave_words, parse_page
from ..html.typography import curly
from ..markup.render_entries import finding_of
from ..project import Project, load_project
from ..record.findings import FINDINGS
from ..record.kinds import KINDS, NAMES, Kind
from ..record.spellings import Spellings
from ..words import Words

INDEX = "search/index.json"
"""The file, as a path from the site's root."""
ORDER = ("passage", *(kind for kind in KINDS if kind != "source"), "event", "source")
"""The kinds of what is found, as they are shown: sources last, for there are most of them."""
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Found:
    """What a search can find. `address`: its page and id, 'essay/marginal/#fpfl'; `note`: the id of a note that stands
    under that passage.

    `sections` are the numbers, from 1, of those in which it stands or is named.
    """

    address: str
    kind: str
    words: str
    title: str = ""
    urdu: str = ""
    finding: str = ""
    sections: tuple[int, ...] = ()
    note: str = ""


def labels(words: Words) -> Mapping[str, object]:
    """Return what search.js is told beside its own words: what each kind and finding is called, in order, and which
    kinds are asked for by name.
    """
    return {
        "kinds": {kind: words.at(f"entries.{kind}") for kind in ORDER},
        "findings": words.at("claim.findings"),
        "named": [kind.name for kind in NAMES],
    }


def index(site: Path, project: Project) -> None:
    """Write the index into `site`."""
    everything = list(_everything(site, project))
    original = project.settings.translation_of
    spellings = Spellings(project.record, load_project(Path(original)).record if original else None)
    written = {
        "language": project.settings.edition.language,
        "sections": [curly(section.title) for section in project.sections],
        "findings": [one.name for one in FINDINGS.values() if one.name in {found.finding for found in everything}],
        "fields": ["address", "kind", "title", "urdu", "finding", "sections", "note", "words", "names", "also"],
        "rows": [_row(found, spellings) for found in everything],
    }
    file = site / INDEX
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(written, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _row(found: Found, spellings: Spellings) -> list[object]:
    """Return a row: what is found, then the other spellings of its name and of its words, under which it is found but
    not shown.
    """
    shown = [found.address, found.kind, found.title, found.urdu, found.finding, found.sections, found.note, found.words]
    return [*shown, spellings.others(found.title), spellings.others(found.words)]


def _everything(site: Path, project: Project) -> Iterator[Found]:
    for number, section in enumerate(project.sections, 1):
        page = f"{section.path.removesuffix('.md')}/"
        if (built := site / page / "index.html").is_file():
            yield from _passages(built, page, number)
    yield from _entries(project)


def _passages(page: Path, address: str, number: int) -> Iterator[Found]:
    """Yield the passages of a built section and their notes, in the words that are read aloud: without
    marks and signs.
    """
    document = parse_page(page)
    leave_words(document)
    passage = ""
    for block in document.xpath("//article/*[@id]"):
        names = str(block.get("class", "")).split()
        words = " ".join(block.text_content().split())
        if "passage" in names:
            passage = f"{address}#{block.get('id')}"
            yield Found(passage, "passage", words, sections=(number,))
        elif "note" in names:
            yield Found(passage, "passage", words, sections=(number,), note=str(block.get("id")))


def _entries(project: Project) -> Iterator[Found]:
    """Yield the entries of the record: what a reader would look for in each, and under what name it is shown."""
    record, references = project.record, project.references
    numbers = project.numbers

    def made(kind: Kind, id: str, title: str, *words: str | None, **more: str) -> Found:
        told = sorted(
            {numbers[where.path] for where, _ in project.mentions.get((kind.mention, id), ()) if where.path in numbers}
        )
        said = curly(" ".join(filter(None, words)))
        return Found(
            f"{kind.page.removesuffix('.md')}/#{id}",
            kind.name,
            said,
            curly(title),
            sections=tuple(told),
            **more,
        )

    for kind in KINDS.values():
        for entry in record.files[kind.file].entries.values():
            if kind.mark != "citation":
                title, urdu = kind.title(entry), getattr(entry, "urdu", None) or ""
                name = {"urdu": urdu if urdu != title else ""}  # which the site in Urdu calls it anyway
                more = {"finding": finding_of(entry)} if kind.name == "claim" else name
                yield made(kind, entry.id, title, *kind.words(entry), **more)
            elif entry.id in references:
                full, short = references[entry.id].full, references[entry.id].short
                yield made(kind, entry.id, _text(short), _text(full), entry.custom.note)
    for event in record.events.values():
        where: Page | None = project.passages.get(event.passage)
        told = (numbers[where.path],) if where and where.path in numbers else ()
        yield Found(
            f"record/timeline/#{event.id}", "event", curly(event.what), project.words.date(event.date), sections=told
        )


def _text(markup: str) -> str:
    return unescape(_TAG.sub("", markup))
