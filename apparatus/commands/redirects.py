"""`apparatus redirects`: tell the hosts which addresses lead on."""

from __future__ import annotations

from pathlib import Path

import click

from ..project import load_project
from ..releases.redirects import HOSTS, settings
from .console import Console, common, count, refuse_if
from .staging import replace_files


@click.command()
@common
def redirects(root: Path, console: Console) -> None:
    """Tell nginx and Caddy which addresses lead on.

    Writes the lines of hosting/nginx.conf and hosting/Caddyfile that follow from docs/data/moved.yml. Run it after a
    change to that file.
    """
    project = load_project(root)
    refuse_if(project.problems, "Nothing was written.")
    files = {path: root / path for path in HOSTS if (root / path).is_file()}
    texts = {path: settings(project, path, file.read_text(encoding="utf-8")) for path, file in files.items()}
    replace_files(root, {path: text.encode() for path, text in texts.items()})
    console.report(f"{count(len(project.record.moved), 'redirect')} in {' and '.join(texts) or 'no file of hosting/'}.")
