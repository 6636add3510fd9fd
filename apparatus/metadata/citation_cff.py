"""CITATION.cff, by which code hosts and archives cite what a repository holds.

In: the settings. Out: the text of the file, which `apparatus release` writes at the root of the repository with number
and date of the edition. The file cites a repository as data or as software (the format has no third type), so the essay
itself is its preferred citation, which GitHub and Zenodo show.

Citation File Format 1.2.0: https://github.com/citation-file-format/citation-file-format/blob/1.2.0/schema-guide.md.
"""

from __future__ import annotations

from typing import Any

import yaml

from ..html.typography import curly
from ..record.settings import Settings
from ..words import Words

FILE = "CITATION.cff"


def citation_cff(settings: Settings, words: Words) -> str:
    """Return the file. Who has no name is called by the title, for the format asks for an author."""
    edition = settings.edition

    def work() -> dict[str, Any]:  # twice, for YAML would write what stands twice as a reference
        maker = {"name": settings.author or settings.title}
        return {
            "title": curly(settings.title),
            "authors": [maker],
            "url": settings.site_url,
            "license-url": edition.licence,
        }

    book = {"type": "book", **work(), "edition": edition.number, "date-published": edition.date,
            "languages": [edition.language.partition("-")[0]]}  # fmt: skip
    cited = {
        "cff-version": "1.2.0",
        "message": words("cite.repository"),
        "type": "dataset",
        **work(),
        "abstract": settings.description,
        "version": edition.number,
        "date-released": edition.date,
        "preferred-citation": {name: value for name, value in book.items() if value},
    }
    told = {name: value for name, value in cited.items() if value}
    return "# Written by 'apparatus release' from mkdocs.yml.\n" + yaml.safe_dump(
        told, sort_keys=False, allow_unicode=True, width=120
    )
