"""The feed: what has gone out and what had to be corrected, for whoever follows the edition, as Atom (RFC 4287).

In: the project. Out: feed.xml, an entry for each edition and each correction, newest first, and none for any other
change. An entry tells what changed in the words of the site's own pages, with links to the paragraphs, so that it can
be read where the feed is. Ids are `tag:` URIs (RFC 4151) under `extra.edition.tag` in mkdocs.yml, which is set once and
outlives every host; a translation has a feed of its own, of the corrections alone, since editions freeze the original.
Dates are the data's, at midnight UTC since they are days, never the clock's. Content is HTML, escaped as RFC 4287,
3.1.1.2 has it; links are absolute. Without a tag or an address there is no feed.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree
from lxml.builder import ElementMaker

from ..html.elements import Element, element
from ..html.typography import curly
from ..markup.releases import FEED, changes_told
from ..markup.render_entries import correction_entry
from ..project import Project, page_url
from ..record.snapshots import Snapshot, page_of
from ..releases.changes import compare
from .icons import TOUCH

ATOM = "http://www.w3.org/2005/Atom"
MOST = 60_000
"""Letters of HTML that an entry may have: an edition that changed more tells of each paragraph its first words and
where it stands, not every word.
"""
FIRST_WORDS = 14
"""Words of a correction that stand in its title."""
_MAKE = ElementMaker(namespace=ATOM, nsmap={None: ATOM})


@dataclass(frozen=True)
class Entry:
    """What the feed tells once: the end of its id, a title, the day, where it is told in full, and what is said, as
    HTML.
    """

    id: str
    title: str
    date: str
    url: str
    content: str


def feed(project: Project) -> bytes | None:
    """Return the feed of a project, or None when it has no address or no tag."""
    settings, words = project.settings, project.words
    if not (settings.edition.tag and settings.site_url):
        return None
    entries = sorted(
        [*_editions(project), *_corrections(project)], key=lambda entry: (entry.date, entry.id), reverse=True
    )
    updated = max([entry.date for entry in entries] or [settings.edition.date])
    base = settings.site_url
    tree = _MAKE.feed(
        _MAKE.id(settings.edition.tag),
        _MAKE.title(words(f"feed.{'corrections' if settings.translation_of else 'title'}", title=settings.title)),
        _MAKE.updated(_moment(updated)),
        _MAKE.author(_MAKE.name(settings.author or settings.title)),
        _MAKE.rights(settings.edition.licence),
        _MAKE.icon(base + TOUCH),
        _MAKE.link(rel="self", type="application/atom+xml", href=base + FEED),
        _MAKE.link(rel="alternate", type="text/html", href=base),
        *(_entry(entry, settings.edition.tag) for entry in entries),
    )
    tree.set("{http://www.w3.org/XML/1998/namespace}lang", settings.edition.language)
    made: bytes = etree.tostring(tree, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return made


def _entry(entry: Entry, tag: str) -> etree._Element:
    return _MAKE.entry(
        _MAKE.id(f"{tag}:{entry.id}"),
        _MAKE.title(entry.title),
        _MAKE.published(_moment(entry.date)),
        _MAKE.updated(_moment(entry.date)),
        _MAKE.link(rel="alternate", type="text/html", href=entry.url),
        _MAKE.content(entry.content, type="html"),
    )


def _editions(project: Project) -> Iterator[Entry]:
    texts, words = project.snapshots, project.words
    for text, before in zip(texts, (None, *texts), strict=False):
        place = project.settings.site_url + page_url(page_of(text.number).removeprefix("docs/"))
        fits = not before or compare(before, text).least <= MOST
        content = _edition(project, before, text, place, whole=True) if fits else ""
        if not fits or len(content) > MOST:
            content = _edition(project, before, text, place, whole=False)
        yield Entry(f"edition:{text.number}", words("edition.name", number=text.number), text.date, place, content)


def _edition(project: Project, before: Snapshot | None, text: Snapshot, place: str, *, whole: bool) -> str:
    """Return what is told of an edition: its summary and length, then what it changed."""
    words = project.words
    summary = curly(project.record.releases[text.number].summary)
    told = [element("p", words("feed.edition", summary=summary, words=words.counted("count.words", text.words)))]
    if before:
        told.append(element("h2", words("edition.changes", number=before.number)))
        if not whole:
            page = element("a", words("feed.page"), href=place)
            told.append(element("p", *words.parts("feed.first-words", page=page)))
        told += changes_told(before, text, None, words, whole=whole)
    return _html(told, project, place)


def _corrections(project: Project) -> Iterator[Entry]:
    words = project.words
    for one in project.record.corrections.values():
        where = project.passages.get(one.passage)
        place = f"{project.settings.site_url}record/corrections/#{one.id}"
        severity = words(f"correction.severities.{one.severity}").capitalize()
        said = {"severity": severity, "first": _first_words(curly(one.says))}
        title = (
            words("feed.corrected-in", section=curly(where.title), **said) if where else words("feed.corrected", **said)
        )
        content = _html(correction_entry(one, project, None), project, place)
        yield Entry(f"correction:{one.id}", title, one.date, place, content)


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:FIRST_WORDS]).rstrip(",;:") + (" …" if len(words) > FIRST_WORDS else "")


def _html(told: Sequence[Element], project: Project, place: str) -> str:
    """Write elements as HTML that can stand anywhere: links absolute, names and hints of our pages left out."""
    for part in (part for one in told for part in one.iter()):
        for name in ("class", "id"):
            part.attrib.pop(name, None)
        if (link := part.get("href")) is not None:
            part.set("href", _absolute(link, project.settings.site_url, place))
    if (way := project.words.at("language.direction")) != "ltr":
        told = [element("div", *told, dir=way)]
    return "".join(ET.tostring(one, encoding="unicode", method="html") for one in told)


def _absolute(link: str, site_url: str, place: str) -> str:
    """Return the address to which a link leads that was made for no page, and so is seen from docs/; `#k7f2` is on the
    page at `place`.
    """
    path, mark, anchor = link.partition("#")
    if not path:
        return place.partition("#")[0] + link
    if urlsplit(path).scheme:
        return link
    return site_url + (page_url(path) if path.endswith(".md") else path) + mark + anchor


def _moment(date: str) -> str:
    """Return the first moment of an EDTF date, which may be a month, a year or about one, as RFC 3339 writes it."""
    first = date.split("/")[0].rstrip("~").replace("X", "0")
    return f"{(first + '-01-01')[:10]}T00:00:00Z"
