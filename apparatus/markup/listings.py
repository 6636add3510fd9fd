"""Listings: the parts of a page that are made from the whole project, ``/// listing | sources`` and ``///``.

The block syntax is pymdown-extensions'. Each listing is a function from the project and the page to elements.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from ..essay.page import Mark, Page
from ..html.elements import element, joined
from ..html.typography import curly
from ..project import Project, relative
from ..record.findings import FINDINGS
from ..record.kinds import NAMES, Kind
from ..words import Words
from .base import ApparatusExtension, page_on, problem, project_on
from .releases import edition, editions, follow
from .render_entries import (
    RENDER,
    claim_entry,
    correction_entry,
    finding_of,
    shape,
    source_entry,
)
from .series import series
from .timeline import timeline

Element = etree.Element
ASSERTIONS = ("fact", "interpretation", "judgement", "forecast")


def contents(project: Project, page: Page | None) -> Iterable[Element]:
    """Return the sections in order with their questions and reading times."""
    words = project.words
    rows = [
        element(
            "li",
            element("a", curly(section.title), href=relative(section.path, page)), " ",
            element("span", curly(section.question), class_="question"), " ",
            element("span", words("page.minutes", n=str(project.minutes(section))), class_="minutes"),
        )
        for section in project.sections
    ]  # fmt: skip
    total = sum(project.minutes(section) for section in project.sections)
    yield element("ol", *rows, class_="contents")
    counted = {"sections": len(rows), "minutes": total}
    said = {name: words.counted(f"count.{name}", n) for name, n in counted.items()}
    yield element("p", words("cover.total", **said), class_="total")


def start(project: Project, page: Page | None) -> Iterable[Element]:
    """Return the way into the essay: its first section, which a script replaces by where this reader stopped."""
    words = project.words
    for section in project.sections[:1]:
        label = element("span", words("cover.begin"), class_="label", data_again=words("cover.again"))
        title = element("span", curly(section.title), class_="title")
        yield element("a", label, " ", title, href=relative(section.path, page))


def told_in(places: Iterable[tuple[Page, Mark]], page: Page | None, words: Words, kind: str) -> Element | None:
    """Return links to the passages in which an entry of this kind is named, each once, under the titles of their
    sections.
    """
    by_section: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for where, mark in places:
        found = by_section.setdefault(where.path, [])
        titles[where.path] = curly(where.title)
        if mark.passage and mark.passage not in found:
            found.append(mark.passage)
    if not by_section:
        return None
    told: list[Element | str] = []
    for path, passages in by_section.items():
        links: list[Element | str] = [
            element("a", titles[path] if i == 0 else str(i + 1), href=relative(f"{path}#{passage}", page))
            for i, passage in enumerate(passages)
        ] or [element("a", titles[path], href=relative(path, page))]  # fmt: skip
        told += [*([words("list.semicolon")] if told else []), *joined(links, words("list.comma"))]
    return element("p", element("b", words(f"entries.{kind}.told")), " ", *told, class_="row told")


def sources(project: Project, page: Page | None) -> Iterable[Element]:
    """Return all sources by kind, with the share of each kind, each with the passages that cite it, or else the entries
    of the record.
    """
    shelf, words = project.record.sources, project.words
    counted = Counter(source.custom.kind for source in shelf.values())
    total = len(shelf) or 1
    rows = []
    for kind, count in counted.most_common():
        name = element("th", words(f"source.kinds.{kind}").capitalize(), scope="row")
        share = words("source.share", n=words.number(100 * count / total))
        rows.append(element("tr", name, element("td", str(count)), element("td", share)))
    head = element(
        "tr", *(element("th", words(f"source.table.{name}"), scope="col") for name in ("kind", "number", "share"))
    )
    yield element("table", element("thead", head), element("tbody", *rows), class_="shares")
    order = {key: i for i, key in enumerate(project.references)}
    for kind, _ in counted.most_common():
        yield element("h2", words(f"source.kinds.{kind}").capitalize(), id=f"kind-{kind.replace(' ', '-')}")
        keys = sorted((key for key in shelf if shelf[key].custom.kind == kind), key=lambda key: order.get(key, 0))
        entries = []
        for key in keys:
            places = project.mentions.get(("citation", key)) or project.citing_entries.get(key, ())
            told = told_in(places, page, words, "source")
            entries.append(element("li", source_entry(key, project, page, entry=False), told, id=key))
        yield element("ul", *entries, class_="entries")


def claims(project: Project, page: Page | None) -> Iterable[Element]:
    """Return all claims, which radio buttons filter by kind and finding without a script."""
    shelf, words = project.record.claims.values(), project.words
    groups = (("finding", FINDINGS, finding_of), ("kind", ASSERTIONS, lambda claim: str(claim.kind)))
    for group, names, value in groups:
        counted = Counter(value(claim) for claim in shelf)
        buttons = [_choice(group, "all", words("claim.all"), len(shelf), checked=True)]
        buttons += [
            _choice(group, name, words(f"claim.{group}s.{name}"), counted[name]) for name in names if counted[name]
        ]
        yield element("fieldset", element("legend", words(f"claim.show.{group}")), *buttons, class_="filter")
    rows = []
    for number, claim in enumerate(shelf, 1):
        made = told_in(project.mentions.get(("claim", claim.id), ()), page, words, "claim")
        if made is not None:
            for link in made.iter("a"):
                link.set("href", link.get("href", "").split("#")[0] + f"#{claim.id}")
        shown, finding = claim_entry(claim, project, page), FINDINGS[finding_of(claim)].css
        rows.append(
            element("li", *shown, made, id=claim.id, class_=f"of-{claim.kind} of-{finding}", data_number=str(number))
        )
    yield element("ol", *rows, class_="entries claims-list")


def _choice(group: str, name: str, label: str, count: int, *, checked: bool = False) -> Element:
    picture = shape(name) if name in FINDINGS and group == "finding" else None
    button = element(
        "input", type="radio", name=group, value=name.replace(" ", "-"), checked="checked" if checked else None
    )
    return element("label", button, " ", picture, f" {label} ", element("span", str(count), class_="count"))


def names(kind: Kind) -> Callable[[Project, Page | None], Iterable[Element]]:
    """Return what lists the entries of a kind of names, in the order of the alphabet."""

    def listed(project: Project, page: Page | None) -> Iterable[Element]:
        shelf = sorted(project.record.files[kind.file].entries.values(), key=lambda entry: kind.title(entry).casefold())
        rows = []
        for entry in shelf:
            places = project.mentions.get((kind.mention, entry.id), ())
            told = told_in(places, page, project.words, kind.name)
            rows.append(element("li", *RENDER[kind.name](entry, project, page), told, id=entry.id))
        yield element("ul", *rows, class_="entries")

    return listed


def corrections(project: Project, page: Page | None) -> Iterable[Element]:
    """Return what was published and was wrong, newest first, or the sentence that nothing has been."""
    yield from follow(project, page)
    words = project.words
    shelf = sorted(project.record.corrections.values(), key=lambda correction: correction.date, reverse=True)
    if not shelf:
        yield element("p", words("correction.none"), class_="none")
    rows = []
    for correction in shelf:
        rows.append(element("li", *correction_entry(correction, project, page), id=correction.id))
    if rows:
        yield element("ol", *rows, class_="entries")


MADE_BY: dict[str, Callable[[Project, Page | None], Iterable[Element]]] = {
    "contents": contents, "start": start, "sources": sources, "claims": claims, "timeline": timeline,
    "corrections": corrections, "series": series, "editions": editions, "edition": edition,
    **{kind.listing: names(kind) for kind in NAMES},
}  # fmt: skip


class _Listing(Block):  # type: ignore[misc]
    """Leave a mark in the tree; the tree processor fills it once inline markup has been read."""

    NAME = "listing"
    ARGUMENT = True

    def on_create(self, parent: Element) -> Element:
        return etree.SubElement(parent, "div", {"data-listing": self.argument.strip()})


class Listings(BlocksExtension, ApparatusExtension):  # type: ignore[misc]
    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        self.prepare(md)
        block_mgr.register(_Listing, {})
        md.treeprocessors.register(_Filling(md), "listings", 5.4)


class _Filling(Treeprocessor):
    def run(self, root: Element) -> None:
        for mark in [div for div in root.iter("div") if div.get("data-listing") is not None]:
            name = mark.attrib.pop("data-listing")
            mark.set("class", f"listing {name}")
            if name in MADE_BY:
                mark.extend(MADE_BY[name](project_on(self.md), page_on(self.md)))
            else:
                mark.append(problem("C036", f"listing '{name}'"))


makeExtension = Listings
