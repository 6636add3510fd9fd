"""Citing the edition: the files beside each page, read back by the programs that they are for."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc
import pytest
import rispy
from bs4 import BeautifulSoup

from apparatus.metadata.cite_as import cited, cited_words, first_words
from apparatus.postbuild.cite_files import CitationFiles, Written, ris
from apparatus.project import load_project, page_url
from apparatus.record.bibliography import bibtex, references_alone
from apparatus.words import read_words

from .support.project import ROOT

NAMED = read_words("en").at("edition.in-text")

Item = dict[str, Any]
PROJECT = load_project(ROOT)
SECTION = "essay/ways-out/"
HARD = 'The MQM\'s 50 % of R&D_{x}: <span class="nocase">“fear ‘and’ $love$ in جناح — 100 #1 ~ \\”</span>'
MADE_UP: Item = {
    "id": "mqm2026-hard-k7f2", "type": "chapter", "title": HARD, "container-title": "How the MQM Became So Powerful",
    "author": [{"literal": "The maintainers, and others"}], "issued": {"date-parts": [[2026, 1, 2]]}, "edition": "2",
    "URL": "https://example.org/essay/hard/?a=1&b=%D8%AC#k7f2", "language": "en-GB",
}  # fmt: skip


@cache
def by_pandoc(path: Path) -> list[Item]:
    """The entries of a file as Pandoc reads them."""
    form = {".bib": "bibtex", ".json": "csljson", ".ris": "ris"}[path.suffix]
    return list(json.loads(pypandoc.convert_file(str(path), "csljson", format=form)))


def addresses(folder: str) -> list[str]:
    page = next(page for page in PROJECT.pages.values() if page_url(page.path) == folder)
    return [str(item["URL"]) for item in cited(PROJECT, page)]


FOLDERS = [page_url(page.path) for page in PROJECT.pages.values()]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_page_has_four_files_with_an_entry_for_it_and_each_paragraph(folder: str, site: Path) -> None:
    written = addresses(folder)
    assert len(json.loads((site / folder / "cite.json").read_text("utf-8"))) == len(written)
    assert re.findall(r"^UR  - (.*)$", (site / folder / "cite.ris").read_text("utf-8"), re.MULTILINE) == written
    assert re.findall(r"^  url = \{(.*)\}", (site / folder / "cite.bib").read_text("utf-8"), re.MULTILINE) == written
    lines = (site / folder / "cite.txt").read_text("utf-8").strip().split("\n\n")
    assert [line.split()[-1].removesuffix(".") for line in lines] == written


def test_every_paragraph_of_the_essay_can_be_cited(pages: dict[str, BeautifulSoup]) -> None:
    for folder, soup in pages.items():
        signs = [str(sign["href"]) for sign in soup.select("a.address[href^='#']")]
        cited_here = [] if folder == "404.html" else [url.partition("#")[2] for url in addresses(folder)[1:]]
        assert signs == [f"#{id}" for id in cited_here], folder


def test_the_three_formats_say_the_same(site: Path) -> None:
    ours = json.loads((site / SECTION / "cite.json").read_text("utf-8"))
    read = by_pandoc(site / SECTION / "cite.bib")
    assert [item["id"] for item in read] == [item["id"] for item in ours]
    for own, theirs in zip(ours, read, strict=True):
        assert theirs["type"] == own["type"] and theirs["URL"] == own["URL"] and theirs["author"] == own["author"]
        assert theirs["container-title"].lower() == own["container-title"].lower()
        assert theirs["title"].lower() == re.sub(r"</?span[^>]*>", "", own["title"]).lower()
    for own, theirs in zip(ours, rispy.loads((site / SECTION / "cite.ris").read_text("utf-8")), strict=True):
        assert theirs["type_of_reference"] == "CHAP" and theirs["authors"] == [own["author"][0]["literal"]]
        assert theirs["secondary_title"] == own["container-title"] and theirs["urls"] == [own["URL"]]
        assert theirs["title"] == re.sub(r"</?span[^>]*>", "", own["title"])
        assert (theirs["year"], theirs["date"]) == ("2026", "2026/11/23")
    assert [item["id"] for item in by_pandoc(site / SECTION / "cite.json")] == [item["id"] for item in ours]


def test_a_paragraph_s_reference_is_what_pandoc_writes_of_it(site: Path) -> None:
    every = {page.path: cited(PROJECT, page) for page in PROJECT.pages.values()}
    alone = references_alone((item for items in every.values() for item in items), NAMED)
    for page in PROJECT.pages.values():
        made = (alone[item["id"]] for item in every[page.path])
        said = [" ".join(BeautifulSoup(one, "html.parser").get_text().split()) for one in made]
        assert (site / page_url(page.path) / "cite.txt").read_text("utf-8").strip().split("\n\n") == said


@pytest.mark.parametrize("words", [r"50 % of R&D_{x}: ‘fear’ in $love$ in جناح — 100 #1 ~ ^ \…", "Fear."])
def test_hard_words_survive_bibtex(words: str) -> None:
    model = cited_words(MADE_UP, "zqwords", "zqid")
    entry = Written("", bibtex([model])[model["id"]]).of(words, "k7f2")
    (read,) = json.loads(pypandoc.convert_text(entry.bibtex, "csljson", format="bibtex"))
    assert read["title"].replace("\u00a0", " ").lower().endswith(f"“{words}”".lower())
    assert read["id"].endswith("-k7f2") and read["URL"].endswith("#k7f2")


def test_ris_lines_end_as_the_format_asks(site: Path) -> None:
    raw = (site / SECTION / "cite.ris").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") and raw.count(b"ER  - \r\n") == len(addresses(SECTION))


def test_hard_titles_survive_bibtex() -> None:
    (read,) = json.loads(pypandoc.convert_text(bibtex([MADE_UP])[MADE_UP["id"]], "csljson", format="bibtex"))
    assert read["title"].replace("\u00a0", " ").lower() == re.sub(r"</?span[^>]*>", "", HARD).replace("'", "’").lower()
    assert (read["URL"], read["author"]) == (MADE_UP["URL"], MADE_UP["author"])


def test_hard_titles_survive_ris() -> None:
    (read,) = rispy.loads(ris(MADE_UP))
    assert read["title"] == re.sub(r"</?span[^>]*>", "", HARD)
    assert (read["urls"], read["authors"]) == ([MADE_UP["URL"]], ["The maintainers, and others"])


def test_bibtex_has_a_type_that_prints_both_titles() -> None:
    assert bibtex([MADE_UP])[MADE_UP["id"]].startswith("@incollection{mqm2026-hard-k7f2,\n")


def test_a_reference_stands_alone_and_keeps_the_case_of_quoted_words() -> None:
    pair = [
        {**MADE_UP, "id": f"k{i}", "title": 'Ways out: <span class="nocase">“For its rally”</span>'} for i in (1, 2)
    ]
    for made in references_alone(pair, NAMED).values():
        assert made == (
            "The maintainers, and others. 2026. ‘Ways Out: “For its rally”’. In <em>How the MQM Became So Powerful</em>,"
            " 2nd edn. https://example.org/essay/hard/?a=1&amp;b=%D8%AC#k7f2."
        )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Short.", "Short."),
        ("[Fear won.]{claim=c01}[@dawn2014] It was [bhatta]{term}, said *Dawn*.[^a]", "Fear won. It was bhatta, said Dawn."),
        ("> A quotation of more words than nine, which goes on in the", "A quotation of more words than nine, which goes …"),
        ('The "physical elimination of the men" was its term for it', "The ‘physical elimination of the men’ was its term …"),
        ("He said to all of us there that \"nobody knows this\"", "He said to all of us there that ‘nobody …’"),
        ("- one\n- two", "one - two"),
        ("| a | b |", "a | b |"),
    ],
)  # fmt: skip
def test_a_paragraph_is_named_by_its_first_words(written: str, shown: str) -> None:
    assert first_words(written) == shown


def test_an_edition_without_a_date_can_still_be_previewed(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# A page\n")
    (tmp_path / "mkdocs.yml").write_text("site_name: A whole\nnav: [index.md]\n")
    (tmp_path / "index.html").touch()
    CitationFiles().write(load_project(tmp_path), tmp_path)
    assert "TI  - A whole" in (tmp_path / "cite.ris").read_text()
    assert "PY" not in (tmp_path / "cite.ris").read_text()
