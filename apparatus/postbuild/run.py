"""Finishing a built site: what needs all of its pages.

In: the folder of a built site, and the project that it was built from. Each page is looked through for raw marks. Out:
in that folder the stylesheets and the script packed, the files to cite it by, those of the figures, the search index,
the whole essay on its page, and what a browser keeps for reading offline. The plugin calls `finish` at the end of a
build.

What can be wrong: a page shows a mark as it was typed (RawMarks), or Pandoc fails (RuntimeError).
"""

from __future__ import annotations

from pathlib import Path

from ..project import Project
from . import search
from .cite_files import write_citation_files
from .figure_files import write_figures
from .fingerprint import fingerprint_assets
from .offline import write_offline
from .one_page import put_whole
from .raw_marks import refuse_raw_marks
from .source_pages import part_sources


def finish(site: Path, project: Project) -> None:
    """Part the page of sources, minify and fingerprint, write the files to cite by, index, put the essay on one page,
    list what can be kept.

    The packed site map goes: it holds the time at which it was packed.
    """
    refuse_raw_marks(site)
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
    part_sources(site, project.settings.site_url, project.words)
    fingerprint_assets(site, project.settings.title, project.settings.stylesheets)
    search.index(site, project)
    write_citation_files(project, site)
    write_figures(project, site)
    put_whole(site, project)
    write_offline(site, project.settings)
