"""Stale: where the English of a part has changed since its translation, a line there says so and leads to it.

Only the project of a translation names this extension (translation/assemble.py), and what is stale (`extra: stale`).
The line follows a paragraph, a list or a title, and stands in a note, a figure, or an entry, on the page that lists it
and in its box.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from ..essay.blocks import ADDRESSED
from ..essay.page import Page
from ..html.elements import Element, element
from ..project import Project, load_project, page_url
from ..record.kinds import KINDS
from ..translation.made_from import NOTE, PAGE
from .base import ApparatusExtension, page_on, project_on

_KINDS = {kind.listing: kind.file for kind in KINDS.values()} | {
    name: name for name in ("timeline", "corrections", "series")
}
_FILES = {listing: f"data/{'events' if file == 'timeline' else file}.yml" for listing, file in _KINDS.items()}
"""The data of which a list is made."""
_BOXES = {f"data/{kind.file}.yml": kind.name for kind in KINDS.values()} | {"data/figures.yml": "figure"}
"""How the id of an entry of the data begins where it stands in a section."""


class Stale(ApparatusExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        self.prepare(md)
        # After the builder's own turning of links (0), which knows no other site.
        md.treeprocessors.register(_Lines(md), "stale", -0.5)


class _Lines(Treeprocessor):
    def run(self, root: Element) -> None:
        page, project = page_on(self.md), project_on(self.md)
        stale = project.settings.stale
        if page is None or not stale:
            return
        ids = set(_ids(page, stale))
        for around, block in [(parent, child) for parent in root.iter() for child in parent]:
            if block.get("id", "") in ids:
                _tell(around, block, _line(project, page, f"#{block.get('id')}"))
            elif block.tag == "h1" and PAGE in stale.get(page.path, ()):
                _tell(around, block, _line(project, page, ""))


def _ids(page: Page, stale: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the ids that what is stale has on a page."""
    yield from (part.replace(NOTE, "note-") for part in stale.get(page.path, ()))
    listed = {_FILES[mark.name] for mark in page.all("listing") if mark.name in _FILES}
    for file, parts in stale.items():
        if file in listed:
            yield from parts
        if file in _BOXES:
            yield from (f"{_BOXES[file]}-{part}" for part in parts)


def _line(project: Project, page: Page, fragment: str) -> Element:
    """Return the line, with a link to the same place of the English site, in which this one stands in the folder of its
    language.
    """
    words, url = project.words, page_url(page.path)
    original = load_project(Path(project.settings.translation_of)).settings.edition.language
    there = "../" * (url.count("/") + 1) + url + fragment
    link = element("a", words("stale.there"), href=there, hreflang=original)
    return element("p", *words.parts("stale.changed", link=link), class_="stale")


def _tell(around: Element, block: Element, line: Element) -> None:
    """Put the line after a block of the prose, and into anything else, before what closes a box."""
    if block.tag in (*ADDRESSED, "h1"):
        around.insert(list(around).index(block) + 1, line)
        line.tail, block.tail = block.tail, None
    else:
        closing = [child for child in block if child.get("class") == "close"]
        block.insert(len(block) - len(closing), line)


makeExtension = Stale
