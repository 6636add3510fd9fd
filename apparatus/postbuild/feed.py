"""The feed: what has gone out and what had to be corrected, for whoever follows the edition, as Atom (RFC 4287).

In: the project. Out: feed.xml, an entry for each edition and each correction, newest first, and none for any other change. Ids are `tag:` URIs
(RFC 4151) under `extra.edition.tag` in mkdocs.yml, which is set once and outlives every host; dates are the data's, at midnight UTC since they are days, never the clock's. Content is
HTML, escaped as RFC 4287, 3.1.1.2 has it; links are absolute. Without a tag or an address there is no feed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from lxml import etree
from lxml.builder import ElementMaker

from ..html.typography import curly
from ..markup.releases import FEED
from ..project import Project, page_url
from ..record.snapshots import page_of
from ..releases.changes import compare

ATOM = "http://www.w3.org/2005/Atom"
_MAKE = ElementMaker(namespace=ATOM, nsmap={None: ATOM})


@dataclass(frozen=True)
class Entry:
    """What the feed tells once: the end of its id, a title, the day, where it is told in full, and what is said, as HTML."""

    id: str
    title: str
    date: str
    url: str
    content: str


def feed(project: Project) -> bytes | None:
    """Return the feed of a project, or None when it has no address or no tag."""
    settings = project.settings
    if not (settings.edition.tag and settings.site_url):
        return None
    entries = sorted(
        [*_editions(project), *_corrections(project)], key=lambda entry: (entry.date, entry.id), reverse=True
    )
    updated = max([entry.date for entry in entries] or [settings.edition.date])
    tree = _MAKE.feed(
        _MAKE.id(settings.edition.tag),
        _MAKE.title(f"{settings.title}: editions and corrections"),
        _MAKE.updated(_moment(updated)),
        _MAKE.author(_MAKE.name(settings.author or settings.title)),
        _MAKE.rights(settings.edition.licence),
        _MAKE.link(rel="self", type="application/atom+xml", href=settings.site_url + FEED),
        _MAKE.link(rel="alternate", type="text/html", href=settings.site_url),
        *(_entry(entry, settings.edition.tag) for entry in entries),
    )
    tree.set("{http://www.w3.org/XML/1998/namespace}lang", settings.edition.language)
    made: bytes = etree.tostring(tree, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return made


def _entry(entry: Entry, tag: str) -> etree._Element:
    return _MAKE.entry(
        _MAKE.id(f"{tag}:{entry.id}"),
        _MAKE.title(entry.title),
        _MAKE.updated(_moment(entry.date)),
        _MAKE.link(rel="alternate", type="text/html", href=entry.url),
        _MAKE.content(entry.content, type="html"),
    )


def _editions(project: Project) -> Iterator[Entry]:
    texts = project.snapshots
    for text, before in zip(texts, (None, *texts[:-1]), strict=True):
        said = [curly(project.record.releases[text.number].summary)]
        if before:
            said.append(f"Changed since edition {before.number}: {compare(before, text).told()}.")
        said.append(f"{text.words:,} words.")
        place = project.settings.site_url + page_url(page_of(text.number).removeprefix("docs/"))
        yield Entry(f"edition:{text.number}", f"Edition {text.number}", text.date, place, _html(said))


def _corrections(project: Project) -> Iterator[Entry]:
    for one in project.record.corrections.values():
        said = [f"It said: {one.said}", f"It says: {one.says}", f"Because: {one.why}"]
        place = f"{project.settings.site_url}record/corrections/#{one.id}"
        where = project.passages.get(one.passage)
        title = f"Correction {one.id}" + (f", in {curly(where.title)}" if where else "") + f": {one.severity}"
        yield Entry(f"correction:{one.id}", title, one.date, place, _html([curly(line) for line in said]))


def _html(paragraphs: list[str]) -> str:
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs)


def _moment(date: str) -> str:
    """Return the first moment of an EDTF date, which may be a month, a year or about one, as RFC 3339 writes it."""
    first = date.split("/")[0].rstrip("~").replace("X", "0")
    return f"{(first + '-01-01')[:10]}T00:00:00Z"
