"""The Urdu edition: a site of its own beside the English one, paragraph for paragraph, held together by checks."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from playwright.sync_api import Browser

from apparatus.__main__ import main
from apparatus.checks import check
from apparatus.project import load_project
from apparatus.translation.assemble import wanted
from apparatus.translation.numbers import numbers
from apparatus.words import read_words

from .support.axe import faults
from .support.nu import nu
from .support.painting import waits_for_the_page_alone
from .support.project import CHECKS, ROOT, change, lay
from .support.translated import STALE

Pages = Mapping[str, BeautifulSoup]
pytestmark = pytest.mark.xdist_group("translation")  # built once, with test_translated_figures.py


@pytest.fixture(scope="module")
def pages(both: Path) -> Pages:
    """Every page of the Urdu site, by its address."""
    found = {}
    for path in sorted((both / "ur").rglob("index.html")):
        place = path.parent.relative_to(both / "ur").as_posix()
        found["" if place == "." else place + "/"] = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
    return found


def in_urdu(tag: Tag) -> Iterator[str]:
    """Yield the words of a page or of a part of it that are marked as no other language's."""
    for words in tag.strings:
        around = words.find_parent(lang=True)
        if type(words) is NavigableString and around and around["lang"] == "ur":  # and not of a script
            yield words


def test_it_says_what_the_english_says() -> None:
    assert check(load_project(ROOT), drafts=True) == ()


def test_what_has_changed_in_english_since_says_so_where_it_stands(both: Path, pages: Pages) -> None:
    for file, part, place, selector in STALE:
        found = pages[place].select(selector)
        assert len(found) == 1, (file, part, place)
        link = found[0].a
        assert link and link["hreflang"] == "en-GB" and "بدل چکا ہے" in found[0].get_text()
        target = urlsplit(urljoin(f"http://site/ur/{place}", str(link["href"])))
        assert target.path == f"/{place}", target
        english = BeautifulSoup((both / place / "index.html").read_text(encoding="utf-8"), "lxml")
        assert not english.select(".stale") and (not target.fragment or english.find(id=target.fragment))


def test_nothing_else_says_so(pages: Pages) -> None:
    boxes = "#claim-c10, #person-aftab-ahmed, #figure-karachi"
    told = {place for place, soup in pages.items() if soup.select(".stale")}
    assert told == {place for _, _, place, _ in STALE} | {place for place, soup in pages.items() if soup.select(boxes)}


def test_a_search_does_not_find_what_is_said_of_the_translation(both: Path) -> None:
    assert "بدل چکا ہے" not in (both / "ur/search/index.json").read_text(encoding="utf-8")


def test_what_is_brought_up_to_date_is_recorded_by_name_and_a_release_waits_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = lay(tmp_path, CHECKS / "base", CHECKS / "C137/in")
    at = ("--root", str(root))
    file = root / "docs/ur/made_from.yml"

    def codes() -> list[str]:
        return [problem.code for problem in check(load_project(root))]

    assert codes() == ["C137"] * 4
    assert main(["translated", *at, "ur"]) == 0 and codes() == ["C137"] * 4, "nothing was named"
    assert "essay/one.md:note oath" in capsys.readouterr().out
    assert main(["release", *at, "--number", "1.0", "--date", "2026-02-03", "--summary", "News."]) == 1
    assert "C137 docs/ur/essay/one.md:7" in capsys.readouterr().err
    for name, left in (("c01", 3), ("note oath", 2), ("essay/one.md:page", 1), ("essay/one.md", 0)):
        assert main(["translated", *at, "ur", name]) == 0 and len(codes()) == left, name
    before = file.read_bytes()
    for arguments in (["fr"], ["ur", "nosuch"], ["ur", "page"]):
        assert main(["translated", *at, *arguments]) == 1 and file.read_bytes() == before
    change(root / "docs/essay/one.md", "The city voted.", "The  whole city voted.")
    assert codes() == ["C137"]
    change(root / "docs/essay/one.md", "The  whole city", "The\ncity")
    assert codes() == [], "other line ends are no change"
    change(file, "bcdf", "zzzz")
    assert codes() == ["C138", "C129"], "one part is not recorded, another is not there"
    assert main(["translated", *at, "ur"]) == 0 and file.read_bytes() == before, (
        "what has never been recorded needs no name"
    )


def test_it_has_the_pages_of_the_english_one_with_the_same_addresses(both: Path, pages: Pages) -> None:
    for place, soup in pages.items():
        english = BeautifulSoup((both / place / "index.html").read_text(encoding="utf-8"), "lxml")
        for kind in ("passage", "claim", "mark", "box"):
            theirs, ours = ([tag.get("id") for tag in one.select(f".{kind}")] for one in (english, soup))
            assert sorted(map(str, theirs)) == sorted(map(str, ours)), (place, kind)
    assert len([place for place in pages if place.startswith("essay/")]) == 15


