"""The way through the essay: a section opens with its place, question and reading time, and hands on to the next."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from ..essay.page import Page
from ..html.elements import element
from ..html.typography import curly
from ..project import relative
from .base import ApparatusExtension, page_on, project_on, words_on


class Onward(ApparatusExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        self.prepare(md)
        md.treeprocessors.register(_Links(md), "onward", 5.9)


class _Links(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        page, project, words = page_on(self.md), project_on(self.md), words_on(self.md)
        if page is None or page.path not in project.numbers:
            return
        sections, at = project.sections, project.numbers[page.path] - 1
        heading = next((i for i, block in enumerate(root) if block.tag == "h1"), None)
        if heading is not None:
            time = element("span", words.counted("count.minutes", project.minutes(page)), class_="minutes")
            place = words.parts("section.place", n=str(at + 1), all=str(len(sections)), time=time)
            said = element("p", *place, class_="section-number", data_short=words("section.number", n=str(at + 1)))
            root.insert(heading, said)
            root.insert(heading + 2, element("p", curly(page.question), class_="question"))
        after = _link("next", words("section.next"), sections[at + 1], page) if at + 1 < len(sections) else None
        before = _link("prev", words("section.before"), sections[at - 1], page) if at else None
        # By the word "pager" Readability knows that it is no part of the text.
        root.append(element("nav", after, " ", before, class_="onward pager", aria_label=words("section.nav")))


def _link(rel: str, label: str, target: Page, page: Page) -> etree.Element:
    return element(
        "a",
        element("span", label, class_="label"), " ",
        element("span", curly(target.title), class_="title"), " ",
        element("span", curly(target.question), class_="question"),
        rel=rel, href=relative(target.path, page),
    )  # fmt: skip


makeExtension = Onward
