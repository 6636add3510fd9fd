"""The pages of the frozen editions: the list of them, and each with what it changed and the whole of its words.

In: the project, and for one edition the page that shows it, whose front matter names it (`edition: "1.0"`; `make release` writes that page).
Out: elements for `/// listing | editions` and `/// listing | edition`. Every paragraph keeps its own address, so /editions/1.0/#k7f2 is for ever.
What went and what came is struck out and underlined, never told by colour alone, and said in words that only a screen reader meets, since few
of them announce `del` and `ins`.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from itertools import groupby

from ..essay.page import Page
from ..html.elements import element, joined
from ..html.typography import curly, spoken_date
from ..project import Project, relative
from ..record.snapshots import Block, Finding, Section, Snapshot, file_of, page_of
from ..releases.changes import Change, Changes, compare, reworded
from ..releases.freeze import standing

Element = etree.Element
FEED = "feed.xml"
_TOLD = {"added": "Added", "removed": "Removed", "moved": "Moved", "changed": "Changed", "beside": "The same words"}
_FATES = {"gone": ("del", "[went:", "]"), "come": ("ins", "[came:", "]")}


def follow(project: Project, page: Page | None) -> Iterator[Element]:
    """Yield the sentence that leads to the feed, where there is one (postbuild/feed.py)."""
    if project.settings.edition.tag and project.settings.site_url:
        feed = element(
            "a", "a feed of editions and corrections", href=relative(FEED, page), type="application/atom+xml"
        )
        yield element("p", "To hear of the next: ", feed, ", for any feed reader.", class_="row follow")


def editions(project: Project, page: Page | None) -> Iterable[Element]:
    """Return all editions, newest first, and what has changed since the last."""
    yield from follow(project, page)
    if not project.snapshots:
        yield element("p", "No edition has gone out so far.", class_="none")
        return
    since = compare(project.snapshots[-1], standing(project))
    said = f"since edition {project.snapshots[-1].number}"
    yield element("p", f"Changed {said}: {since.told()}." if since else f"Nothing has changed {said}.", class_="total")
    rows = []
    for text, before in reversed(list(zip(project.snapshots, (None, *project.snapshots[:-1]), strict=True))):
        entry = project.record.releases[text.number]
        title = element("a", f"Edition {text.number}", href=_leads(page_of(text.number), page))
        changed = (
            element("p", f"Since edition {before.number}: {compare(before, text).told()}.", class_="row")
            if before
            else None
        )
        kept = element("a", "the file that was frozen", href=_leads(file_of(text.number), page))
        rows.append(
            element(
                "li",
                element("p", element("b", title), ", ", _time(text.date), f", {text.words:,} words", class_="head"),
                element("p", curly(entry.summary), class_="row"),
                changed,
                element("p", "To verify it: ", kept, ", SHA-256 ", element("code", entry.sha256), class_="row hash"),
                id=f"edition-{text.number}",
            )
        )
    yield element("ol", *rows, class_="entries")


def edition(project: Project, page: Page | None) -> Iterable[Element]:
    """Return one edition: what it is, what it changed, and its words."""
    number = page.edition if page else ""
    at = next((i for i, text in enumerate(project.snapshots) if text.number == number), None)
    if at is None:
        yield element("p", "No such edition has gone out.", class_="none")
        return
    text, before = project.snapshots[at], project.snapshots[at - 1] if at else None
    yield element("p", _time(text.date), f", {text.words:,} words. ", curly(project.record.releases[number].summary))
    yield element("p", *_notice(project, page, text), class_="row")
    if before:
        yield element("h2", f"What changed since edition {before.number}", id="changes")
        yield from changes_told(before, text, page)
    yield element("h2", f"The text of edition {number}", id="frozen-text")
    for section in text.sections:
        yield _section(section, project, page)


def _notice(project: Project, page: Page | None, text: Snapshot) -> Iterator[Element | str]:
    yield "These are the words as they went out that day, paragraph by paragraph, without notes and sources; nobody edits them. Cite a paragraph of this edition by its sign ¶, the whole by the reference at the end of the page. "
    if text is not project.snapshots[-1]:
        yield "A newer one has gone out: "
        yield element(
            "a", f"edition {project.snapshots[-1].number}", href=_leads(page_of(project.snapshots[-1].number), page)
        )
        yield ". "
    yield "The present text, with notes and sources, begins on the "
    yield element("a", "cover", href=relative("index.md", page))
    yield "; "
    yield element("a", "all editions", href=relative("editions/index.md", page))
    yield "."


def changes_told(before: Snapshot, text: Snapshot, page: Page | None, *, words: bool = True) -> Iterator[Element]:
    """Yield what an edition changed: how much, each paragraph by section, each finding. Without `words` a paragraph is named by its first ones."""
    changes = compare(before, text)
    yield element("p", f"{changes.told().capitalize()}.", class_="total")
    for _, group in groupby(changes.blocks, key=lambda change: change.section.path):
        here = list(group)
        yield element("h3", here[0].section.title)
        yield element("ul", *(_change(change, before, page, words=words) for change in here), class_="entries changes")
    yield from _findings(changes)


def _change(change: Change, before: Snapshot, page: Page | None, *, words: bool) -> Element:
    there = _leads(page_of(before.number), page) + f"#{change.block.id}"
    old = element("a", f"as it stood in edition {before.number}", href=there)
    new = element("a", "as it stands in this one", href=f"#{change.block.id}")
    head: list[Element | str] = [element("b", _TOLD[change.kind])]
    if change.kind == "moved" and change.was:
        head.append(f", from {change.was.title}" if change.was.path != change.section.path else ", within the section")
    if change.kind == "moved" and change.reworded:
        head.append(", and changed")
    if change.kind == "beside":
        head.append(", but other notes, sources or marks")
    links = {"added": [new], "removed": [old]}.get(change.kind, [old, new])
    return element(
        "li", element("p", *head, ": ", *joined(list(links), ", "), ".", class_="head"), *_shown(change, words=words)
    )


def _shown(change: Change, *, words: bool) -> Iterator[Element]:
    """Yield the words of a change: what went and what came of a rewording, the whole of what was added or removed, the beginning of the rest."""
    if words and change.kind == "added":
        yield element("p", _marked("come", change.block.words))
    elif words and change.kind == "removed":
        yield element("p", _marked("gone", change.block.words))
    elif words and change.before and change.reworded:
        yield element("p", *_compared(change.before.words, change.block.words))
    else:
        first = change.block.words.split()
        yield element("p", " ".join(first[:12]) + (" …" if len(first) > 12 else ""))


def _compared(before: str, after: str) -> Iterator[Element | str]:
    last = "same"
    for fate, words in reworded(before, after):
        if fate == "same":
            yield words
        else:
            yield element("span", " " if (last, fate) == ("gone", "come") else None, _marked(fate, words))
        last = fate


def _marked(fate: str, words: str) -> Element:
    tag, opening, closing = _FATES[fate]
    bare = words.strip()
    lead, trail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    made = element(
        tag, element("span", f"{opening} ", class_="unseen"), bare, element("span", closing, class_="unseen")
    )
    return element("span", lead, made, trail)


def _findings(changes: Changes) -> Iterator[Element]:
    if changes.findings:
        yield element("h3", "Findings on claims")
        yield element("ul", *(_finding(was, now) for was, now in changes.findings), class_="entries changes")


def _finding(was: Finding | None, now: Finding | None) -> Element:
    claim = (now or was or Finding("", "", "")).claim
    if was and now and was.found == now.found:
        said: tuple[Element | str, ...] = (element("b", "Revised"), ", and still ", now.found)
    elif was and now:
        said = (element("b", "Changed"), ", ", _marked("gone", was.found), " ", _marked("come", now.found))
    else:
        said = (element("b", "New"), ", ", now.found) if now else (element("b", "Taken out"),)
    return element("li", element("p", *said, f": {claim}", class_="head"))


def _section(section: Section, project: Project, page: Page | None) -> Element:
    name = section.path.rpartition("/")[2].removesuffix(".md")
    present = (
        element("a", "the present text", href=relative(section.path, page)) if section.path in project.pages else None
    )
    return element(
        "section",
        element("h3", section.title, id=f"section-{name}"),
        element("p", curly(section.question), " " if present is not None else None, present, class_="question"),
        *(_block(block) for block in section.blocks),
        class_="frozen", aria_labelledby=f"section-{name}",
    )  # fmt: skip


def _block(block: Block) -> Element:
    lines: list[Element | str] = []
    for i, line in enumerate(block.words.split("\n")):
        lines += [element("br"), line] if i else [line]
    link = element("a", "¶", href=f"#{block.id}", class_="address", aria_label="Link to this paragraph of this edition")
    return element("p", *lines, link, class_="passage", id=block.id)


def _time(date: str) -> Element:
    return element("time", spoken_date(date), datetime=date)


def _leads(path: str, page: Page | None) -> str:
    return relative(path.removeprefix("docs/"), page)
