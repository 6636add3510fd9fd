"""Names: terms of Urdu, ``[bhatta]{term}``, people, ``[Afaq Ahmed]{person}`` or ``[Ayub]{person=ayub-khan}``, places,
``[Lyari]{place}``.

A name becomes a link to its box after the prose, and that leads to the entry. A name of another language,
a term, is told so where it is marked. What kinds of names there are stands in record/kinds.py.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from ..essay.syntax import identify
from ..html.elements import append, element
from ..record.kinds import KINDS, NAMES
from .base import ApparatusExtension, Bracketed, page_on, problem, project_on, words_on
from .boxes import add_place, appendix, box, let_close, placed_marks
from .render_entries import RENDER, entry_row


class Names(ApparatusExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        self.prepare(md)
        md.inlinePatterns.register(_Marking(md), "names", 173)
        md.treeprocessors.register(_Boxes(md), "names", 5.7)
        let_close(md)


class _Marking(Bracketed):
    ends = re.compile(rf"\{{({'|'.join(kind.name for kind in NAMES)})(?:=([^{{}}\s]*))?\}}")

    def made(self, text: str, ends: re.Match[str]) -> etree.Element:
        """Return the link. A machine that translates the page is to leave a name alone, but not a word that stands for
        one ("he"), nor a place ("airport").
        """
        id = ends[2] if ends[2] is not None else identify(text)
        kept = "no" if ends[2] is None and ends[1] != "place" else None
        return element("a", text, class_=f"name {ends[1]}", data_name=id, translate=kept)


class _Boxes(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        places: dict[tuple[str, str], list[str]] = {}
        for link, place in [(a, at) for a, at in placed_marks(root, "a") if a.get("data-name") is not None]:
            id, kind = link.attrib.pop("data-name"), link.get("class", "").removeprefix("name ")
            if not self._known(kind, id):
                link.tag = "span"
                append(link, problem(KINDS[kind].unknown, f"{kind} '{id}'"))
                continue
            link.set("href", f"#{kind}-{id}")
            add_place(places.setdefault((kind, id), []), place, link)
            if language := KINDS[kind].language:
                link.set("lang", language)
                link.set("role", "doc-glossref")
        if places:
            boxes = [self._box(kind, id, back) for (kind, id), back in places.items()]
            root.append(appendix(words_on(self.md)("box.names"), "names", boxes))

    def _known(self, kind: str, id: str) -> bool:
        return id in project_on(self.md).record.files[KINDS[kind].file].entries

    def _box(self, kind: str, id: str, back: list[str]) -> etree.Element:
        project, page, of = project_on(self.md), page_on(self.md), KINDS[kind]
        rows = RENDER[kind](project.record.files[of.file].entries[id], project, page, brief=True)
        rows.append(entry_row(f"{of.page}#{id}", page, words_on(self.md)))
        return box(f"{kind}-{id}", *rows, kind="name-box", back=back, words=words_on(self.md))


makeExtension = Names
