"""The files beside a page that a reader can take along: `cite.*` to cite the page by, `sources.*` with the sources that
it cites.

In: the project and the folder of the built site. Out: beside each page its own entry in BibTeX, RIS and CSL JSON, one
to a file, and as a line of text; beside each section its sources, and beside the page that lists them all of them, in
the same three forms (record/citation_formats.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..html.elements import element, fragment
from ..metadata.cite_as import cited_page, references_of_pages, sources_to_take
from ..project import Project, page_url
from ..record.citation_formats import Item, bibtex, csl_json, ris, taken_away
from ..words import Words


def write_citation_files(project: Project, site: Path) -> None:
    """Write the files of each page that was built. Raises RuntimeError if Pandoc fails."""
    references, words = references_of_pages(project), project.words

    @cache  # a source is taken along from the sections that cite it and from the list of all
    def source(key: str) -> _Taken:
        return _taken(taken_away(project.record.sources[key], words), words)

    for page in project.pages.values():
        folder = site / page_url(page.path)
        if not (folder / "index.html").is_file():
            continue
        own = cited_page(project, page)
        _write(folder, "cite", [_taken(own, words)])
        (folder / "cite.txt").write_text(_plain(references[own["id"]]) + "\n", encoding="utf-8")
        if keys := sources_to_take(project, page):
            _write(folder, "sources", map(source, keys))


@dataclass(frozen=True)
class _Taken:
    """A work in each form."""

    item: Item
    bibtex: str
    ris: str


def _taken(item: Item, words: Words) -> _Taken:
    return _Taken(item, bibtex(item, words), ris(item, words))


def _write(folder: Path, name: str, works: Iterable[_Taken]) -> None:
    works = list(works)
    for form, text in (
        ("json", csl_json(work.item for work in works)),
        ("bib", "\n".join(work.bibtex for work in works)),
        ("ris", "".join(work.ris for work in works)),
    ):
        (folder / f"{name}.{form}").write_text(text, encoding="utf-8", newline="")


def _plain(html: str) -> str:
    """Return a reference without its markup, on one line."""
    return " ".join("".join(element("p", *fragment(html)).itertext()).split())