def test_each_page_says_its_language_and_direction_and_leads_to_its_other_self(both: Path, pages: Pages) -> None:
    for place, soup in pages.items():
        root = soup.html
        assert root and (root["lang"], root["dir"]) == ("ur", "rtl"), place
        for switch in soup.select(".masthead a[hreflang]"):
            assert switch["hreflang"] == switch["lang"] == "en-GB"
            target = unquote(urlsplit(urljoin(f"http://site/ur/{place}", str(switch["href"]))).path)
            assert target == f"/{place}" and (both / place / "index.html").is_file()
        assert len(soup.select(".masthead a[hreflang]")) == 1, place
    english = BeautifulSoup((both / "essay/the-war/index.html").read_text(encoding="utf-8"), "lxml")
    assert [link["href"] for link in english.select(".masthead a[hreflang=ur]")] == ["../../ur/essay/the-war/"]


def test_each_page_tells_machines_of_both_languages_and_of_the_one_for_everybody_else(both: Path, pages: Pages) -> None:
    for place, soup in pages.items():
        english = BeautifulSoup((both / place / "index.html").read_text(encoding="utf-8"), "lxml")
        at = f"https://example.org/{place}"
        for one in (soup, english):
            told = {str(link["hreflang"]): link["href"] for link in one.select("link[rel=alternate][hreflang]")}
            assert told == {"en-GB": at, "x-default": at, "ur": f"https://example.org/ur/{place}"}, place


def test_a_heading_has_the_address_of_the_one_that_it_translates(both: Path) -> None:
    english, urdu = (
        BeautifulSoup((both / path).read_text(encoding="utf-8"), "lxml").select("article > h2[id]")
        for path in ("about/index.html", "ur/about/index.html")
    )
    assert [heading["id"] for heading in urdu] == ["urdu-text", *(heading["id"] for heading in english)]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize(
    "path",
    ["", "essay/the-question/", "essay/the-war/", "record/claims/", "record/sources/", "record/timeline/", "about/"],
)
def test_its_first_paint_waits_for_the_page_alone_and_nothing_moves_then(
    both: Path, browser: Browser, path: str, *, scripts: bool
) -> None:
    """Urdu has no italics: the marks of a transliteration stand in the other half of the upright face."""
    rest = ["literata-roman-rest.woff2"] if path == "essay/the-question/" else []
    waits_for_the_page_alone(both, browser, f"ur/{path}", scripts=scripts, rest=rest)


def compressed(*files: Path) -> int:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def test_a_first_view_of_it_keeps_to_its_budget(both: Path) -> None:
    """Nastaliq is one file, for a face in two would be drawn in two steps; it is kept for all pages that follow."""
    site = both / "ur"
    shared = [
        *site.glob("assets/*/essay.*.*s"),
        *site.glob("assets/*/urdu.*.css"),
        *site.glob("assets/scripts/elsewhere.*.js"),
    ]
    assert len(shared) == 4
    for page in site.glob("essay/*/index.html"):
        assert compressed(page, *shared) <= 35_000, page
    assert (site / "assets/fonts/nastaliq-urdu.woff2").stat().st_size <= 105_000
    assert (site / "assets/fonts/naskh-urdu.woff2").stat().st_size <= 13_000
    english = [*both.glob("assets/*/essay.*.*s")]
    for page in both.glob("essay/*/index.html"):  # with the way to its other self
        assert compressed(page, *english) <= 30_000, page


FEW = """for (const one of document.querySelectorAll(".entries > li:nth-child(n + 11), .appendix li:nth-child(n + 6)")) one.remove()"""
"""Entries and boxes have one form each: axe would need a minute for all of them."""


KINDS = {"", "about/", "essay/the-war/", "record/claims/", "record/figures/", "record/people/", "search/"}
"""A page of each kind; the rest are like them, and asked with the tests that take too long for every day."""


@pytest.mark.parametrize("rest", [False, pytest.param(True, marks=pytest.mark.proof)], ids=["kinds", "rest"])
def test_axe_finds_nothing_on_it(pages: Pages, both_address: str, browser: Browser, *, rest: bool) -> None:
    context = browser.new_context(viewport={"width": 412, "height": 823})
    page, told = context.new_page(), {}
    for place in sorted(pages.keys() - KINDS if rest else KINDS):
        page.goto(f"{both_address}ur/{place}")
        page.evaluate(FEW)
        told[place] = faults(page)
    context.close()
    assert not {place: said for place, said in told.items() if said}


def test_the_nu_checker_finds_nothing_on_it(both: Path) -> None:
    assert nu(both / "ur") == ""


