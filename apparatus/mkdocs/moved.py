"""The pages that stand where a page has stood (docs/data/moved.yml), for hosts that send nobody on: GitHub Pages, a
folder, the preview.

In: a project, and the environment of the templates. Out: a page at each of these addresses, made by
overrides/moved.html, and `_redirects`.
"""

from __future__ import annotations

from pathlib import Path
from posixpath import relpath
from typing import Any

from jinja2 import Environment

from ..project import Project, page_url
from ..releases.redirects import REDIRECTS, netlify, pairs

SCRIPT = "assets/scripts/moved.js"


def write_moved(project: Project, site: Path, env: Environment, config: Any) -> None:
    """Write these pages into a site, and the file by which some hosts send readers on."""
    template = env.get_template("moved.html")
    for old, entry in zip(pairs(project), project.record.moved.values(), strict=True):
        target = page_url(entry.to)
        said = template.render(
            config=config,
            title=project.pages[entry.to].title,
            canonical=project.settings.site_url + target,
            to=relpath(f"/{target}", old) + "/",
            script=relpath(f"/{SCRIPT}", old),
        )
        page = site / old[1:] / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(said, encoding="utf-8")
    (site / REDIRECTS).write_text(netlify(project), encoding="utf-8")
