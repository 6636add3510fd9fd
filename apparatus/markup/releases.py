"""The pages of the frozen editions: the list of them, and each with what it changed and the whole of its words.

In: the project, and for one edition the page that shows it, whose front matter names it (`edition: "1.0"`; `make
release` writes that page). Out: elements for `/// listing | editions` and `/// listing | edition`. Every paragraph
keeps its own address, so /editions/1.0/#k7f2 is for ever. What went and what came is struck out and underlined, never
told by colour alone, and said in words that only a screen reader meets, since few of them announce `del` and `ins`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ..essay.page import Page
from ..html.elements import Element, element, joined
from ..html.typography import curly
from ..project import Project, relative
from ..record.snapshots import Block, Finding, Section, Snapshot, file_of, page_of
from ..releases.changes import Change, Changes, compare, reworded
from ..releases.freeze import standing
from ..words import Words

FEED = "feed.xml"
MOST = 30_000
"""Letters of changed paragraphs that a page shows word by word. Where an edition has rewritten more, each is named by
its first words, with links to how it stood and how it stands: read side by side they are clearer than struck out and
underlined, and the page of the second edition is a third as heavy.
"""
_FATES = {"gone": "del", "come": "ins"}


def follow(project: Project, page: Page | None) -> Iterator[Element]:
    """Yield the sentence that leads to the feed, where there is one (postbuild/feed.py)."""
    if project.settings.edition.tag and project.settings.site_url:
        words = project.words
        feed = element("a", words("edition.feed"), href=relative(FEED, page), type="application/atom+xml")
        yield element("p", *words.parts("edition.follow", feed=feed), class_="row follow")


def editions(project: Project, page: Page | None) -> Iterable[Element]:
    """Return all editions, newest first, and what has changed since the last."""
    yield from follow(project, page)
    words = project.words
    if not project.snapshots:
        yield element("p", words("edition.none"), class_="none")
        return
    last = project.snapshots[-1].number
    since = compare(project.snapshots[-1], standing(project))
    unchanged = words("edition.unchanged", number=last)
    said = words("edition.changed", number=last, changes=since.told(words)) if since else unchanged
    yield element("p", said, class_="total")
    rows = []
    for text, before in reversed(list(zip(project.snapshots, (None, *project.snapshots[:-1]), strict=True))):
        entry = project.record.releases[text.number]
        title = element("a", words("edition.name", number=text.number), href=_leads(page_of(text.number), page))
        changed = None
        if before:
            told = compare(before, text).told(words)
            changed = element("p", words("edition.since", number=before.number, changes=told), class_="row")
        kept = element("a", words("edition.file"), href=_leads(file_of(text.number), page))
        length = words.counted("count.words", text.words)
        head = words.parts("edition.head", title=element("b", title), date=_time(text.date, words), words=length)
        verify = words.parts("edition.verify", file=kept, hash=element("code", entry.sha256))
        rows.append(
            element(
                "li",
                element("p", *head, class_="head"),
                element("p", curly(entry.summary), class_="row"),
                changed,
                element("p", *verify, class_="row hash"),
                id=f"edition-{text.number}",
            )
        )
    yield element("ol", *rows, class_="entries")


def edition(project: Project, page: Page | None) -> Iterable[Element]:
    """Return one edition: what it is, what it changed, and its words."""
    number, words = page.edition if page else "", project.words
    at = next((i for i, text in enumerate(project.snapshots) if text.number == number), None)
    if at is None:
        yield element("p", words("edition.unknown"), class_="none")
        return
    text, before = project.snapshots[at], project.snapshots[at - 1] if at else None
    length, summary = words.counted("count.words", text.words), curly(project.record.releases[number].summary)
    said = words.parts("edition.summary", date=_time(text.date, words), words=length, summary=summary)
    yield element("p", *said)
    yield element("p", *_notice(project, page, text), class_="row")
    if before:
        yield element("h2", words("edition.changes", number=before.number), id="changes")
        rewritten = compare(before, text).letters > MOST
        yield from changes_told(before, text, page, words, whole=not rewritten)
    yield element("h2", words("edition.text", number=number), id="frozen-text")
    for section in text.sections:
        yield _section(section, project, page)


def _notice(project: Project, page: Page | None, text: Snapshot) -> Iterator[Element | str]:
    words = project.words
    yield words("edition.frozen") + " "
    if text is not project.snapshots[-1]:
        newest = project.snapshots[-1].number
        link = element("a", words("edition.in-text", number=newest), href=_leads(page_of(newest), page))
        yield from (*words.parts("edition.newer", link=link), " ")
    cover = element("a", words("edition.cover"), href=relative("index.md", page))
    editions = element("a", words("edition.all"), href=relative("editions/index.md", page))
    yield from words.parts("edition.present", cover=cover, all=editions)


def changes_told(
    before: Snapshot, text: Snapshot, page: Page | None, words: Words, *, whole: bool = True
) -> Iterator[Element]:
    """Yield what an edition changed: how much, each paragraph by section, each finding. Without `whole` a paragraph is
    named by its first words.
    """
    changes = compare(before, text)
    yield element("p", f"{changes.told(words).capitalize()}.", class_="total")
    for _, group in groupby(changes.blocks, key=lambda change: change.section.path):
        here = list(group)
        yield element("h3", here[0].section.title)
        rows = (_change(change, before, page, words, whole=whole) for change in here)
        yield element("ul", *rows, class_="entries changes")
    yield from _findings(changes, words)


def _change(change: Change, before: Snapshot, page: Page | None, words: Words, *, whole: bool) -> Element:
    there = _leads(page_of(before.number), page) + f"#{change.block.id}"
    old = element("a", words("changes.old", number=before.number), href=there)
    new = element("a", words("changes.new"), href=f"#{change.block.id}")
    links = {"added": [new], "removed": [old]}.get(change.kind, [old, new])
    head = words.parts("changes.head", what=_what(change, words), links=[*joined(links, words("list.comma"))])
    return element("li", element("p", *head, class_="head"), *_shown(change, words, whole=whole))


def _what(change: Change, words: Words) -> list[Element | str]:
    """Return what became of a block, in words, what kind of change it is in bold."""
    label = element("b", words(f"changes.labels.{change.kind}"))
    if change.kind == "beside":
        return [*words.parts("changes.beside", label=label)]
    if change.kind != "moved" or not change.was:
        return [label]
    within = change.was.path == change.section.path
    key = "changes.moved-within" if within else "changes.moved-from"
    moved = [*words.parts(key, label=label, section=change.was.title)]
    return [*words.parts("changes.moved-and-changed", moved=moved)] if change.reworded else moved


def _shown(change: Change, words: Words, *, whole: bool) -> Iterator[Element]:
    """Yield the words of a change: what went and what came of a rewording, the whole of what was added or removed, the
    beginning of the rest.
    """
    if whole and change.kind == "added":
        yield element("p", _marked("come", change.block.words, words))
    elif whole and change.kind == "removed":
        yield element("p", _marked("gone", change.block.words, words))
    elif whole and change.before and change.reworded:
        yield element("p", *_compared(change.before.words, change.block.words, words))
    else:
        first = change.block.words.split()
        begun = " ".join(first[:12]) + (" …" if len(first) > 12 else "")
        yield element("p", begun + "”" * (begun.count("“") - begun.count("”")))


def _compared(before: str, after: str, words: Words) -> Iterator[Element | str]:
    last = "same"
    for fate, written in reworded(before, after):
        if fate == "same":
            yield written
        else:
            yield element("span", " " if (last, fate) == ("gone", "come") else None, _marked(fate, written, words))
        last = fate


def _marked(fate: str, written: str, words: Words) -> Element:
    bare = written.strip()
    lead, trail = written[: len(written) - len(written.lstrip())], written[len(written.rstrip()) :]
    opening = element("span", words(f"changes.{fate}"), class_="unseen")
    closing = element("span", words("changes.end"), class_="unseen")
    return element("span", lead, element(_FATES[fate], opening, bare, closing), trail)


def _findings(changes: Changes, words: Words) -> Iterator[Element]:
    if changes.findings:
        yield element("h3", words("changes.of-findings"))
        yield element("ul", *(_finding(was, now, words) for was, now in changes.findings), class_="entries changes")


def _finding(was: Finding | None, now: Finding | None, words: Words) -> Element:
    claim = (now or was or Finding("", "", "")).claim
    name = "out" if not now else "new" if not was else "revised" if was.found == now.found else "altered"
    gone = _marked("gone", was.found, words) if was else None
    come = _marked("come", now.found, words) if now else None
    label, found = element("b", words(f"changes.labels.{name}")), now.found if now else ""
    what = [*words.parts(f"changes.claim.{name}", label=label, finding=found, before=gone, after=come)]
    return element("li", element("p", *words.parts("changes.finding", what=what, claim=claim), class_="head"))


def _section(section: Section, project: Project, page: Page | None) -> Element:
    name = (section.stood or section.path).rpartition("/")[2].removesuffix(".md")
    present = (
        element("a", project.words("edition.section"), href=relative(section.path, page))
        if section.path in project.pages
        else None
    )
    return element(
        "section",
        element("h3", section.title, id=f"section-{name}"),
        element("p", curly(section.question), " " if present is not None else None, present, class_="question"),
        *(_block(block, project.words) for block in section.blocks),
        class_="frozen",
        aria_labelledby=f"section-{name}",
    )


def _block(block: Block, words: Words) -> Element:
    lines: list[Element | str] = []
    for i, line in enumerate(block.words.split("\n")):
        lines += [element("br"), line] if i else [line]
    link = element("a", "¶", href=f"#{block.id}", class_="address", aria_label=words("passage.frozen"))
    return element("p", *lines, link, class_="passage", id=block.id)


def _time(date: str, words: Words) -> Element:
    return element("time", words.date(date), datetime=date)


def _leads(path: str, page: Page | None) -> str:
    return relative(path.removeprefix("docs/"), page)
