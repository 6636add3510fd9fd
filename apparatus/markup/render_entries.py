"""How an entry of the record is shown: once here, in the boxes on a page and on the pages of the record alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from ..essay.page import Page
from ..html.elements import Element, append, element, fragment
from ..html.typography import curly
from ..project import Project, relative
from ..record.bibliography import Reference
from ..record.findings import FINDINGS, told
from ..record.models import Case, Claim, Correction, Person, Place, Source, Term
from ..words import Words


def host(url: str) -> str:
    """Return the host of an address as a reader knows it."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def spoken_time(date: str, words: Words) -> Element:
    """Return a date; HTML's <time> knows neither intervals nor dates that are only about right."""
    exact = not set(date) & set("/X~")
    return element("time" if exact else "span", words.date(date), datetime=date if exact else None, class_="date")


def finding_of(claim: Claim) -> str:
    """Return the claim's finding, or 'judgement' for one that has none."""
    return claim.finding or "judgement"


def shape(finding: str) -> Element:
    """Return the picture of a finding; its meaning is always told in words beside it or in the label around it."""
    path = element("path", d=FINDINGS[finding].path, fill_rule="evenodd")
    # With its size, or it fills the window when styles are off.
    return element("svg", path, viewBox="0 0 16 16", width="12", height="12", class_="shape", aria_hidden="true")


WAYBACK = "https://web.archive.org/web/"


def wayback(source: Source) -> str | None:
    """Return where the Wayback Machine has the copy nearest to the day on which a source was read, or None where a copy
    that was seen is named.

    The address is formed by rule (https://en.wikipedia.org/wiki/Help:Using_the_Wayback_Machine). Nobody has asked
    whether a copy is there.
    """
    if not source.url or source.custom.archive or source.url.startswith(WAYBACK):
        return None
    day = (source.accessed or "").replace("-", "")
    return f"{WAYBACK}{day + '/' if day.isdigit() else ''}{source.url}"


def links(source: Source, project: Project, page: Page | None, *, entry: bool) -> Element:
    """Return the line under a reference: the live copy and where to ask for another, or the archived one; what kind of
    source.

    In a box (`entry`) its entry, too, last; in an entry, which stands under its kind, the day on which it was read
    instead.
    """
    dead, words = source.custom.dead, project.words
    made = element("small")
    if source.url and not dead:
        append(made, element("a", host(source.url), href=source.url))
    elif not source.custom.archive and dead:
        append(made, words("source.gone-since", date=words.date(dead)))
    if source.custom.archive:
        name = words("source.archived-only" if dead else "source.archived")
        append(made, " · " if len(made) else None, element("a", name, href=source.custom.archive, class_="archive"))
    read = words.date(source.accessed) if source.accessed and not entry else ""
    if asked := wayback(source):
        name = words("source.wayback-on", date=read) if read else words("source.wayback")
        append(made, " ", element("a", name, href=asked))
    elif read:
        append(made, " · ", words("source.read", date=read))
    if entry:
        link = element(
            "a", words("source.entry"), href=relative(f"record/sources.md#{source.id}", page), class_="entry"
        )
        append(made, " · ", words(f"source.kinds.{source.custom.kind}"), " ", link)
    return made


def source_entry(key: str, project: Project, page: Page | None, *, locator: str = "", entry: bool = True) -> Element:
    """Return a source: its reference in Chicago style, the place in it, its links, what the reader must know of it."""
    source = project.record.sources[key]
    reference = project.references.get(key, Reference(key, key))
    shown = element("p", *fragment(reference.full))
    if locator:
        words = project.words
        append(shown, " ", words.sentence(words("source.here", locator=curly(_placed(locator, words)))))
    if source.custom.note:
        append(shown, " ", element("i", curly(source.custom.note)))
    append(shown, " ", links(source, project, page, entry=entry))
    return shown


def _placed(locator: str, words: Words) -> str:
    """Return a locator, which is typed in English in every language, as that of `words` says it."""
    for english, own in words.at("source.locators"):
        locator = re.sub(rf"(?<!\w){re.escape(english)}(?!\w)", own, locator)
    return locator


def short_sources(
    keys: tuple[str, ...], project: Project, page: Page | None, *, brief: bool = False
) -> list[Element | str]:
    """Return sources by their short names, each leading straight to the live copy, then the archived one; a dead one to
    what is left.

    In a box (`brief`) each leads to its entry, which has the whole reference, both copies and what the reader must know
    of them: addresses do not pack, and cost the longest sections 1 kB and more.
    """
    known, words = project.references, project.words
    made: list[Element | str] = []
    for key in keys:
        source = project.record.sources.get(key)
        if source is None:
            continue
        entry, archive = relative(f"record/sources.md#{key}", page), source.custom.archive
        target = (archive if source.custom.dead else source.url) or entry
        made += [words("list.comma")] if made else []
        made.append(element("a", *fragment(known[key].short), href=entry if brief else target))
        if brief:
            continue
        if source.custom.dead:
            made.append(f" ({words('source.archived-only' if archive else 'source.gone')})")
        elif archive:
            made += [" (", element("a", words("source.archived-short"), href=archive), ")"]
    return made or [words("source.none")]


def row(label: str, *content: Element | str) -> Element:
    """Return a line of an entry: what is told in it, then that."""
    return element("p", element("b", label), " ", *content, class_="row")


def entry_row(path: str, page: Page | None, words: Words) -> Element:
    """Return the row that ends a box: the link to the whole entry, at `path` in docs/, apart from what may follow it in
    the row.
    """
    link = element("a", words("box.entry"), href=relative(path, page), class_="entry")
    return element("p", link, class_="ways")


