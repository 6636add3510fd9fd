"""Citing: at the end of every page, how to cite it, and what it is in machines' terms; under a list of sources, the
list to take along.

The box is a `details` element with the reference and the files that postbuild/cite_files.py writes beside the page; the
script puts a button there that copies the reference. After it stands the page's JSON-LD, in a data block that no
browser runs. All come after everything else, the builder's own turning of links to files into links to pages (0)
included: what they lead to is made when the site is built, and stands in docs/ nowhere.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from ..essay.page import Page
from ..html.elements import element, fragment, joined
from ..metadata.cite_as import cited_page, references_of_pages, sources_to_take
from ..metadata.linked_data import linked_data
from ..project import Project
from ..words import Words
from .base import ApparatusExtension, page_on, project_on

FORMS = {"CSL JSON": "json", "BibTeX": "bib", "RIS": "ris"}


class Citing(ApparatusExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        self.prepare(md)
        md.treeprocessors.register(_Ending(md), "citing", -1)


class _Ending(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        page, project = page_on(self.md), project_on(self.md)
        if page is not None:
            _offer_sources(root, page, project)
            root.append(_box(page, project))
            root.append(_data(linked_data(project, page)))


def _offer_sources(root: etree.Element, page: Page, project: Project) -> None:
    """Begin the list of sources of a page, which follows a section's text or is a page of the record, with the files
    that hold them.
    """
    if not (keys := sources_to_take(project, page)):
        return
    links = _links("sources", f"{cited_page(project, page)['id']}-sources", project.words)
    said = project.words.parts("cite.sources", n=str(len(keys)), links=links)
    offer = element("p", *said, class_="files")
    for part in root:
        lists = (part.get("class") or "").split()
        if "sources" in lists:
            part.insert(1 if "appendix" in lists else 0, offer)  # under its heading


def _links(name: str, saved_as: str, words: Words) -> list[etree.Element | str]:
    """Return links to the files `name`.json and its like, each to be saved under the name `saved_as`."""
    links = [element("a", form, href=f"{name}.{end}", download=f"{saved_as}.{end}") for form, end in FORMS.items()]
    return [*joined([*links], words("list.comma"))]


def _box(page: Page, project: Project) -> etree.Element:
    key, words = str(cited_page(project, page)["id"]), project.words
    box = element(
        "details",
        element("summary", words("cite.title")),
        element("p", *fragment(references_of_pages(project)[key]), class_="reference", translate="no"),
        element("p", *words.parts("cite.files", links=_links("cite", key, words)), class_="files"),
        id="cite",
    )  # fmt: skip
    return element("footer", box, class_="cite")  # no part of the text, for programs that take the text alone


def _data(node: Mapping[str, Any]) -> etree.Element:
    """Return the data block; `<` is written so that nothing in it can end the block."""
    written = json.dumps(node, ensure_ascii=False, separators=(",", ":"))
    return element("script", written.replace("<", "\\u003c"), type="application/ld+json")


makeExtension = Citing
