"""What every page tells machines: search engines, social networks, reference managers, whoever saves it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from apparatus.books.single_file import write_single
from apparatus.checks import check
from apparatus.postbuild.book import read_book
from apparatus.project import load_project
from apparatus.record.settings import read_settings

from .support.pages import Pages, meta, published
from .support.project import QUIET, ROOT, change, english

SETTINGS = read_settings(ROOT)
SECTION = "essay/the-generals-bargain/"


class TestHead:
    def test_every_page_says_where_it_stands(self, pages: Pages) -> None:
        for path, soup in published(pages):
            canonical = soup.select("link[rel=canonical]")
            assert [link["href"] for link in canonical] == [SETTINGS.site_url + path]
            assert meta(soup, "og:url") == SETTINGS.site_url + path

    def test_every_description_is_its_own_and_can_be_shown_whole(self, pages: Pages) -> None:
        told = [meta(soup, "description") for _, soup in published(pages)]
        assert len(set(told)) == len(told)
        assert all(50 <= len(one or "") <= 160 for one in told)

    def test_every_page_has_a_picture_of_its_words(self, pages: Pages, site: Path) -> None:
        for path, soup in published(pages):
            address = meta(soup, "og:image") or ""
            with Image.open(site / address.removeprefix(SETTINGS.site_url)) as picture:
                assert (str(picture.width), str(picture.height)) == ("1200", "630")
                assert not path.startswith("essay/") or soup.h1.text in picture.text["Description"]  # type: ignore[attr-defined, union-attr]
            assert meta(soup, "og:image:alt")

    def test_every_page_says_its_language_as_social_networks_write_it(self, pages: Pages) -> None:
        assert {meta(soup, "og:locale") for _, soup in published(pages)} == {"en_GB"}

    def test_the_404_page_claims_no_place(self, pages: Pages) -> None:
        assert not pages["404.html"].select("link[rel=canonical], [property^=og], [type='application/ld+json']")
        assert meta(pages["404.html"], "robots") == "noindex"


def test_a_name_is_left_as_it_is_by_what_translates_a_page(pages: Pages) -> None:
    kept = {tag.get_text() for tag in pages["whole/"].select("a.name[translate=no]")}
    assert {"Altaf Hussain", "bhatta"} <= kept and "airport" not in kept
    others = {tag.get_text() for tag in pages["whole/"].select("a.name.person:not([translate])")}
    assert not kept & others
    assert all(
        tag.get("translate") == "no" for soup in pages.values() for tag in soup.select("bdi.urdu, .cite .reference")
    )


class TestZotero:
    """What Zotero's Embedded Metadata translator (version of 27 April 2026) makes of a page, by its own rules."""

    FIELDS: ClassVar = {
        "citation_title": "title",
        "citation_publication_date": "date",
        "citation_inbook_title": "bookTitle",
        "citation_public_url": "url",
        "citation_language": "language",
        "description": "abstractNote",
        "prism.edition": "edition",
    }

    def saved(self, soup: BeautifulSoup) -> dict[str, Any]:
        item: dict[str, Any] = {field: value for name, field in self.FIELDS.items() if (value := meta(soup, name))}
        if meta(soup, "citation_inbook_title"):
            item["itemType"] = "bookSection"
        else:
            item["itemType"] = {"book": "book", "website": "webpage"}.get(meta(soup, "og:type") or "", "journalArticle")
        author = meta(soup, "citation_author") or ""
        parts = re.split(r", ?", author.strip(" ,.")) if "," in author else author.rsplit(" ", 1)[::-1]
        item["creators"] = parts  # family name first; one part is an institution
        return item

    def test_a_section_is_saved_as_a_part_of_the_whole(self, pages: Pages) -> None:
        assert self.saved(pages[SECTION]) == {
            "itemType": "bookSection",
            "title": "The general’s bargain",
            "bookTitle": "How the MQM Became So Powerful",
            "creators": [SETTINGS.author],
            "date": SETTINGS.edition.date.replace("-", "/"),
            "edition": SETTINGS.edition.number,
            "url": SETTINGS.site_url + SECTION,
            "language": "en-GB",
            "abstractNote": meta(pages[SECTION], "description"),
        }

    def test_the_cover_is_saved_as_the_whole(self, pages: Pages) -> None:
        item = self.saved(pages[""])
        assert (item["itemType"], item["title"], item["creators"]) == ("book", SETTINGS.title, [SETTINGS.author])
        assert "bookTitle" not in item

    def test_what_holds_the_whole_is_saved_as_the_book_in_its_edition(self, pages: Pages, site: Path) -> None:
        project = load_project(ROOT)
        wholes = {"whole/": (SETTINGS.edition.number, SETTINGS.edition.date)}
        wholes |= {f"editions/{one.id}/": (one.id, one.date) for one in project.record.releases.values()}
        for path, (number, date) in wholes.items():
            item = self.saved(pages[path])
            assert (item["itemType"], item["title"], item["url"]) == ("book", SETTINGS.title, SETTINGS.site_url + path)
            assert (item["edition"], item["date"]) == (number, date.replace("-", "/"))
        single = self.saved(BeautifulSoup(write_single(read_book(site, project), site), "html.parser"))
        assert single == self.saved(pages[""]) | {"abstractNote": SETTINGS.description}


class TestSiteMap:
    def test_it_lists_every_page_with_the_editions_date(self, site: Path, pages: Pages) -> None:
        space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
        tree = ElementTree.parse(site / "sitemap.xml")
        listed = {str(one.text) for one in tree.findall(".//s:loc", space)}
        assert listed == {
            SETTINGS.site_url + path for path, soup in published(pages) if meta(soup, "robots") != "noindex"
        }
        assert {one.text for one in tree.findall(".//s:lastmod", space)} == {SETTINGS.edition.date}

    def test_no_file_holds_the_time_of_the_build(self, site: Path) -> None:
        assert not list(site.rglob("*.gz"))

    def test_robots_are_sent_to_it(self, site: Path) -> None:
        assert f"Sitemap: {SETTINGS.site_url}sitemap.xml" in (site / "robots.txt").read_text().splitlines()


def test_one_variable_moves_the_whole_site(tmp_path: Path, site: Path) -> None:
    """All but the 404 page, whose links begin at the host's root."""
    other = "https://essay.example.net/mqm/"
    root = english(tmp_path / "project")
    done = subprocess.run([sys.executable, "-m", "apparatus", "build", "--site", str(tmp_path / "site")], cwd=root,
                          env={**QUIET, "SITE_URL": other}, capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    for path in site.rglob("*"):
        if path.name != "404.html" and path.suffix in (".html", ".xml", ".txt", ".bib", ".ris", ".json"):
            here = path.read_text(encoding="utf-8")
            there = (tmp_path / "site" / path.relative_to(site)).read_text(encoding="utf-8")
            assert there == here.replace(SETTINGS.site_url, other), path


@pytest.mark.parametrize("missing", [f'    date: "{load_project(ROOT).settings.edition.date}"\n', "  edition:\n"])
def test_an_edition_without_a_date_ends_the_build(missing: str, tmp_path: Path) -> None:
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    change(tmp_path / "mkdocs.yml", missing, "  other:\n" if "edition" in missing else "")
    assert "C060" in {problem.code for problem in check(load_project(tmp_path)) if problem.path == "mkdocs.yml"}
