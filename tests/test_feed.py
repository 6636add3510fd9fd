"""The feed: what has gone out and what had to be corrected, valid, under ids that no host changes, and linked where it is looked for."""

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
<element name="rights"><text/></element><oneOrMore><ref name="link"/></oneOrMore><zeroOrMore><element name="entry"><interleave><ref name="every"/><ref name="link"/>
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
        '- {id: "1", date: 2026-01, passage: ccc1, said: "Ten <b> & \'more\'.", says: Nine., why: A count., severity: error}\n',
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
    assert [entry.title for entry in read.entries] == ["Edition 1.1", "Edition 1.0", "Correction 1, in Two: error"]
    assert [entry.link for entry in read.entries] == [
        "https://essay.example/editions/1.1/", "https://essay.example/editions/1.0/", "https://essay.example/record/corrections/#1",
    ]  # fmt: skip
    assert "1 paragraph added" in read.entries[0].content[0].value
    assert "Ten &lt;b&gt; &amp; ‘more’." in etree.fromstring(made)[-1][-1].text
    assert made == feed(project)


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


def test_it_is_linked_where_people_and_programs_look_and_on_no_section(
    site: Path, pages: dict[str, BeautifulSoup]
) -> None:
    linked = {path for path, soup in pages.items() if soup.select("link[rel=alternate][type='application/atom+xml']")}
    assert linked == {"", "about/", "editions/", "record/corrections/"}
    assert all(
        pages[path].select("a[href='../../feed.xml'], a[href='../feed.xml']")
        for path in ("editions/", "record/corrections/")
    )
    assert not feedparser.parse((site / "feed.xml").read_bytes()).bozo
