"""The built site, as files: links, budgets, validity, what is shipped and what is not."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont

from apparatus.project import load_project

from .support.nu import nu
from .support.project import ROOT

Pages = dict[str, BeautifulSoup]


def links(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all(["a", "link", "script", "img"]):
        value = tag.get("href") or tag.get("src")
        if value and tag.get("rel") != ["canonical"]:
            yield str(value)


def test_every_link_and_anchor_resolves(site: Path, pages: Pages) -> None:
    ids = {path: {tag["id"] for tag in soup.find_all(id=True)} for path, soup in pages.items()}
    dead = []
    for path, soup in pages.items():
        for link in links(soup):
            split = urlsplit(urljoin("http://site/" + path, link))
            if split.netloc not in ("site", "example.org"):
                continue
            target = unquote(split.path).lstrip("/")
            if not (site / target).exists() or (target in ids and split.fragment and split.fragment not in ids[target]):
                dead.append(f"{path}: {link}")
    assert not dead


def test_ids_are_given_once(pages: Pages) -> None:
    for path, soup in pages.items():
        ids = [tag["id"] for tag in soup.find_all(id=True)]
        assert sorted(ids) == sorted(set(ids)), path


def test_every_mark_is_a_link_with_text_to_a_box_that_leads_back(pages: Pages) -> None:
    """Without scripts, styles or roles: the number, letter or words of a mark lead to its entry, and that to where the
    mark stands.
    """
    opened = 0
    for path, soup in pages.items():
        boxes = {f"#{box['id']}": box for box in soup.select(".box")}
        for mark in soup.select(".mark a, a.name"):
            assert mark.get_text(strip=True) and mark["href"] in boxes, f"{path}: {mark}"
            places = {str(back["href"])[1:] for back in boxes[str(mark["href"])].select(".back")}
            assert places & {str(mark.get("id")), *(str(at["id"]) for at in mark.find_parents(id=True))}, (
                f"{path}: {mark}"
            )
            opened += 1
        assert not soup.select("button, [popover], [hidden]"), path
    assert opened > 1500


def test_every_section_is_reached_from_the_cover(pages: Pages) -> None:
    reached = {urlsplit(urljoin("http://site/", link)).path.lstrip("/") for link in links(pages[""])}
    sections = {path for path in pages if path.startswith("essay/")}
    assert sections and sections <= reached


def test_every_section_hands_on(pages: Pages) -> None:
    sections = [path for path in pages if path.startswith("essay/")]
    with_next = [path for path in sections if pages[path].select_one("nav.onward a[rel=next]")]
    assert len(with_next) == len(sections) - 1


def test_every_source_leads_back_to_a_passage_or_an_entry(pages: Pages) -> None:
    entries = [
        entry for path, page in pages.items() for entry in page.select(".sources .entries > li:has(.told, small)")
    ]
    assert len(entries) >= 50
    assert [entry["id"] for entry in entries if not entry.select(".told a")] == []


def test_beside_every_address_of_a_source_stands_the_wayback_machines(pages: Pages) -> None:
    """In its boxes and its entry, one step from the sentence, at the day on which it was read; and the words promise no
    copy.
    """
    sources = load_project(ROOT).record.sources
    boxes = 0
    for path, soup in pages.items():
        for copies in soup.select(".source small, .entries small"):
            live, asked, *entry = copies.select("a")
            key = urldefrag(str(entry[0]["href"]))[1] if entry else str(copies.find_parent("li")["id"])  # type: ignore[index]
            day = str(sources[key].accessed).replace("-", "")
            assert asked["href"] == f"https://web.archive.org/web/{day}/{live['href']}", path
            assert asked.get_text().startswith("(or ask the Wayback Machine")
            boxes += bool(entry)
    assert boxes > 900


def test_every_source_has_its_old_address_its_reference_and_its_entry(pages: Pages) -> None:
    """On the page of sources, whose references a browser finds, and on one of its parts, where the reference leads."""
    references = {str(entry["id"]): entry for entry in pages["record/sources/"].select(".sources .entries > li")}
    assert set(references) == set(load_project(ROOT).record.sources)
    for key, entry in references.items():
        link = entry.select_one("a.apart")
        assert link and len(entry.get_text()) > len(link.get_text()) + 10, key
        part, _, id = str(link["href"]).partition("#")
        whole = pages[f"record/sources/{part}"].find(id=id)
        assert id == key and whole and whole.select_one("small a"), key
        words = entry.get_text().replace(link.get_text(), "").split()
        assert words == whole.get_text().split()[: len(words)], key
    parts = [page for path, page in pages.items() if re.fullmatch(r"record/sources/\d+/", path)]
    assert sum(len(page.select(".sources .entries > li")) for page in parts) == len(references)


def test_no_two_landmarks_of_a_page_have_one_name(pages: Pages) -> None:
    for path, soup in pages.items():
        named = [soup.find(id=tag["aria-labelledby"]) for tag in soup.select("section[aria-labelledby]")]
        names = [tag.get_text() for tag in named if tag]
        assert len(names) == len(named) == len(set(names)), path


def test_few_things_are_inline_and_nothing_from_another_host(pages: Pages) -> None:
    """The same few on every page: the typefaces with the first screen's style of its kind of page, and the reader's
    choices.

    The diagrams' style stands in the few sections that show one, for it would be an eighth request there.
    """
    styles, scripts = set(), set()
    for path, soup in pages.items():
        own = [str(style.string) for style in soup.find_all("style")]
        assert len(own) == 1 and "@font-face" in own[0] and "@layer" in own[0], path
        styles |= set(own)
        ours = [s for s in soup.find_all("script") if not s.get("src") and s.get("type") != "application/ld+json"]
        assert [script.get("type") for script in ours] == [None], path
        scripts |= {str(script.string) for script in ours}
        assert soup.select("link[rel=stylesheet]") == soup.select("body > link[rel=stylesheet]"), path
        assert not soup.select("link[rel=stylesheet] ~ :not(link)"), path  # at the very end
        assert all(script.has_attr("defer") for script in soup.select("script[src]")), path
        assert not soup.select("[style], [onclick], [onload], iframe, form[action]"), path
    assert (
        len(scripts) == 1 and len(styles) <= 2 * 5
    )  # two kinds of page, at five depths, the sections with diagrams among them
    for path, soup in pages.items():
        for tag in soup.select("script[src], link[href]:not([rel=canonical]), img[src]"):
            assert not urlsplit(str(tag.get("src") or tag.get("href"))).netloc, f"{path}: {tag}"


def test_nothing_of_the_theme_is_shipped(site: Path) -> None:
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    named = re.compile(r"\.[0-9a-f]{8}(?=\.)")  # what changes with the content
    assert {named.sub("", file) for file in files if file.endswith((".js", ".css"))} == {
        "assets/scripts/essay.js",
        "assets/scripts/moved.js",
        "assets/scripts/offline.js",
        "assets/scripts/reading.js",
        "assets/scripts/matching.js",
        "assets/scripts/search.js",
        "assets/stylesheets/essay.css",
        "assets/stylesheets/record.css",
        "assets/stylesheets/search.css",
        "sw.js",
    }
    assert not any("lunr" in file or "material" in file for file in files)


def compressed(*files: Path) -> int:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def test_a_first_view_keeps_to_its_budget(site: Path) -> None:
    """Page, style and script of a section, its charts among them."""
    shared = [*site.glob("assets/*/essay.*.js"), *site.glob("assets/*/essay.*.css")]
    assert len(shared) == 2
    for page in site.glob("essay/*/index.html"):
        assert compressed(page, *shared) <= 30_000, page


def test_a_vowel_sign_stands_on_the_one_before_it(site: Path) -> None:
    """Which signs a sign is set upon is said by the number of a set in another table (GDEF), as in بَّ."""
    face = TTFont(site / "assets/fonts/naskh-urdu.woff2")
    sets = face["GDEF"].table.MarkGlyphSetsDef.Coverage
    asked = 0
    for lookup in face["GPOS"].table.LookupList.Lookup:
        for one in lookup.SubTable:
            if type(inner := getattr(one, "ExtSubTable", one)).__name__ == "MarkMarkPos":
                asked += 1
                assert set(inner.Mark1Coverage.glyphs) <= set(sets[lookup.MarkFilteringSet].glyphs)
    assert asked == 3


def test_the_type_of_a_first_screen_keeps_to_its_budget(site: Path, pages: Pages) -> None:
    """What is preloaded has the letters of titles, questions and opening paragraphs."""
    names = [f"literata-{style}-first.woff2" for style in ("roman", "italic")]
    faces = [site / "assets/fonts" / name for name in names]
    assert sum(face.stat().st_size for face in faces) <= 25_000
    letters = set.intersection(*(set(map(chr, TTFont(face).getBestCmap())) for face in faces))
    for path, soup in pages.items():
        preloaded = [str(link["href"]).rpartition("/")[2] for link in soup.select("link[rel=preload][as=font]")]
        assert preloaded == names, path
        first = soup.select(
            "h1, .masthead, .question, .standfirst, .section-number, .breadcrumb, article > p:first-of-type"
        )
        text = "".join(part.get_text() for part in first)
        assert set("".join(text.split())) <= letters, path


def test_the_record_pages_keep_to_their_budget(site: Path) -> None:
    for page in site.glob("record/**/index.html"):
        assert compressed(page) <= 60_000, page


def test_the_whole_site_keeps_to_its_budget(site: Path) -> None:
    """As it is sent: what a reader who takes all of it along pays for, as the cover says, without the books, the
    pictures, the sources to take along and the editions, of which each weighs for itself.
    """
    apart = {".epub", ".pdf", ".png", ".jpg", ".webp", ".avif", ".gz"}
    files = [
        path for path in site.rglob("*") if path.is_file() and path.suffix not in apart and path not in taken_away(site)
    ]
    assert compressed(*(path for path in files if "editions" not in path.relative_to(site).parts)) <= 2_000_000


def taken_away(site: Path) -> set[Path]:
    """Return the files with the sources of a page."""
    return {path.with_suffix(form) for path in site.rglob("sources.json") for form in (".json", ".bib", ".ris")}


def test_the_sources_to_take_along_keep_to_their_budget(site: Path) -> None:
    for file in taken_away(site):
        items = len(json.loads(file.with_suffix(".json").read_text(encoding="utf-8")))
        assert compressed(file) <= 1_000 + 150 * items, file


def test_each_edition_keeps_to_its_budget(site: Path) -> None:
    frozen = list(site.glob("data/editions/*.json"))
    assert frozen
    for text in frozen:
        assert compressed(text) <= 60_000 and compressed(site / f"editions/{text.stem}/index.html") <= 60_000, text


def test_the_nu_checker_finds_nothing(site: Path) -> None:
    assert nu(site) == ""


@pytest.mark.parametrize("path", ["", "404.html"])
def test_pages_outside_the_essay_have_a_title_and_one_heading(pages: Pages, path: str) -> None:
    soup = pages[path]
    assert soup.title and "MQM" in soup.title.text
    assert len(soup.find_all("h1")) == 1


def test_every_page_says_under_what_licence_it_stands(pages: Pages) -> None:
    licence = load_project(ROOT).settings.copyright
    assert "CC BY" in licence
    assert [path for path, soup in pages.items() if licence not in soup.select_one("footer.colophon").get_text()] == []  # type: ignore[union-attr]


def test_made_in_leads_to_the_sentence_that_makes_the_claim(pages: Pages) -> None:
    made = 0
    for entry in pages["record/claims/"].select(".claims-list > li"):
        for link in entry.select(".told a"):
            path, _, id = (
                urljoin("http://site/record/claims/", str(link["href"])).removeprefix("http://site/").partition("#")
            )
            assert id == entry["id"] and pages[path].select_one(f"span.claim#{id}")
            made += 1
    assert made == len(load_project(ROOT).record.claims)
