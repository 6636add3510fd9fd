"""What a page of a translation says of itself: its language, its original, its own card, citation and feed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup

from apparatus.metadata.linked_data import linked_data
from apparatus.metadata.social_cards import words_on
from apparatus.project import load_project

from .support.project import ROOT

pytestmark = pytest.mark.xdist_group("translation")
PLACES = ("", "essay/the-war/", "record/claims/", "about/")


def head(both: Path, place: str) -> tuple[BeautifulSoup, dict[str, str]]:
    soup = BeautifulSoup((both / "ur" / place / "index.html").read_text(encoding="utf-8"), "lxml")
    said = {
        str(meta.get(name)): str(meta["content"])
        for meta in soup.select("meta[content]")
        for name in ("name", "property")
    }
    return soup, said


@pytest.mark.parametrize("place", PLACES)
def test_a_page_names_its_language_and_its_original(both: Path, place: str) -> None:
    soup, said = head(both, place)
    node = json.loads(soup.select_one("script[type='application/ld+json']").string or "")  # type: ignore[union-attr]
    assert node["inLanguage"] == said["citation_language"] == "ur"
    assert node["@id"] == said["og:url"] == f"https://example.org/ur/{place}"
    assert node["translationOfWork"]["@id"] == f"https://example.org/{place}"
    assert said["og:locale"] == "ur_PK"
    assert any("\u0600" <= letter <= "\u06ff" for letter in said["og:description"])


@pytest.mark.parametrize("place", PLACES)
def test_its_card_says_its_words(both: Path, place: str) -> None:
    _, said = head(both, place)
    card = said["og:image"].removeprefix("https://example.org/")
    told = (words_on(both / card) or "").split("\n")
    assert said["og:title"] in told if place.startswith("essay/") else said["og:site_name"] in told


def test_the_original_names_a_translation_once_it_is_published(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    project, site = load_project(tmp_path), tmp_path / "docs/ur/site.yml"
    published = site.read_text(encoding="utf-8")
    site.write_text(f"{published}\ndraft: true\n", encoding="utf-8")
    assert "workTranslation" not in linked_data(project, project.pages["index.md"])
    site.write_text(published, encoding="utf-8")
    (told,) = linked_data(project, project.pages["index.md"])["workTranslation"]
    assert (told["@id"], told["inLanguage"]) == ("https://example.org/ur/", "ur")


def test_it_is_cited_by_its_own_title_and_address(both: Path) -> None:
    folder = both / "ur/essay/the-war"
    (item,) = json.loads((folder / "cite.json").read_text())
    assert (item["title"], item["language"], item["URL"]) == ("جنگ", "ur", "https://example.org/ur/essay/the-war/")
    for form in ("bib", "ris", "txt"):
        text = (folder / f"cite.{form}").read_text()
        assert item["title"] in text and item["URL"] in text
    reference = BeautifulSoup((folder / "index.html").read_bytes(), "lxml").select_one("#cite .reference > bdi")
    assert reference and (reference["lang"], reference["dir"]) == ("en-GB", "ltr")
    assert {part["dir"] for part in reference.select("[lang=ur]")} == {"rtl"} and ", edition 2" in reference.get_text()


def test_its_feed_tells_the_corrections_in_its_words(both: Path) -> None:
    english, own = (feedparser.parse((both / place / "feed.xml").read_bytes()) for place in ("", "ur"))
    corrections = load_project(ROOT).record.corrections
    assert len(own.entries) == len(corrections) < len(english.entries)
    assert own.feed.id == f"{english.feed.id}:ur" and own.feed.language == "ur"
    assert not {entry.id for entry in own.entries} & {entry.id for entry in english.entries}
    for entry in own.entries:
        assert entry.link.startswith("https://example.org/ur/record/corrections/#")
        content = BeautifulSoup(entry.content[0].value, "lxml")
        assert content.select("div[dir=rtl]") and "پہلے" in content.get_text()


def test_the_root_allows_what_the_pages_of_each_language_hold(both: Path) -> None:
    """A header that lacks a hash blocks what the page allows; and nobody reads a header below the root."""
    for file in ("_headers", "hosting/policy.nginx", "hosting/policy.caddy"):
        allowed = set(re.findall(r"'sha256-[^']+'", (both / file).read_text(encoding="utf-8")))
        for page in both.rglob("*.html"):
            assert set(re.findall(r"'sha256-[^']+'", page.read_text(encoding="utf-8"))) <= allowed, (file, page)
    assert not [name for name in ("_headers", "_redirects", "hosting", "robots.txt") if (both / "ur" / name).exists()]
    kept = (both / "_headers").read_text(encoding="utf-8")
    for packed in both.glob("ur/assets/*/*.????????.*"):
        assert f"\n/{packed.relative_to(both)}\n  Cache-Control: public, max-age=31536000, immutable\n" in kept
    assert "/ur/sitemap.xml" in (both / "robots.txt").read_text(encoding="utf-8")
