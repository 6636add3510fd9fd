"""The site with its translations, as their tests look at it: the English of some parts has changed since they were
made.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from apparatus.mkdocs.plugin import build

from .project import ROOT

STALE = (
    ("essay/the-war.md", "cc89", "essay/the-war/", "#cc89 + .stale"),
    ("essay/the-war.md", "note qila", "essay/the-war/", "#note-qila > .stale:nth-last-child(2)"),
    ("essay/the-war.md", "page", "essay/the-war/", "h1 + .stale"),
    ("about.md", "page", "about/", "h1 + .stale"),
    ("data/claims.yml", "c10", "record/claims/", "#c10 > .stale"),
    ("data/claims.yml", "c10", "essay/the-question/", "#claim-c10 > .stale"),
    ("data/figures.yml", "karachi", "essay/the-question/", "#figure-karachi > .stale"),
    ("data/people.yml", "aftab-ahmed", "record/people/", "#aftab-ahmed > .stale"),
    ("data/events.yml", "karachi-federal", "record/timeline/", "#karachi-federal > .stale"),
)
"""A file, the part of it whose English has changed, and a page and a selector of what says so."""


def built(root: Path) -> Path:
    """Build the English site with the drafts of its translations in `root`, after the English of STALE has changed;
    return it.
    """
    for name in ("docs", "overrides", "hosting"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "apparatus").mkdir()  # which mkdocs.yml watches
    for file, part, _, _ in STALE:
        _make_stale(root, file, part)
    build(root, drafts=True)
    return root / "site"


def _make_stale(root: Path, file: str, part: str) -> None:
    """Write another hash for a part into made_from.yml."""
    path = root / "docs/ur/made_from.yml"
    text, count = re.subn(
        rf"(^{file}:\n(?:  .*\n)*?  {part}: ).*", r"\g<1>00000000", path.read_text(), flags=re.MULTILINE
    )
    assert count == 1
    path.write_text(text)
