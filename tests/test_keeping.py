"""What the preview keeps: a section or a page of the record as long as nothing has changed that it is made from, and no
longer.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from apparatus.mkdocs.page_cache import PageCache
from apparatus.project import load_project

from .support.project import LEFT_OUT, ROOT, change

FILES = frozenset[str]()
CHANGED = "docs/essay/marginal.md"
ALL = (1000, 1000)
"""More sections, and more pages of the record, than there are."""
SAVES = {
    "a word of a section": (CHANGED, "# Marginal\n\n", "# Marginal\n\nSo: ", (1, 0)),
    "a mark of a section": (CHANGED, "[@herald-1972]", "", (1, 1000)),
    "a title": (CHANGED, "title: ", "title: On ", ALL),
    "the claim that a section makes": (CHANGED, "{claim=c05}", "", ALL),
    "a page of the record": ("docs/record/people.md", "Everyone whom", "All whom", (0, 1)),
    "an entry": ("docs/data/terms.yml", "meaning: ", "meaning: Much, or ", ALL),
    "the navigation": ("mkdocs.yml", "      - essay/ways-out.md\n", "", ALL),
    "the site's name": ("mkdocs.yml", "site_name: ", "site_name: On ", ALL),
    "a number of a series": ("docs/data/series/karachi-languages.csv", "54.3", "54.4", ALL),
}
"""Which file, what in it, by what; and of how many sections and pages of the record nothing is kept then."""


@pytest.mark.parametrize("save", SAVES)
def test_a_page_is_kept_until_what_it_is_made_from_changes(save: str, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(ROOT, tmp_path / "copy", ignore=LEFT_OUT))
    cache, project = PageCache(), load_project(copy)
    cache.start_build(project, FILES)
    for page in project.pages.values():
        cache.put(page, page.path, set())
    kept = [page.is_section for page in project.pages.values() if cache.get(page)]
    assert kept.count(True) == len(project.sections) and kept.count(False) >= 7
    path, old, new, lost = SAVES[save]
    change(copy / path, old, new)
    os.utime(copy / path, (0, 0))  # a clock may be too coarse to tell two changes apart
    now = load_project(copy)
    cache.start_build(now, FILES)
    left = [page.is_section for page in now.pages.values() if cache.get(page)]
    assert left.count(True) == max(kept.count(True) - lost[0], 0)
    assert left.count(False) == max(kept.count(False) - lost[1], 0)
    if path == CHANGED:
        assert cache.get(now.pages["essay/marginal.md"]) is None


def test_nothing_is_kept_when_a_page_comes_or_goes(tmp_path: Path) -> None:
    cache, project = PageCache(), load_project(ROOT)
    cache.start_build(project, FILES)
    cache.put(project.sections[0], "", set())
    cache.start_build(project, frozenset({"essay/new.md"}))
    assert cache.get(project.sections[0]) is None
