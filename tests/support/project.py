"""The project and copies of it: where it stands, what a copy leaves out, how one is changed."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import markdown
from bs4 import BeautifulSoup

ROOT = Path(__file__).parent.parent.parent
CHECKS = ROOT / "tests/checks"
TRANSLATIONS = ("ur",)
"""The folders of docs/ that hold one: tests of the English site do without, and tests/support/translated.py builds
both.
"""
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".cache", "site", "tests", "__pycache__", ".*_cache", *TRANSLATIONS)
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1", "SOURCE_DATE_EPOCH": str(int(time.time()))}
"""The environment of a command that a test runs."""
OURS = ("notes", "claims", "names", "source_marks", "passages", "section_nav", "figures", "listings", "spaces")
"""The extensions that `convert` converts with."""


def change(path: Path, old: str, new: str) -> None:
    """Replace the first `old` in a file, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def english(folder: Path) -> Path:
    """Copy what the English site is built from, without translations, into `folder`, which must not exist; return it.
    What earlier builds kept is shared.
    """
    copy = Path(shutil.copytree(ROOT, folder, ignore=LEFT_OUT))
    (ROOT / ".cache").mkdir(exist_ok=True)
    (copy / ".cache").symlink_to(ROOT / ".cache")
    return copy


def lay(folder: Path, *layers: Path) -> Path:
    """Copy folders over each other into one; return that."""
    for layer in layers:
        shutil.copytree(layer, folder, dirs_exist_ok=True)
    return folder


def convert(text: str, root: Path, page: str = "") -> BeautifulSoup:
    """Return what our extensions make of Markdown, as that of a page of the project at `root`."""
    extensions = ["attr_list", "smarty", "tables", "toc", *(f"apparatus.markup.{name}" for name in OURS)]
    options = {f"apparatus.markup.{name}": {"root": str(root), "page": page} for name in OURS}
    return BeautifulSoup(markdown.markdown(text, extensions=extensions, extension_configs=options), "html.parser")
