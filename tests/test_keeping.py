"""What the preview keeps: a section or a page of the record as long as nothing has changed that it is made from, and no longer."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from apparatus.mkdocs.preview_cache import PageCache
from apparatus.project import load_project

from .support.project import LEFT_OUT, ROOT, change

FILES = frozenset[str]()
RECORD = len(list((ROOT / "docs/record").glob("*.md")))
CHANGED = "docs/essay/marginal.md"
SAVES = {
    "a word of a section": (CHANGED, "In the courtyard", "In a courtyard", (13, RECORD)),
    "a mark of a section": (CHANGED, "[@herald-1972]", "", (13, 0)),
    "a title": (CHANGED, "title: Marginal", "title: On edge", (0, 0)),
    "the claim that a section makes": (CHANGED, "{claim=c05}", "", (0, 0)),
    "a page of the record": ("docs/record/people.md", "Everyone whom", "All whom", (14, RECORD - 1)),
    "an entry": ("docs/data/terms.yml", "meaning: ", "meaning: Much, or ", (0, 0)),
    "the navigation": ("mkdocs.yml", "      - essay/ways-out.md\n", "", (0, 0)),
    "a number of a series": ("docs/data/series/karachi-languages.csv", "54.3", "54.4", (0, 0)),
}


@pytest.mark.parametrize("save", SAVES)
def test_a_page_is_kept_until_what_it_is_made_from_changes(save: str, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(ROOT, tmp_path / "copy", ignore=LEFT_OUT))
    cache, project = PageCache(), load_project(copy)
    cache.start_build(project, FILES)
    for page in project.pages.values():
        cache.put(page, page.path, set())
    path, old, new, kept = SAVES[save]
    change(copy / path, old, new)
    os.utime(copy / path, (0, 0))  # a clock may be too coarse to tell two changes apart
    now = load_project(copy)
    cache.start_build(now, FILES)
    left = [page for page in now.pages.values() if cache.get(page)]
    assert (sum(page.is_section for page in left), sum(not page.is_section for page in left)) == kept
    if path == CHANGED:
        assert cache.get(now.pages["essay/marginal.md"]) is None


def test_nothing_is_kept_when_a_page_comes_or_goes(tmp_path: Path) -> None:
    cache, project = PageCache(), load_project(ROOT)
    cache.start_build(project, FILES)
    cache.put(project.sections[0], "", set())
    cache.start_build(project, frozenset({"essay/new.md"}))
    assert cache.get(project.sections[0]) is None
