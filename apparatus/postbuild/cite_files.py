"""The files beside each page from which it and its paragraphs are cited: cite.txt, cite.bib, cite.ris, cite.json.

In: the project and the folder of the built site. Out: four small files a page, each with the page's own entry first and then one for each
paragraph that has an address, a blank line between them; so every citation can be had without a script, and the script that
copies one has only to find the address in the file.

Pandoc formats two entries a page, its own and that of a paragraph called `_WORDS`; those of its paragraphs are that one with their own words and
addresses. To give Pandoc each of them took a sixth of a long build, and it turned quotation marks inside the words round in BibTeX.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..essay.page import Page
from ..html.elements import element, fragment
from ..metadata.cite_as import Item, addressed, cited_page, cited_words, plain
from ..project import Project, page_url
from ..record.bibliography import bibtex, references_alone

_RIS_TYPE = {"book": "BOOK", "chapter": "CHAP"}
_WORDS, _ID = "zqwords", "zqid"
"""The words and the address of the paragraph that stands for every other: letters that no style changes and no text has."""
_TEX = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {sign: f"\\{sign}" for sign in "{}$&%#_"}
)  # fmt: skip
"""TeX's ten special characters as text (Knuth, The TeXbook, chapter 7), as Pandoc writes them."""
_QUOTED = re.compile(r"‘(.+?)’(?!\w)")
"""What is quoted inside the words, as they are given: within double quotation marks. Of a book the style sets them within single ones."""


@dataclass(frozen=True)
class Written:
    """An entry as Pandoc writes it: a reference in plain text, and BibTeX."""

    reference: str
    bibtex: str

    def of(self, words: str, id: str) -> Written:
        """Return the entry of the paragraph with these first words and this address, where this is that of `_WORDS`."""
        said = _QUOTED.sub(r"“\1”", words) if f"‘{_WORDS}" in self.reference else words
        reference = self.reference.replace(_WORDS, said).replace(_ID, id)
        return Written(reference, self.bibtex.replace(_WORDS, words.translate(_TEX)).replace(_ID, id))


class CitationFiles:
    """Writes the files, and remembers what Pandoc made, so that a save in the preview formats only what it changed."""

    def __init__(self) -> None:
        self._made: dict[str, Written] = {}

    def write(self, project: Project, site: Path) -> None:
        """Write the files of each page that was built. Raises RuntimeError if Pandoc fails."""
        built = [page for page in project.pages.values() if (site / page_url(page.path) / "index.html").is_file()]
        own = {page.path: cited_page(project, page) for page in built}
        self._format(
            [item for page in own.values() for item in (page, cited_words(page, _WORDS, _ID))],
            project.words().at("edition.in-text"),
        )
        for page in built:
            for name, text in self._files(project, page, own[page.path]).items():
                (site / page_url(page.path) / name).write_text(text, encoding="utf-8", newline="")

    def _format(self, items: list[Item], edition: str) -> None:
        new = {key: item for item in items if (key := _key(item)) not in self._made}
        if new:
            references, entries = references_alone(new.values(), edition), bibtex(new.values())
            for key, item in new.items():
                self._made[key] = Written(_plain(references[item["id"]]), entries[item["id"]])

    def _files(self, project: Project, page: Page, own: Item) -> dict[str, str]:
        model = self._made[_key(cited_words(own, _WORDS, _ID))]
        passages = list(addressed(project, page))
        items = [own, *(cited_words(own, words, id) for id, words in passages)]
        written = [self._made[_key(own)], *(model.of(words, id) for id, words in passages)]
        return {
            "cite.txt": "\n\n".join(entry.reference for entry in written) + "\n",
            "cite.bib": "\n\n".join(entry.bibtex for entry in written) + "\n",
            "cite.ris": "\r\n".join(ris(item) for item in items),
            "cite.json": "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n]\n",
        }


def ris(item: Item) -> str:
    """Return an entry of ours in RIS, which Pandoc does not write. Tags: https://en.wikipedia.org/wiki/RIS_(file_format)."""
    year, month, day = item["issued"]["date-parts"][0] if "issued" in item else ("", 0, 0)
    tags: list[tuple[str, Any]] = [
        ("TY", _RIS_TYPE[item["type"]]),
        *(("AU", name["literal"]) for name in item.get("author", ())),
        ("TI", plain(item["title"])),
        ("T2", item.get("container-title")),
        ("PY", year),
        ("DA", f"{year}/{month:02}/{day:02}" if year else None),
        ("ET", item.get("edition")),
        ("LA", item["language"]),
        ("UR", item["URL"]),
        ("ID", item["id"]),
    ]
    lines = [f"{tag}  - {value}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _key(item: Item) -> str:
    return json.dumps(item, sort_keys=True)


def _plain(html: str) -> str:
    """Return a reference without its markup, on one line."""
    return " ".join("".join(element("p", *fragment(html)).itertext()).split())