def finding_line(claim: Claim, words: Words) -> Element:
    """Return kind and finding in words and shape, with the date of the finding."""
    finding = finding_of(claim)
    said = element("b", told(claim.kind, claim.finding, words).capitalize())
    line = words.parts("claim.as-of", said=said, date=words.date(claim.as_of))
    return element("p", shape(finding), " ", *line, class_=f"finding {FINDINGS[finding].css}")


def claim_entry(claim: Claim, project: Project, page: Page | None, *, brief: bool = False) -> list[Element]:
    """Return what is known of a claim: kind and finding, statement, record, sources on both sides, what would change
    it.
    """
    words = project.words
    rows = [finding_line(claim, words), element("p", curly(claim.states), class_="states")]
    if claim.shows:
        rows.append(row(words("claim.record"), curly(claim.shows)))
    if claim.best_for and claim.best_against:
        rows += [
            row(words("claim.best-for"), curly(claim.best_for)),
            row(words("claim.best-against"), curly(claim.best_against)),
        ]
    rows.append(row(words("claim.for"), *short_sources(claim.sources_for, project, page, brief=brief)))
    rows.append(row(words("claim.against"), *short_sources(claim.sources_against, project, page, brief=brief)))
    rows.append(row(words("claim.change"), curly(claim.change)))
    return rows


def urdu(text: str | None, called: str) -> Element | None:
    """Return a word in Urdu, isolated from the text around it, which a machine that translates a page would spell as it
    pleases; None where that is what the entry is `called`.
    """
    if not text or text == called:
        return None
    return element("bdi", text, lang="ur", dir="rtl", class_="urdu", translate="no")


MOST_CASES = 2
"""Cases told in a box; with more of them the box says how many, and leads to the entry that tells them all."""


def person_entry(person: Person, project: Project, page: Page | None, *, brief: bool = False) -> list[Element]:
    """Return who somebody is, the outcome of each case, and the sources."""
    words = project.words
    life = f" ({_life(person, words)})" if person.born or person.died else ""
    head = element(
        "p", element("b", curly(person.name), translate="no"), life, " ", urdu(person.urdu, person.name), class_="head"
    )
    rows = [head, element("p", curly(person.identity))]
    if brief and len(person.cases) > MOST_CASES:
        link = element("a", words("person.outcomes"), href=relative(f"record/people.md#{person.id}", page))
        many = words.parts("person.many-cases", n=str(len(person.cases)), link=link)
        return [*rows, row(words("person.cases"), *many)]
    for case in person.cases:
        said = f"{_case(case, words)} {words('person.as-of', date=words.date(case.as_of))} "
        rows.append(row(words("person.case"), said, *short_sources(case.sources, project, page, brief=brief)))
    if person.sources:
        rows.append(row(words("person.sources"), *short_sources(person.sources, project, page, brief=brief)))
    return rows


def term_entry(term: Term, project: Project, page: Page | None, *, brief: bool = False) -> list[Element]:
    """Return a word of Urdu: its forms, of which none is given twice, and its meaning."""
    head = element("p", element("b", curly(term.term), translate="no"), class_="head")
    if term.transliteration != term.term:
        append(head, " ", element("i", term.transliteration, lang="ur-Latn", translate="no"))
    append(head, " ", urdu(term.urdu, term.term))
    rows = [head, element("p", curly(term.meaning))]
    if term.sources:
        rows.append(row(project.words("person.sources"), *short_sources(term.sources, project, page, brief=brief)))
    return rows


def place_entry(place: Place, project: Project, page: Page | None, *, brief: bool = False) -> list[Element]:
    """Return what a place is, with its name in Urdu, and the sources."""
    rows = [
        element("p", element("b", curly(place.name)), " ", urdu(place.urdu, place.name), class_="head"),
        element("p", curly(place.what)),
    ]
    if place.sources:
        rows.append(row(project.words("person.sources"), *short_sources(place.sources, project, page, brief=brief)))
    return rows


def correction_entry(correction: Correction, project: Project, page: Page | None) -> list[Element]:
    """Return what was said, what is said now and why, with the place that was mended and the sources."""
    words, where = project.words, project.passages.get(correction.passage)
    said: dict[str, Element | str] = {
        "number": element("b", words("correction.number", n=correction.id)),
        "date": spoken_time(correction.date, words),
        "severity": words(f"correction.severities.{correction.severity}"),
    }
    if where:
        link = relative(f"{where.path}#{correction.passage}", page)
        head = words.parts("correction.head", where=element("a", curly(where.title), href=link), **said)
    else:
        head = words.parts("correction.head-alone", **said)
    rows = [element("p", *head)]
    rows += [row(words(f"correction.{name}"), curly(getattr(correction, name))) for name in ("said", "says", "why")]
    if correction.sources:
        rows.append(row(words("correction.sources"), *short_sources(correction.sources, project, page)))
    return rows


RENDER: Mapping[str, Callable[..., list[Element]]] = {"person": person_entry, "term": term_entry, "place": place_entry}
"""What shows an entry, by the kind of name that marks it; `brief` in a box, where a page of the record has
the whole.
"""


def _case(case: Case, words: Words) -> str:
    said = {name: words.sentence(getattr(case, name).strip()) for name in ("accusation", "by", "outcome")}
    return curly(words("person.by", **said))


def _life(person: Person, words: Words) -> str:
    born, died = person.born, person.died
    if born and died:
        return f"{born[:4]}–{died[:4]}"
    return words("person.born", year=born[:4]) if born else words("person.died", year=str(died)[:4])
