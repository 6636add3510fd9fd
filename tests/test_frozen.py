"""Editions and old addresses: what was frozen stays, what changed is told, and an address that was given once leads
somewhere for ever.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page

from apparatus.__main__ import main
from apparatus.checks import check
from apparatus.mkdocs.plugin import build
from apparatus.project import load_project
from apparatus.record.snapshots import read_snapshot
from apparatus.releases.changes import compare, reworded
from apparatus.releases.freeze import changed
from apparatus.words import read_words

from .support.frozen import freeze, gone_on, revise
from .support.project import ROOT, change

pytestmark = pytest.mark.xdist_group("frozen")


def codes(root: Path) -> set[str]:
    return {problem.code for problem in check(load_project(root))}


@pytest.fixture(scope="module")
def second(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project when 1.1 has been frozen as well."""
    return gone_on(first, tmp_path_factory.mktemp("second") / "project")


@pytest.fixture(scope="module")
def built(second: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    build(second, folder)
    return folder


def page(site: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((site / path / "index.html").read_bytes(), "html.parser")


class TestFreezing:
    def test_the_words_are_those_that_are_read(self, first: Path) -> None:
        words = {
            id: block.words for id, (_, block) in read_snapshot(first / "docs/data/editions/1.0.json").places.items()
        }
        assert words["ccc2"] == "The votes were few, some say “very” few."
        assert words["ccc3"] == "A list of one.\nA list of two."
        assert words["bcdf"] == "The city voted. Afaq Ahmed paid bhatta. See the source."

    def test_every_paragraph_of_the_essay_is_frozen(self) -> None:
        project = load_project(ROOT)
        places = project.snapshots[-1].places
        assert places and all(block.words and block.hash for _, block in places.values())
        assert {section.path for section, _ in places.values()} <= set(project.pages)

    def test_number_and_date_are_set_and_nothing_has_changed_since(self, first: Path) -> None:
        project = load_project(first)
        assert (project.settings.edition.number, project.settings.edition.date) == ("1.0", "2026-01-02")
        assert check(project) == () and not changed(project)

    def test_the_same_text_gives_the_same_bytes(self, root: Path) -> None:
        before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
        (root / "docs/data/editions/1.0.json").unlink()
        assert main(["release", "--root", str(root), "--number", "1.0"]) == 0
        assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before

    @pytest.mark.parametrize(("number", "date", "said"), [
        ("1.0", "2026-03-01", "delete docs/data/editions/1.0.json"), ("0.9", "2026-03-01", "higher number"), ("1.1", "2026-01-01", "dated"),
        ("two", "2026-03-01", "no number"), ("1.1", "soon", "no day"),
    ])  # fmt: skip
    def test_what_is_no_edition_is_refused(
        self, number: str, date: str, said: str, root: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
        assert freeze(root, number, date) == 1 and said in capsys.readouterr().err
        assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before

    def test_an_unsound_text_is_not_frozen(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        revise(root)
        assert freeze(root, "1.1", "2026-02-03") == 1 and "C030 docs/essay/two.md" in capsys.readouterr().err
        assert not (root / "docs/data/editions/1.1.json").exists()

    def test_an_edited_edition_is_refused(self, root: Path) -> None:
        change(root / "docs/data/editions/1.0.json", "The end of it.", "The end of all.")
        assert codes(root) == {"C072"}

    def test_a_broken_line_is_no_change_and_a_new_source_is(self, root: Path) -> None:
        change(root / "docs/essay/two.md", "1970, one", "1970,\none")
        assert not changed(load_project(root))
        change(root / "docs/essay/two.md", "by one.", "by one.[@dawn2014]")
        assert changed(load_project(root))


class TestChanges:
    def test_each_change_is_told_as_what_it_is(self, second: Path) -> None:
        old, new = load_project(second).snapshots
        changes = compare(old, new)
        assert {change.block.id: change.kind for change in changes.blocks} == {
            "ccc1": "changed", "ccc2": "beside", "ccc3": "moved", "ccc4": "removed", "ccc5": "added",
        }  # fmt: skip
        assert (
            changes.told(read_words("en"))
            == "1 paragraph added, 1 removed, 1 moved, 1 changed, 1 with other notes, sources or marks"
        )

    def test_a_paragraph_that_changes_places_with_another_has_moved(self, root: Path) -> None:
        ends, votes = "The end of it.\n{: #ccc4 }\n\n", 'The votes were few, some say "very" few.[^few]\n{: #ccc2 }\n\n'
        change(root / "docs/essay/two.md", ends, "")
        change(root / "docs/essay/two.md", votes, ends + votes)
        assert freeze(root, "1.1", "2026-02-03") == 0
        old, new = load_project(root).snapshots
        assert [(change.block.id, change.kind) for change in compare(old, new).blocks] == [("ccc4", "moved")]

    def test_a_finding_that_changed_is_told(self, root: Path) -> None:
        change(root / "docs/data/claims.yml", "finding: documented", "finding: supported")
        assert freeze(root, "1.1", "2026-02-03") == 0
        old, new = load_project(root).snapshots
        ((was, now),) = compare(old, new).findings
        assert was and now and (was.found, now.found) == ("documented", "supported")

    @pytest.mark.parametrize(
        ("before", "after"),
        [("", "All new."), ("All old.", ""), ("One, two.", "One two; three."), ("a b c d", "d c b a")],
    )
    def test_both_texts_can_be_read_out_of_a_rewording(self, before: str, after: str) -> None:
        parts = list(reworded(before, after))
        assert "".join(words for fate, words in parts if fate != "come") == before
        assert "".join(words for fate, words in parts if fate != "gone") == after


class TestPages:
    def test_what_went_and_what_came_is_marked(self, built: Path) -> None:
        listed = page(built, "editions/1.1").select(".changes li")
        told = next(row for row in listed if "Changed" in row.get_text())
        assert next(mark.name for mark in told.select("del, ins")) == "del"
        assert "[went: 1970" in told.select("del")[0].get_text() and "[came: 1988]" in told.select("ins")[0].get_text()

    def test_each_edition_keeps_all_its_paragraphs_under_their_addresses(self, built: Path) -> None:
        ids = {
            number: {tag["id"] for tag in page(built, f"editions/{number}").select(".frozen .passage")}
            for number in ("1.0", "1.1")
        }
        assert ids == {"1.0": {"bcdf", "ccc1", "ccc2", "ccc3", "ccc4"}, "1.1": {"bcdf", "ccc1", "ccc2", "ccc3", "ccc5"}}

    def test_the_list_has_the_newest_first(self, built: Path) -> None:
        assert [row["id"] for row in page(built, "editions").select(".entries > li")] == ["edition-1.1", "edition-1.0"]

    def test_an_old_edition_is_cited_as_itself(self, built: Path) -> None:
        text = (built / "editions/1.0/cite.txt").read_text()
        assert "A Project with Editions" in text and "Edition 1.0" in text
        assert "2026/01/02" in (built / "editions/1.0/cite.ris").read_text()

    def test_search_engines_are_sent_to_the_present_text(self, built: Path) -> None:
        assert page(built, "editions/1.0").select_one("meta[name=robots][content=noindex]")
        assert "editions/1.0/" not in (built / "sitemap.xml").read_text()
        assert not page(built, "essay/two").select("meta[name=robots]")

    def test_the_foot_of_each_page_names_the_edition(self, built: Path) -> None:
        foot = page(built, "essay/one").select_one("a.edition")
        assert foot and (foot.get_text(), foot["href"]) == ("Edition 1.1, 3 February 2026", "../../editions/")

    def test_only_a_page_that_lost_a_paragraph_says_so(self, built: Path) -> None:
        assert page(built, "essay/two").select(".retired") and not page(built, "essay/one").select(".retired")

    @pytest.mark.parametrize(
        ("id", "said", "then"),
        [
            ("ccc4", "Withdrawn: nothing bore it out.", "editions/1.0/#ccc4"),
            ("ccc3", "It has moved.", "one/#ccc3"),
        ],
    )
    def test_an_old_address_lands_on_what_became_of_it(
        self, id: str, said: str, then: str, built: Path, serve: Callable[[Path], str], open_page: Callable[..., Page]
    ) -> None:
        opened = open_page(f"essay/two/#{id}", base=serve(built), width=390, java_script_enabled=False)
        note = opened.locator(":target")
        assert note.is_visible() and said in note.inner_text() and "until edition 1.0" in note.inner_text()
        assert note.evaluate(
            "note => { const box = note.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight }"
        )
        note.locator(f"a[href$='{then}']").click()
        opened.wait_for_url(f"**/{then}")
        opened.locator(":target").wait_for()

    def test_on_the_whole_page_an_address_is_the_paragraphs_or_its_notes(self, built: Path) -> None:
        places = {id: page(built, "whole").select(f"#{id}") for id in ("ccc3", "ccc4", "two-ccc3")}
        assert [[place.name for place in found] for found in places.values()] == [["ul"], ["li"], ["li"]]

    def test_a_page_whose_paragraphs_are_all_gone_still_says_where_they_went(
        self, second: Path, tmp_path: Path
    ) -> None:
        root = Path(shutil.copytree(second, tmp_path / "project"))
        (root / "docs/essay/two.md").write_text(
            "---\ntitle: Two\n---\n# Two\n\nThis section was taken out.\n", encoding="utf-8"
        )
        change(root / "mkdocs.yml", "essay/two.md, ", "")
        change(root / "mkdocs.yml", "  /editions/\n", "  /editions/\n  /essay/two.md\n")
        gone = "".join(
            f"- {{id: {id}, section: essay/two.md, why: Taken out., now: bcdf}}\n" for id in ("ccc1", "ccc2", "ccc5")
        )
        change(root / "docs/data/retired.yml", "", gone)
        assert codes(root) == set()
        build(root, tmp_path / "site")
        foot = page(tmp_path / "site", "").select_one(".edition")
        assert foot and foot.get_text() == "Edition 1.1, 3 February 2026, with changes since"
        assert {row["id"] for row in page(tmp_path / "site", "essay/two").select(".retired li")} == {
            "ccc1",
            "ccc2",
            "ccc3",
            "ccc4",
            "ccc5",
        }

    def test_two_pages_with_the_same_words_are_two_pages(self, second: Path, tmp_path: Path) -> None:
        root = Path(shutil.copytree(second, tmp_path / "project"))
        for name in ("two", "three"):
            text = f"---\ntitle: {name.title()}\n---\nThis section was taken out.\n"
            (root / f"docs/essay/{name}.md").write_text(text, encoding="utf-8")
        change(root / "mkdocs.yml", "essay/two.md, ", "")
        change(root / "mkdocs.yml", "  /editions/\n", "  /editions/\n  /essay/two.md\n  /essay/three.md\n")
        gone = "".join(f"- {{id: {id}, section: essay/two.md, why: Taken out.}}\n" for id in ("ccc1", "ccc2", "ccc5"))
        change(root / "docs/data/retired.yml", "", gone)
        build(root, tmp_path / "site")
        two, three = (page(tmp_path / "site", f"essay/{name}") for name in ("two", "three"))
        assert len(two.select(".retired li")) == 5 and not three.select(".retired li")
        for shown, title in ((two, "Two"), (three, "Three")):
            data = json.loads(shown.select_one("script[type='application/ld+json']").get_text())  # type: ignore[union-attr]
            assert data["headline"] == title
