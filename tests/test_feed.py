"""The feed: what has gone out and what had to be corrected, valid, under ids that no host changes, and linked where it
is looked for.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup
from lxml import etree

from apparatus.postbuild.feed import feed
from apparatus.project import Project, load_project

from .support.frozen import begun, gone_on
from .support.project import change

pytestmark = pytest.mark.xdist_group("feed")

SCHEMA = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="feed"><attribute name="xml:lang" ns="http://www.w3.org/XML/1998/namespace"/><interleave><ref name="every"/><element name="author"><element name="name"><text/></element></element>
<element name="rights"><text/></element><element name="icon"><data type="anyURI"/></element><oneOrMore><ref name="link"/></oneOrMore><zeroOrMore><element name="entry"><interleave><ref name="every"/><element name="published"><data type="dateTime"/></element><ref name="link"/>
<element name="content"><attribute name="type" ns=""><value>html</value></attribute><text/></element></interleave></element></zeroOrMore></interleave></element></start>
<define name="every"><interleave><element name="id"><data type="anyURI"/></element><element name="title"><text/></element><element name="updated"><data type="dateTime"/></element></interleave></define>
<define name="link"><element name="link"><attribute name="rel" ns=""/><attribute name="type" ns=""/><attribute name="href" ns=""><data type="anyURI"/></attribute></element></define>
</grammar>"""
"""What RFC 4287, appendix B, asks of the elements that we use: each of the three once, an author, links."""


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of which 1.0 and 1.1 have been frozen."""
    folder = tmp_path_factory.mktemp("feed")
    return gone_on(begun(folder / "first"), folder / "second")


def followed(root: Path, site_url: str = "https://essay.example/") -> tuple[bytes, Project]:
    change(root / "mkdocs.yml", "site_name", f"site_url: {site_url}\nsite_name")
    (root / "docs/data/corrections.yml").write_text(
        '- {id: "1", date: 2026-01, passage: ccc1, said: Nine., says: "Ten <b> & \'more\' of them, and of each two '
        'and a half, in all thirty.",'
        " why: A count., severity: error, sources: [dawn2014]}\n",
        encoding="utf-8",
    )
    project = load_project(root)
    made = feed(project)
    assert made
    return made, project


def test_it_is_valid_and_says_what_has_gone_out_and_what_was_wrong(second: Path, tmp_path: Path) -> None:
    made, project = followed(Path(shutil.copytree(second, tmp_path / "project")))
    etree.RelaxNG(etree.fromstring(SCHEMA)).assertValid(etree.fromstring(made))
    read = feedparser.parse(made)
    assert not read.bozo and read.feed.updated == "2026-02-03T00:00:00Z"
    assert [entry.title for entry in read.entries] == [
        "Edition 1.1",
        "Edition 1.0",
        "Error corrected in Two: Ten <b> & ‘more’ of them, and of each two and a half, in …",
    ]
    assert [entry.link for entry in read.entries] == [
        "https://essay.example/editions/1.1/",
        "https://essay.example/editions/1.0/",
        "https://essay.example/record/corrections/#1",
    ]
    assert {entry.published for entry in read.entries} == {entry.updated for entry in read.entries}
    assert made == feed(project)


def shown(entry: feedparser.FeedParserDict) -> BeautifulSoup:
    return BeautifulSoup(entry.content[0].value, "html.parser")


def test_an_entry_tells_what_changed_with_links_to_the_paragraphs(second: Path, tmp_path: Path) -> None:
    made, project = followed(Path(shutil.copytree(second, tmp_path / "project")))
    edition, first, correction = map(shown, feedparser.parse(made).entries)
    assert edition.p.get_text().startswith("News of 1.1.") and "1 paragraph added" in edition.get_text()  # type: ignore[union-attr]
    assert [gone.get_text() for gone in edition.select("del")] == ["[went: 1970, one by one]", "[went: The end of it.]"]
    assert "[came: It was new.]" in edition.get_text()
    assert {link["href"] for link in edition.select("a")} >= {
        "https://essay.example/editions/1.0/#ccc1",
        "https://essay.example/editions/1.1/#ccc1",
        "https://essay.example/editions/1.1/#ccc5",
    }
    assert not first.select("a, h2") and "News of 1.0." in first.get_text()
    assert [row.get_text() for row in correction.select("p")[1:3]] == [
        "It said Nine.",
        "It says Ten <b> & ‘more’ of them, and of each two and a half, in all thirty.",
    ]
    assert [link["href"] for link in correction.select("a")] == [
        "https://essay.example/essay/two/#ccc1",
        "https://example.org/1",
    ]
    assert all(
        str(link["href"]).startswith("https://") for entry in (edition, correction) for link in entry.select("[href]")
    )
    assert not edition.select("[class], [id]")
    assert all(place.rpartition("#")[2] in project.passages for place in ("#ccc1", "#ccc5"))


def test_of_an_edition_that_changed_much_each_paragraph_is_named(
    second: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apparatus.postbuild.feed.MOST", 1000)
    edition = shown(feedparser.parse(followed(Path(shutil.copytree(second, tmp_path / "project")))[0]).entries[0])
    assert not edition.select("del, ins") and "The seats were counted in 1988." in edition.get_text()
    assert edition.select("a[href='https://essay.example/editions/1.1/']")


def test_ids_do_not_move_with_the_host(second: Path, tmp_path: Path) -> None:
    ids = [
        [
            entry.id
            for entry in feedparser.parse(followed(Path(shutil.copytree(second, tmp_path / str(i))), host)[0]).entries
        ]
        for i, host in enumerate(("https://essay.example/", "https://elsewhere.example/mqm/"))
    ]
    assert ids[0] == ids[1] and len(set(ids[0])) == 3
    assert all(re.fullmatch(r"tag:example\.org,2026:test:(edition|correction):\S+", id) for id in ids[0])


def test_it_is_announced_on_every_page(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    linked = {path for path, soup in pages.items() if soup.select("link[rel=alternate][type='application/atom+xml']")}
    assert linked == set(pages) - {"404.html"}
    assert all(
        pages[path].select("a[href='../../feed.xml'], a[href='../feed.xml']")
        for path in ("editions/", "record/corrections/")
    )


def test_what_it_says_of_this_essay_leads_to_what_is_there(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    read = feedparser.parse((site / "feed.xml").read_bytes())
    assert not read.bozo and len(read.entries) > 5
    host = read.feed.link
    ids = {path: {tag["id"] for tag in soup.find_all(id=True)} for path, soup in pages.items()}
    for entry in read.entries:
        links = [str(link["href"]) for link in shown(entry).select("[href]")]
        for link in [entry.link, *links]:
            path, _, anchor = link.removeprefix(host).partition("#")
            assert not link.startswith(host) or not path or not anchor or anchor in ids[path], link
        assert entry.id.split(":")[3] == "edition" or links
    assert (site / read.feed.icon.removeprefix(host)).is_file()