def test_every_link_of_it_resolves(both: Path, pages: Pages) -> None:
    ids = {place: {tag["id"] for tag in soup.find_all(id=True)} for place, soup in pages.items()}
    dead = []
    for place, soup in pages.items():
        for tag in soup.select("a[href], link[href]:not([rel=canonical], [hreflang]), script[src], img[src]"):
            split = urlsplit(urljoin(f"http://site/ur/{place}", str(tag.get("href") or tag.get("src"))))
            path = unquote(split.path).lstrip("/")
            if split.netloc != "site":
                continue
            here = path.removeprefix("ur/")
            if not (both / path).exists() or (
                split.fragment and here in ids and path != here and split.fragment not in ids[here]
            ):
                dead.append(f"{place}: {tag.get('href') or tag.get('src')}")
    assert not dead


def test_no_english_word_of_the_interface_is_left_on_it(pages: Pages) -> None:
    said = {
        value for value in _leaves(read_words("en").all) if re.fullmatch(r"[A-Z][a-z]+( [a-z]+){1,6}", value)
    }  # whole sentences without figures
    assert len(said) > 40
    for place, soup in pages.items():
        text = "\n".join(in_urdu(soup))
        assert not [words for words in said if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text)], place


def test_its_quotations_open_and_close_as_urdu_has_them(pages: Pages) -> None:
    told = 0
    for place, soup in pages.items():
        text = "".join(in_urdu(soup))
        opened, closed = (
            re.findall(rf".{{0,9}}{found}.{{0,9}}", text) for found in (r"(?<![^\s(\[])“", r"”(?=[\s.،؛؟)]|$)")
        )
        assert opened == closed == [], place
        assert text.count("”") == text.count("“"), place
        told += text.count("”")
    assert told > 150


def test_what_is_said_of_a_source_is_in_urdu_and_its_reference_marked_as_english(pages: Pages) -> None:
    said = [yaml.safe_load((ROOT / f"docs/ur/data/{name}.yml").read_text("utf-8")) for name in ("sources", "series")]
    entries = [{name: words for name, words in entry.items() if name != "id"} for entry in said[0] + said[1]]
    known = set(_LATIN.findall(" ".join(_leaves(entries))))  # addresses, and a few names
    told = 0
    for place, soup in pages.items():
        for entry in soup.select(".box.source, .sources .entries > li, .series .entries > li"):
            assert not entry.select(".source > p > bdi:not([lang=en-GB][dir=ltr])"), (place, entry.get("id"))
            told += bool(entry.select("p > i"))
            words = [one for one in in_urdu(entry) if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", one)]  # a host or a file
            assert set(_LATIN.findall(" ".join(words))) <= known, (place, entry.get("id"))
    assert told > 700  # notes, in the sections and on the pages of the record


_LATIN = re.compile(r"[A-Za-z]{2,}")


def _leaves(group: object) -> list[str]:
    if isinstance(group, (dict, list)):
        return [leaf for value in (group.values() if isinstance(group, dict) else group) for leaf in _leaves(value)]
    return [group] if isinstance(group, str) else []


def test_a_draft_is_neither_checked_nor_built_unless_it_is_asked_for(tmp_path: Path) -> None:
    site = tmp_path / "docs/ur/site.yml"
    site.parent.mkdir(parents=True)
    for text, published in (("language: ur\n", ("ur",)), ("language: ur\ndraft: true\n", ())):
        site.write_text(text, encoding="utf-8")
        assert wanted(tmp_path, drafts=False) == published
        assert wanted(tmp_path, drafts=True) == ("ur",)


def test_a_site_of_one_language_says_nothing_of_others(site: Path) -> None:
    assert not (site / "ur").exists()
    assert "hreflang" not in (site / "index.html").read_text(encoding="utf-8")
    assert not list(site.glob("assets/scripts/elsewhere*"))


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "a million and a half, 1.9 million, thirty-three, 1995–96, 2,172,858", [1_500_000, 1_900_000, 33, 1995, 1996, 2_172_858]),
        ("ur", "15 لاکھ، 19 لاکھ، تینتیس، 1995 اور 1996، 21 لاکھ 72 ہزار 858", [1_500_000, 1_900_000, 33, 1995, 1996, 2_172_858]),
        ("ur", "45 ارب 70 کروڑ روپے اور ایک لاکھ 70 ہزار", [45_700_000_000, 170_000]),
        ("en", "45.7 billion rupees and 170,000", [45_700_000_000, 170_000]),
    ],
)  # fmt: skip
def test_numbers_are_read_as_each_language_says_them(language: str, text: str, values: list[int]) -> None:
    assert [number.value for number in numbers(text, read_words(language))] == values
