"""Old addresses: where a paragraph stood that an edition had, its page ends in a note with that very address, which
says what became of it.

In: docs/data/retired.yml and the frozen texts. Out: a list at the end of the prose of a page that has such paragraphs;
nothing on any other. So a link that was given once leads to the paragraph or to this note, without a script and whoever
hosts the site. A page whose paragraphs are all gone is kept with its title and a sentence, and named under
`not_in_nav`: it then holds nothing but the notes.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from ..essay.page import Page
from ..html.elements import element
from ..html.typography import curly
from ..project import Project, relative
from ..record.models import Retired
from ..record.snapshots import page_of
from .base import ApparatusExtension, page_on, project_on, words_on


class OldAddresses(ApparatusExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        self.prepare(md)
        md.treeprocessors.register(_Notes(md), "retired", 5.92)


class _Notes(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        page, project = page_on(self.md), project_on(self.md)
        if page is None:
            return
        gone = [entry for entry in project.record.retired.values() if page.path in map(project.now_at, entry.section)]
        if gone:
            rows = (element("li", *_said(entry, project, page), class_="retired", id=entry.id) for entry in gone)
            root.append(
                element(
                    "section", element("h2", words_on(self.md)("retired.title"), id="retired"), element("ul", *rows),
                    class_="appendix retired", aria_labelledby="retired",
                )
            )  # fmt: skip


def _said(entry: Retired, project: Project, page: Page) -> Iterator[etree.Element | str]:
    last = project.last_releases.get((entry.id, page.path))
    words = project.words
    if last:
        yield words("retired.until", number=last) + " "
    yield f"{curly(entry.why)} "
    if entry.now and (where := _now(entry.now, project)):
        link = element("a", curly(where.title), href=relative(f"{where.path}#{entry.now}", page))
        yield from words.parts("retired.now", link=link)
        yield " "
    if last:
        frozen = page_of(last).removeprefix("docs/")
        link = element("a", words("edition.in-text", number=last), href=relative(f"{frozen}#{entry.id}", page))
        yield from words.parts("retired.then", link=link)


def _now(id: str, project: Project) -> Page | None:
    """Return the page on which the address `id` stands, or the note that says what became of it."""
    if id in project.passages:
        return project.passages[id]
    return (
        project.pages.get(project.now_at(project.record.retired[id].section[-1]))
        if id in project.record.retired
        else None
    )


makeExtension = OldAddresses
