"""Floors: what the essay had when it was whole, so that nothing is lost in silence."""

from __future__ import annotations

import re
from collections import Counter

from bs4 import BeautifulSoup

from apparatus.checks import check
from apparatus.project import load_project, page_url

from .support.project import ROOT

LEAST = {"scholarship": 33, "court record": 7, "rights report": 7, "official figures": 3, "party": 20, "press": 430}
"""Of each kind of source, a little fewer than there are."""


def test_the_essay_is_whole() -> None:
    project = load_project(ROOT)
    assert check(project) == ()
    assert len(project.sections) >= project.settings.contract.sections == 15
    assert 13_000 <= sum(section.words for section in project.sections) <= 14_000  # titles and all, notes not
    assert all(section.question and section.meta.get("description") for section in project.sections)
    assert set(project.record.claims) >= set(project.settings.contract.ids)


def test_the_record_is_as_wide_as_it_was() -> None:
    record = load_project(ROOT).record
    assert len(record.sources) >= 600
    kinds = Counter(str(source.custom.kind) for source in record.sources.values())
    assert all(kinds[kind] >= least for kind, least in LEAST.items()), kinds
    assert 120 <= len(record.events) <= 160
    assert sum(source.url is None for source in record.sources.values()) == 0


def test_the_summary_leads_from_every_sentence_to_its_paragraph(pages: dict[str, BeautifulSoup]) -> None:
    summary = pages[""].select("p.summary")
    linked = [link for paragraph in summary for link in paragraph.find_all("a")]
    words = re.findall(r"\w+", " ".join(link.get_text() for link in linked))
    assert 200 <= len(words) <= 320
    for paragraph in summary:
        assert "".join(text for text in paragraph.find_all(string=True, recursive=False)).strip() == ""
    sections = {str(link["href"]).split("#")[0] for link in linked}
    assert sections == {page_url(section.path) for section in load_project(ROOT).sections}
