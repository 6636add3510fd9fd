"""Editions and old addresses: what was frozen stays, what changed is told, and an address that was given once leads somewhere for ever."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest
import yaml
from bs4 import BeautifulSoup
from lxml import etree
from playwright.sync_api import Page

from apparatus.__main__ import main
from apparatus.checks import check
from apparatus.editions.feed import feed
from apparatus.frozen.changes import compare, reworded
from apparatus.frozen.freezing import changed
from apparatus.frozen.text import read_frozen
from apparatus.mkdocs import build
from apparatus.project import Project, load_project

from .conftest import ROOT
from .test_checks import FOLDER, lay

pytestmark = pytest.mark.xdist_group("frozen")

TWO = """---
title: Two
question: What follows?
---
# Two

The seats were counted in 1970, one by one.
{: #ccc1 }

The votes were few, some say "very" few.[^few]
{: #ccc2 }

- A list of one.
- A list of two.

{: #ccc3 }

The end of it.
{: #ccc4 }

[^few]: Fewer than before.
"""
CONFIGURATION = """site_name: A project with editions
site_author: The editors
nav: [index.md, essay/one.md, essay/two.md, record/claims.md, record/people.md, record/glossary.md, record/sources.md, record/corrections.md, whole.md]
not_in_nav: |
  /editions/
theme: {{name: material, custom_dir: {overrides}, language: en, font: false, favicon: assets/images/favicon.svg}}
plugins: [apparatus]
markdown_extensions: {extensions}
extra:
  security_policy: "default-src 'self'"
  edition:
    key: test
    tag: "tag:example.org,2026:test"
    number: 0
    published: 2026-01-01
    date: 2026-01-01
"""


def change(root: Path, path: str, *pairs: tuple[str, str]) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    file.write_text(text, encoding="utf-8")


def codes(root: Path) -> set[str]:
    return {problem.code for problem in check(load_project(root))}


def freeze(root: Path, number: str, date: str) -> int:
    return main(["edition", "--root", str(root), "--number", number, "--date", date, "--summary", f"News of {number}."])


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose edition 1.0 is frozen."""
    root = lay(tmp_path_factory.mktemp("first"), FOLDER / "base")
    (root / "docs/essay/two.md").write_text(TWO, encoding="utf-8")
    (root / "docs/index.md").write_text("# A project\n\n/// listing | contents\n///\n", encoding="utf-8")
    for name in ("claims", "people", "glossary", "corrections"):
        (root / f"docs/record/{name}.md").write_text(
            f"# {name.title()}\n\n/// listing | {name}\n///\n", encoding="utf-8"
        )
    shutil.copytree(ROOT / "docs/assets", root / "docs/assets", ignore=shutil.ignore_patterns("cards"))
    (root / "docs/whole.md").write_text('# The whole\n\n<div class="the-essay"></div>\n', encoding="utf-8")
    (root / "docs/editions").mkdir()
    (root / "docs/editions/index.md").write_text("# Editions\n\n/// listing | editions\n///\n", encoding="utf-8")
    extensions = yaml.safe_load(
        (ROOT / "mkdocs.yml").read_text().split("\n# One thin plugin")[0].split("\nmarkdown_extensions:")[1]
    )
    (root / "mkdocs.yml").write_text(
        CONFIGURATION.format(overrides=ROOT / "overrides", extensions=extensions), encoding="utf-8"
    )
    assert freeze(root, "1.0", "2026-01-02") == 0
    return root


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "project"))


def revise(root: Path) -> None:
    """Change a paragraph, remove one, move one to the other section, add one, and change what stands beside one."""
    change(root, "docs/essay/two.md", ("counted in 1970, one by one", "counted in 1988"), ("The end of it.\n{: #ccc4 }\n\n", ""),
           ("- A list of one.\n- A list of two.\n\n{: #ccc3 }\n\n", ""), ("Fewer than before.", "Fewer than ever."),
           ("[^few]:", "It was new.\n{: #ccc5 }\n\n[^few]:"))  # fmt: skip
    change(root, "docs/essay/one.md", ("[^oath]:", "- A list of one.\n- A list of two.\n\n{: #ccc3 }\n\n[^oath]:"))


RETIRED = """- id: ccc4
  section: essay/two.md
  why: "Withdrawn: nothing bore it out."
- id: ccc3
  section: essay/two.md
  why: It has moved.
  now: ccc3
"""


@pytest.fixture(scope="module")
def second(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project when 1.1 has been frozen as well."""
    root = Path(shutil.copytree(first, tmp_path_factory.mktemp("second") / "project"))
    revise(root)
    (root / "docs/data/retired.yml").write_text(RETIRED, encoding="utf-8")
    assert freeze(root, "1.1", "2026-02-03") == 0
    return root


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
            id: block.words for id, (_, block) in read_frozen(first / "docs/data/editions/1.0.json").places.items()
        }
        assert words["ccc2"] == "The votes were few, some say “very” few."
        assert words["ccc3"] == "A list of one.\nA list of two."
        assert words["bcdf"] == "The city voted. Afaq Ahmed paid bhatta. See the source."

    def test_every_paragraph_of_the_essay_is_frozen(self) -> None:
        project = load_project(ROOT)
        places = project.frozen[-1].places
        assert places and all(block.words and block.hash for _, block in places.values())
        assert {section.path for section, _ in places.values()} <= set(project.pages)

    def test_number_and_date_are_set_and_nothing_has_changed_since(self, first: Path) -> None:
        project = load_project(first)
        assert (project.settings.edition.number, project.settings.edition.date) == ("1.0", "2026-01-02")
        assert check(project) == () and not changed(project)

    def test_the_same_text_gives_the_same_bytes(self, root: Path) -> None:
        before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
        (root / "docs/data/editions/1.0.json").unlink()
        assert main(["edition", "--root", str(root), "--number", "1.0"]) == 0
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
        change(root, "docs/data/editions/1.0.json", ("The end of it.", "The end of all."))
        assert codes(root) == {"C072"}

    def test_a_broken_line_is_no_change_and_a_new_source_is(self, root: Path) -> None:
        change(root, "docs/essay/two.md", ("1970, one", "1970,\none"))
        assert not changed(load_project(root))
        change(root, "docs/essay/two.md", ("by one.", "by one.[@dawn2014]"))
        assert changed(load_project(root))


class TestChanges:
    def test_each_change_is_told_as_what_it_is(self, second: Path) -> None:
        old, new = load_project(second).frozen
        changes = compare(old, new)
        assert {change.block.id: change.kind for change in changes.blocks} == {
            "ccc1": "changed", "ccc2": "beside", "ccc3": "moved", "ccc4": "removed", "ccc5": "added",
        }  # fmt: skip
        assert (
            changes.told() == "1 paragraph added, 1 removed, 1 moved, 1 changed, 1 with other notes, sources or marks"
        )

    def test_a_paragraph_that_changes_places_with_another_has_moved(self, root: Path) -> None:
        ends, votes = "The end of it.\n{: #ccc4 }\n\n", 'The votes were few, some say "very" few.[^few]\n{: #ccc2 }\n\n'
        change(root, "docs/essay/two.md", (ends, ""), (votes, ends + votes))
        assert freeze(root, "1.1", "2026-02-03") == 0
        old, new = load_project(root).frozen
        assert [(change.block.id, change.kind) for change in compare(old, new).blocks] == [("ccc4", "moved")]

    def test_a_finding_that_changed_is_told(self, root: Path) -> None:
        change(root, "docs/data/claims.yml", ("finding: documented", "finding: supported"))
        assert freeze(root, "1.1", "2026-02-03") == 0
        old, new = load_project(root).frozen
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
        assert opened.url.endswith(then) and opened.locator(":target").is_visible()

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
        change(root, "mkdocs.yml", ("essay/two.md, ", ""), ("  /editions/\n", "  /editions/\n  /essay/two.md\n"))
        gone = "".join(
            f"- {{id: {id}, section: essay/two.md, why: Taken out., now: bcdf}}\n" for id in ("ccc1", "ccc2", "ccc5")
        )
        change(root, "docs/data/retired.yml", ("", gone))
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


SCHEMA = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="feed"><attribute name="xml:lang" ns="http://www.w3.org/XML/1998/namespace"/><interleave><ref name="every"/><element name="author"><element name="name"><text/></element></element>
<element name="rights"><text/></element><oneOrMore><ref name="link"/></oneOrMore><zeroOrMore><element name="entry"><interleave><ref name="every"/><ref name="link"/>
<element name="content"><attribute name="type" ns=""><value>html</value></attribute><text/></element></interleave></element></zeroOrMore></interleave></element></start>
<define name="every"><interleave><element name="id"><data type="anyURI"/></element><element name="title"><text/></element><element name="updated"><data type="dateTime"/></element></interleave></define>
<define name="link"><element name="link"><attribute name="rel" ns=""/><attribute name="type" ns=""/><attribute name="href" ns=""><data type="anyURI"/></attribute></element></define>
</grammar>"""
"""What RFC 4287, appendix B, asks of the elements that we use: each of the three once, an author, links."""


def followed(root: Path, site_url: str = "https://essay.example/") -> tuple[bytes, Project]:
    change(root, "mkdocs.yml", ("site_name", f"site_url: {site_url}\nsite_name"))
    (root / "docs/data/corrections.yml").write_text(
        '- {id: "1", date: 2026-01, passage: ccc1, said: "Ten <b> & \'more\'.", says: Nine., why: A count., severity: error}\n',
        encoding="utf-8",
    )
    project = load_project(root)
    made = feed(project)
    assert made
    return made, project


class TestFeed:
    def test_it_is_valid_and_says_what_has_gone_out_and_what_was_wrong(self, second: Path, tmp_path: Path) -> None:
        made, project = followed(Path(shutil.copytree(second, tmp_path / "project")))
        etree.RelaxNG(etree.fromstring(SCHEMA)).assertValid(etree.fromstring(made))
        read = feedparser.parse(made)
        assert not read.bozo and read.feed.updated == "2026-02-03T00:00:00Z"
        assert [entry.title for entry in read.entries] == ["Edition 1.1", "Edition 1.0", "Correction 1, in Two: error"]
        assert [entry.link for entry in read.entries] == [
            "https://essay.example/editions/1.1/", "https://essay.example/editions/1.0/", "https://essay.example/record/corrections/#1",
        ]  # fmt: skip
        assert "1 paragraph added" in read.entries[0].content[0].value
        assert "Ten &lt;b&gt; &amp; ‘more’." in etree.fromstring(made)[-1][-1].text
        assert made == feed(project)

    def test_ids_do_not_move_with_the_host(self, second: Path, tmp_path: Path) -> None:
        ids = [
            [
                entry.id
                for entry in feedparser.parse(
                    followed(Path(shutil.copytree(second, tmp_path / str(i))), host)[0]
                ).entries
            ]
            for i, host in enumerate(("https://essay.example/", "https://elsewhere.example/mqm/"))
        ]
        assert ids[0] == ids[1] and len(set(ids[0])) == 3
        assert all(re.fullmatch(r"tag:example\.org,2026:test:(edition|correction):\S+", id) for id in ids[0])

    def test_it_is_linked_where_people_and_programs_look_and_on_no_section(
        self, site: Path, pages: dict[str, BeautifulSoup]
    ) -> None:
        linked = {
            path for path, soup in pages.items() if soup.select("link[rel=alternate][type='application/atom+xml']")
        }
        assert linked == {"", "about/", "editions/", "record/corrections/"}
        assert all(
            pages[path].select("a[href='../../feed.xml'], a[href='../feed.xml']")
            for path in ("editions/", "record/corrections/")
        )
        assert not feedparser.parse((site / "feed.xml").read_bytes()).bozo
