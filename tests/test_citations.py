"""Citing the edition: the files beside each page, read back by the programs that they are for."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pypandoc
import pytest
import rispy
from bs4 import BeautifulSoup

from apparatus.metadata.cite_as import cited_page
from apparatus.postbuild.cite_files import write_citation_files
from apparatus.project import load_project, page_url
from apparatus.record.bibliography import references_alone
from apparatus.record.citation_formats import bibtex, ris
from apparatus.words import read_words

from .support.project import ROOT

WORDS = read_words("en")
Item = dict[str, Any]
PROJECT = load_project(ROOT)
SECTION = "essay/ways-out/"
HARD = "The MQM's 50 % of R&D_{x}: “fear ‘and’ $love$ in جناح — 100 #1 ~ \\”"
MADE_UP: Item = {
    "id": "mqm2026-hard", "type": "chapter", "title": HARD, "container-title": "How the MQM Became So Powerful",
    "author": [{"literal": "The maintainers, and others"}], "issued": {"date-parts": [[2026, 1, 2]]}, "edition": "2",
    "URL": "https://example.org/essay/hard/?a=1&b=%D8%AC", "language": "en-GB",
}  # fmt: skip
PAGES = {page_url(page.path): page for page in PROJECT.pages.values()}


def by_pandoc(text: str, form: str) -> list[Item]:
    """The entries of a file as Pandoc reads them."""
    return list(json.loads(pypandoc.convert_text(text, "csljson", format=form)))


@pytest.mark.parametrize("folder", PAGES)
def test_every_file_of_every_page_has_one_entry_that_is_the_pages_own(folder: str, site: Path) -> None:
    own = json.loads(json.dumps(cited_page(PROJECT, PAGES[folder])))
    text = {name: (site / folder / f"cite.{name}").read_text("utf-8") for name in ("json", "bib", "ris", "txt")}
    assert json.loads(text["json"]) == by_pandoc(text["json"], "csljson") == [own]
    assert by_pandoc(text["bib"], "bibtex") == [{**own, "language": own["language"].lower()}]
    (read,) = rispy.loads(text["ris"])
    assert read["type_of_reference"] == {"book": "BOOK", "chapter": "CHAP"}[own["type"]]
    assert read["authors"] == [own["author"][0]["literal"] + ","]
    assert (read["title"], read.get("secondary_title")) == (own["title"], own.get("container-title"))
    assert (read["year"], read["date"], read["edition"], read["language"], read["urls"]) == (
        "2026", "{}/{:02}/{:02}/".format(*own["issued"]["date-parts"][0]), own["edition"], own["language"], [own["URL"]],
    )  # fmt: skip
    (line,) = text["txt"].splitlines()
    assert line.endswith(f" {own['URL']}.")


def test_the_whole_is_cited_as_a_book_wherever_all_of_it_stands() -> None:
    books = {folder for folder, page in PAGES.items() if cited_page(PROJECT, page)["type"] == "book"}
    assert books == {"", "whole/", *(f"editions/{number}/" for number in PROJECT.record.releases)}


def test_the_words_of_a_reference_are_those_on_the_page(pages: dict[str, BeautifulSoup], site: Path) -> None:
    for folder in PAGES:
        shown = pages[folder].select_one("#cite .reference")
        assert shown and " ".join(shown.get_text().split()) + "\n" == (site / folder / "cite.txt").read_text("utf-8")


def test_ris_lines_end_as_the_format_asks(site: Path) -> None:
    raw = (site / SECTION / "cite.ris").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") and raw.count(b"ER  - \r\n") == 1


def test_hard_titles_survive_bibtex() -> None:
    (read,) = by_pandoc(bibtex(MADE_UP, WORDS), "bibtex")
    assert read["title"].replace("\u00a0", " ") == HARD.replace("'", "’")
    assert (read["URL"], read["author"], read["id"]) == (MADE_UP["URL"], MADE_UP["author"], MADE_UP["id"])


def test_hard_titles_survive_ris() -> None:
    (read,) = rispy.loads(ris(MADE_UP, WORDS))
    assert read["title"] == HARD
    assert (read["urls"], read["authors"]) == ([MADE_UP["URL"]], ["The maintainers, and others,"])


def test_bibtex_has_a_type_that_prints_both_titles() -> None:
    assert bibtex(MADE_UP, WORDS).startswith("@incollection{mqm2026-hard,\n")


def test_a_reference_stands_alone() -> None:
    pair = [{**MADE_UP, "id": f"k{i}", "title": "Ways out"} for i in (1, 2)]
    for made in references_alone(pair, WORDS.at("edition.in-text")).values():
        assert made == (
            "The maintainers, and others. 2026. ‘Ways Out’. In <em>How the MQM Became So Powerful</em>,"
            " 2nd edn. https://example.org/essay/hard/?a=1&amp;b=%D8%AC."
        )


def test_an_edition_without_a_date_can_still_be_previewed(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# A page\n")
    (tmp_path / "mkdocs.yml").write_text("site_name: A whole\nnav: [index.md]\n")
    (tmp_path / "index.html").touch()
    write_citation_files(load_project(tmp_path), tmp_path)
    written = (tmp_path / "cite.ris").read_text()
    assert "TI  - A whole" in written and not re.search("^(PY|DA)", written, re.MULTILINE)
