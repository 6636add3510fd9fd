"""Names: terms of Urdu, ``[bhatta]{term}``, and people, ``[Afaq Ahmed]{person}`` or ``[Ayub]{person=ayub-khan}``.

A name becomes a link to its entry, which every browser follows; where there is a script the box after the prose is shown
instead. A term is set in italics where it is marked, once, and marked as Urdu in Latin letters.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from ..essay.syntax import identify
from ..html.elements import append, element
from ..project import relative
from .base import ApparatusExtension, Bracketed, appendix, box, page_on, problem, project_on
from .render_entries import person_entry, term_entry

_PAGES = {"term": "glossary", "person": "people"}


class Names(ApparatusExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        self.prepare(md)
        md.inlinePatterns.register(_Marking(md), "names", 173)
        md.treeprocessors.register(_Boxes(md), "names", 5.7)


class _Marking(Bracketed):
    ends = re.compile(r"\{(term|person)(?:=([^{}\s]*))?\}")

    def made(self, text: str, ends: re.Match[str]) -> etree.Element:
        id = ends[2] if ends[2] is not None else identify(text)
        return element("a", text, class_=f"name {ends[1]}", data_name=id)


class _Boxes(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        boxes: dict[str, etree.Element] = {}
        page = page_on(self.md)
        for link in [a for a in root.iter("a") if a.get("data-name") is not None]:
            id, kind = link.attrib.pop("data-name"), link.get("class", "").removeprefix("name ")
            inside = self._box(kind, id)
            if inside is None:
                link.tag = "span"
                append(link, problem("C020" if kind == "term" else "C022", f"{kind} '{id}'"))
                continue
            link.set("href", relative(f"record/{_PAGES[kind]}.md#{id}", page))
            if kind == "term":
                link.set("lang", "ur-Latn")
            boxes.setdefault(f"{kind}-{id}", inside)
        if boxes:
            root.append(appendix("People and words", "names", list(boxes.values())))

    def _box(self, kind: str, id: str) -> etree.Element | None:
        project, page = project_on(self.md), page_on(self.md)
        if kind == "term" and id in project.record.terms:
            term = project.record.terms[id]
            rows, label = term_entry(term, project, page), f"Word: {term.term}"
        elif kind == "person" and id in project.record.people:
            person = project.record.people[id]
            rows, label = person_entry(person, project, page, brief=True), f"Person: {person.name}"
        else:
            return None
        entry = element("a", "Entry", href=relative(f"record/{_PAGES[kind]}.md#{id}", page))
        return box(f"{kind}-{id}", label, *rows, element("p", entry, class_="row entry"), kind="name-box")


def makeExtension(**options: Any) -> Names:
    return Names(**options)
