"""Finishing a built site: what needs all of its pages, whatever built them.

In: the folder of a built site, and the project that it was built from. Out: in that folder the stylesheets and the script packed, the feed, the files
to cite it by, the search index, the whole essay on its page, and what a browser keeps for reading offline. Our plugin for MkDocs and ProperDocs calls `finish` at the end of a build. Zensical runs no plugins: after it
`python -m apparatus finish` calls `adopt` and then the same. Doing it again changes nothing.

What can be wrong is Pandoc's or Pagefind's to say: RuntimeError or CalledProcessError.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..markup.releases import FEED
from ..project import Project
from . import search
from .cite_files import CitationFiles
from .feed import feed
from .fingerprint import HASH_LENGTH, fingerprint_assets
from .offline import write_offline
from .one_page import put_whole

_HASH = re.compile(rf"\.[0-9a-f]{{{HASH_LENGTH}}}(?=\.\w+$)")
ORIGINALS = ("docs", "overrides")
_CITE = re.compile(rb'href="\.\./(cite\.\w+")')


def finish(site: Path, project: Project) -> None:
    """Pack, write the feed and the files to cite by, index, put the essay on one page, list what can be kept.

    The packed site map goes: it holds the time at which it was packed.
    """
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
    fingerprint_assets(site)
    if not (site / FEED).exists() and (made := feed(project)):  # our plugin has made it a file of the build
        (site / FEED).write_bytes(made)
    with ThreadPoolExecutor(1) as meanwhile:  # Pagefind is another process
        indexed = meanwhile.submit(search.index, site, project)
        CitationFiles().write(project, site)
        put_whole(site)
        indexed.result()
    write_offline(site, project.settings.title, "MQM")


def adopt(site: Path, root: Path) -> None:
    """Do to what Zensical built what our plugin would have done: leave out its theme's files, and mend the links to the files to cite by.

    A theme's file is one that is no page and has no original in docs/ or overrides/. The links stand in docs/ nowhere, and Zensical takes every
    link to be relative to the Markdown file, so it leads them out of the page's folder.
    """
    for file in [file for file in site.rglob("*") if file.is_file() and file.suffix != ".html"]:
        original = _HASH.sub("", file.relative_to(site).as_posix())
        if not any((root / folder / original).is_file() for folder in ORIGINALS):
            file.unlink()
    for page in site.rglob("*.html"):
        page.write_bytes(_CITE.sub(rb'href="\1', page.read_bytes()))
    for folder in sorted((folder for folder in site.rglob("*") if folder.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
