"""The files beside each page from which it and its paragraphs are cited: cite.txt, cite.bib, cite.ris, cite.json.

In: the project and the folder of the built site. Out: four small files a page, each with the page's own entry first and then one for each
paragraph that has an address, a blank line between them; so every citation can be had without a script, and the script that
copies one has only to find the address in the file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..bibliography import bibtex, references_alone
from ..citation import Item, cited, location, plain
from ..markup.base import element, fragment
from ..project import Project

_RIS_TYPE = {"book": "BOOK", "chapter": "CHAP"}


class CitationFiles:
    """Writes the files, and remembers what Pandoc made, so that a save in the preview formats only what it changed."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[str, str]] = {}

    def write(self, project: Project, site: Path) -> None:
        """Write the files of each page that was built. Raises RuntimeError if Pandoc fails."""
        entries = {page.path: cited(project, page) for page in project.pages.values()}
        self._format([item for items in entries.values() for item in items])
        for page in project.pages.values():
            folder = site / location(page)
            if (folder / "index.html").is_file():
                for name, text in self._files(entries[page.path]).items():
                    (folder / name).write_text(text, encoding="utf-8", newline="")

    def _format(self, items: list[Item]) -> None:
        new = {key: item for item in items if (key := _key(item)) not in self._made}
        if new:
            references, entries = references_alone(new.values()), bibtex(new.values())
            for key, item in new.items():
                self._made[key] = (_words(references[item["id"]]), entries[item["id"]])

    def _files(self, items: tuple[Item, ...]) -> dict[str, str]:
        made = [self._made[_key(item)] for item in items]
        return {
            "cite.txt": "\n\n".join(reference for reference, _ in made) + "\n",
            "cite.bib": "\n\n".join(entry for _, entry in made) + "\n",
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


def _words(html: str) -> str:
    """Return a reference without its markup, on one line."""
    return " ".join("".join(element("p", *fragment(html)).itertext()).split())
