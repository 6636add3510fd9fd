"""The sources that a reader takes along, read by the programs that they are for: nothing is missing but what the page
of sources says.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc
import pytest
import rispy
from bs4 import BeautifulSoup

from apparatus.project import load_project, page_url

from .support.project import ROOT
from .support.tools import citation_js

Item = dict[str, Any]
PROJECT = load_project(ROOT)
LIST = "record/sources/"
FOLDERS = (LIST, *(page_url(section.path) for section in PROJECT.sections))
FORMS = {"json": "csljson", "bib": "bibtex", "ris": "ris"}
OLD_FORMATS = {"BibTeX": "bib", "RIS": "ris"}


@cache
def by_pandoc(file: Path) -> list[Item]:
    return list(json.loads(pypandoc.convert_file(str(file), "csljson", format=FORMS[file.suffix[1:]])))


@cache
def by_citation_js(*files: Path) -> list[list[Item]]:
    done = subprocess.run([*citation_js(), *map(str, files)], capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def bare(text: object) -> str:
    """Letters and digits alone: programs set other quotation marks and spaces."""
    return re.sub(r"[\W_]+", "", str(text or "")).lower()


def words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text))


def names(people: Iterable[Mapping[str, str]] | None) -> list[str]:
    """Names as they are read aloud: programs part them in different places."""
    order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal")
    return [bare(" ".join(one.get(part, "") for part in order)) for one in people or ()]


def same(field: str, ours: Any, theirs: Any) -> bool:
    if field in ("issued", "accessed"):
        return bool(ours.get("date-parts") == (theirs or {}).get("date-parts"))
    if field in ("author", "editor"):
        return names(ours) == names(theirs)
    if field == "note":  # its first line is the kind of source, for programs that have no other place for that
        return all(bare(line) in bare(theirs) for line in ours.split("\n")[1:])
    return bare(ours) == bare(theirs)


def changed(ours: list[Item], theirs: list[Item]) -> dict[str, set[str]]:
    """The ids of the items in which each field has become something else."""
    read = {item["id"]: item for item in theirs}
    found: dict[str, set[str]] = {}
    for item in ours:
        fields = {"kind": (item["custom"]["kind"], read[item["id"]].get("keyword"))} | {
            name: (value, read[item["id"]].get(name)) for name, value in item.items() if name != "custom"
        }
        for name, (before, after) in fields.items():
            if not same(name, before, after):
                found.setdefault(name, set()).add(item["id"])
    return found


def known(site: Path, folder: str = LIST) -> list[Item]:
    return list(json.loads((site / folder / "sources.json").read_text("utf-8")))


def of_types(items: list[Item], *types: str) -> set[str]:
    return {item["id"] for item in items if item["type"] in types}


@pytest.mark.parametrize("folder", FOLDERS)
def test_as_many_items_come_out_as_went_in(folder: str, site: Path, pages: dict[str, BeautifulSoup]) -> None:
    files = [site / folder / f"sources.{form}" for form in FORMS]
    ids = [item["id"] for item in known(site, folder)]
    for read in (*map(by_pandoc, files), *by_citation_js(*files)):
        assert [item["id"] for item in read] == ids
    (offer,) = pages[folder].select(".appendix.sources > .files, .listing.sources > .files")
    assert offer.get_text() == f"Download these {len(ids)} sources: CSL JSON, BibTeX, RIS"
    assert [link["href"] for link in offer.select("a")] == [file.name for file in files]


def test_a_section_has_the_sources_that_it_cites_and_the_list_has_all(site: Path) -> None:
    assert [item["id"] for item in known(site)] == list(PROJECT.record.sources)
    for section in PROJECT.sections:
        cited = {mark.name for mark in section.all("citation")}
        assert cited <= {item["id"] for item in known(site, page_url(section.path))}


def test_csl_json_says_all_that_the_record_says(site: Path) -> None:
    for item in known(site):
        source = PROJECT.record.sources[item["id"]]
        own = source.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
        assert {name: value for name, value in item.items() if name not in ("issued", "accessed", "note")} == {
            name: value for name, value in json.loads(json.dumps(own)).items() if name not in ("issued", "accessed")
        }
        for name in ("issued", "accessed"):
            date = item[name]
            days = ["-".join(f"{part:02}" for part in day) for day in date.get("date-parts", ())]
            assert date.get("literal", "/".join(days) + "~" * bool(date.get("circa"))) == own[name]
        assert item["note"].split("\n") == list(
            filter(None, (f"Source kind: {source.custom.kind}", source.custom.note))
        )


def test_citation_js_reads_csl_json_without_any_loss(site: Path) -> None:
    """It adds that a date is not approximate where we say nothing."""
    (read,) = by_citation_js(site / LIST / "sources.json")
    for item in read:
        for name in ("issued", "accessed"):
            if item[name].get("circa") is False:
                del item[name]["circa"]
    assert read == known(site)


def test_pandoc_reads_csl_json_but_for_unknown_years_and_what_is_ours_alone(site: Path) -> None:
    ours = known(site)
    lost = changed(ours, by_pandoc(site / LIST / "sources.json"))
    assert set(lost) == {"issued", "kind"}, "what CSL calls 'custom', the note says again"
    assert lost["issued"] == {item["id"] for item in ours if "literal" in item["issued"]}
    kinds = {item["id"]: item["note"] for item in by_pandoc(site / LIST / "sources.json")}
    assert all(f"Source kind: {item['custom']['kind']}" in kinds[item["id"]] for item in ours)


class TestBibtex:
    """What is lost on the way through Pandoc and citation-js. `organization`, the site of a page, they read as who
    publishes it.
    """

    SITES = ("broadcast", "dataset", "document", "post", "post-weblog", "report", "webpage")
    TYPES: Mapping[str, set[str]] = {
        "pandoc": {"broadcast", "dataset", "document", "post", "post-weblog", "speech"},
        "citation-js": {"broadcast", "dataset", "post", "post-weblog", "speech"}
        | {"article-magazine", "article-newspaper", "entry-encyclopedia"},
    }
    KEPT = (
        "title",
        "title-short",
        "author",
        "editor",
        "accessed",
        "language",
        "note",
        "kind",
        "number",
        "volume",
        "issue",
        "page",
    )

    @pytest.mark.parametrize("program", TYPES)
    def test_a_program_loses_what_it_has_no_name_for(self, program: str, site: Path) -> None:
        ours, file = known(site), site / LIST / "sources.bib"
        lost = changed(ours, by_pandoc(file) if program == "pandoc" else by_citation_js(file)[0])
        assert not set(lost) & set(self.KEPT)
        assert lost["type"] == of_types(ours, *self.TYPES[program])
        assert lost["container-title"] <= of_types(ours, *self.SITES)
        undated = {item["id"] for item in ours if "literal" in item["issued"]}
        assert lost.get("issued", set()) <= undated

    def test_capitals_are_kept(self, site: Path) -> None:
        titles = {item["id"]: item["title"] for item in by_pandoc(site / LIST / "sources.bib")}
        for item in known(site):
            assert re.sub(r"[\W_]+", "", titles[item["id"]]) == re.sub(r"[\W_]+", "", item["title"])


def test_ris_has_every_field_under_its_tag(site: Path) -> None:
    """rispy reads tags as they stand; what Pandoc and citation-js make of them is theirs: the one reads no days, the
    other no reporters.
    """
    read = rispy.loads((site / LIST / "sources.ris").read_text("utf-8"))
    for item, entry in zip(known(site), read, strict=True):
        assert (entry["id"], entry["title"], entry["urls"]) == (item["id"], item["title"], [item["URL"]])
        assert entry["keywords"] == [item["custom"]["kind"]]
        assert entry.get("language") == item.get("language")
        assert entry.get("secondary_title") == item.get("container-title")
        assert entry.get("publisher") == item.get("publisher", item.get("authority"))
        assert entry["access_date"] == "{}/{:02}/{:02}/".format(*item["accessed"]["date-parts"][0])
        days = item["issued"].get("date-parts")
        assert [int(part) for part in re.findall(r"\d+", entry.get("date", ""))] == (days[0] if days else [])
        said = " ".join(entry.get("notes", ()))
        assert all(line in said for line in item["note"].split("\n")[1:])
        assert ("approximate" in said) == bool(item["issued"].get("circa"))
        assert days or f"Date: {item['issued']['literal']}." in said
        assert [words(name) for name in entry.get("authors", ())] == [
            words(" ".join(one.values())) for one in item.get("author", ())
        ]


def test_the_page_names_every_type_that_a_format_has_not(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    named = {"post-weblog": "blog", "post": "forum", "dataset": "data set"}
    told = next(p.get_text() for p in pages[LIST].select("p") if "CSL JSON, which keeps all" in p.get_text())
    parts = dict(
        zip(("bib", "ris"), re.findall(r"(?:BibTeX|RIS) knows no ([^.]+?)(?: as such|, and takes)", told), strict=True)
    )
    ours = known(site)
    for form in OLD_FORMATS.values():
        file = site / LIST / f"sources.{form}"
        readings = [changed(ours, read).get("type", set()) for read in (by_pandoc(file), by_citation_js(file)[0])]
        types = {item["type"] for item in ours if item["id"] in set.intersection(*readings)}
        assert types
        assert all(named.get(name, name) in parts[form] for name in types), (form, types)
