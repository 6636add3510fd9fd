"""Citing: at the end of every page, how to cite it, and what it is in machines' terms.

The box is a `details` element with the reference and the files that postbuild/cite_files.py writes beside the page; the script makes copying
from it easier. After it stands the page's JSON-LD, in a data block that no browser runs.
Both come after everything else, the builder's own turning of links to files into links to pages (0) included: what they lead to is made
when the site is built, and stands in docs/ nowhere.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from ..essay.page import Page
from ..html.elements import element, fragment, joined
from ..metadata.cite_as import cited, cited_page
from ..metadata.linked_data import linked_data
from ..project import Project
from ..record.bibliography import references_alone
from .base import ApparatusExtension, page_on, project_on

FILES = {"BibTeX": "cite.bib", "RIS": "cite.ris", "CSL-JSON": "cite.json"}
PLAIN = "cite.txt"


class Citing(ApparatusExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        self.prepare(md)
        md.treeprocessors.register(_Ending(md), "citing", -1)


class _Ending(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        page, project = page_on(self.md), project_on(self.md)
        if page is not None:
            root.append(_box(page, project))
            root.append(_data(page, project))


def _box(page: Page, project: Project) -> etree.Element:
    key = str(cited_page(project, page)["id"])
    reference = _references(project)[key]
    words = project.words(page)
    files = FILES | {words("cite.plain"): PLAIN}
    links = [element("a", name, href=file, download=file.replace("cite", key)) for name, file in files.items()]
    what = words("cite.page-and-paragraphs" if len(cited(project, page)) > 1 else "cite.page")
    box = element(
        "details",
        element("summary", words("cite.title")),
        element("p", *fragment(reference), class_="reference", translate="no"),
        element("p", *words.parts("cite.files", what=what, links=[*joined(links, words("list.comma"))]), class_="files"),
        id="cite",
    )  # fmt: skip
    return element("footer", box, class_="cite")  # no part of the text, for programs that take the text alone


def _data(page: Page, project: Project) -> etree.Element:
    """Return the data block; `<` is written so that nothing in it can end the block."""
    written = json.dumps(linked_data(project, page), ensure_ascii=False, separators=(",", ":"))
    return element("script", written.replace("<", "\\u003c"), type="application/ld+json")


@lru_cache(maxsize=2)
def _references(project: Project) -> Mapping[str, str]:
    items = json.dumps([cited_page(project, page) for page in project.pages.values()])
    return _formatted(items, project.words().at("edition.in-text"))


@lru_cache(maxsize=2)
def _formatted(items: str, edition: str) -> Mapping[str, str]:
    """Format the references of all pages in one call of Pandoc, again only when a title or the edition changes."""
    return references_alone(json.loads(items), edition)


def makeExtension(**options: Any) -> Citing:
    return Citing(**options)
