"""The markup: no word is lost or moved, whatever is written, and nothing crashes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from string import ascii_lowercase

import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apparatus.checks import check
from apparatus.essay.source_scan import read_page, without_markup
from apparatus.html.typography import curly
from apparatus.markup.notes import letters
from apparatus.project import load_project
from apparatus.releases.paragraph_ids import enter, give_ids
from apparatus.words import read_words

from .support.project import CHECKS, ROOT, convert, lay

WORD = re.compile(r"[^\W_]+")
SECTIONS = sorted((ROOT / "docs" / "essay").glob("*.md"))


def prose_words(soup: BeautifulSoup) -> list[str]:
    """The words of the prose as a reader who opens nothing meets them."""
    for extra in soup.select(".mark, .address, .note, .appendix, .onward, .section-number, p.question, small, .figure"):
        extra.decompose()
    return WORD.findall(soup.get_text())


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_a_page_has_the_words_of_its_source_in_order(path: Path) -> None:
    page = read_page(ROOT, f"essay/{path.name}")
    assert prose_words(convert(page.body, ROOT, page.path)) == WORD.findall(without_markup(page.body))


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_notes_follow_the_paragraph_that_bears_their_mark(path: Path) -> None:
    soup = convert(read_page(ROOT, f"essay/{path.name}").body, ROOT, f"essay/{path.name}")
    for mark in soup.select("p.passage .note-mark a"):
        paragraph = mark.find_parent("p")
        assert paragraph
        following = paragraph.find_next_siblings(True)
        notes = [
            tag.get("id") for tag in following[: next((i for i, t in enumerate(following) if t.name == "p"), None)]
        ]
        assert str(mark["href"])[1:] in notes


@pytest.fixture
def base() -> Path:
    return CHECKS / "base"


def test_a_citation_with_places_keeps_them(base: Path) -> None:
    soup = convert("Said.[@dawn2014, p. 4; @dawn2014, col. 2]", base)
    assert [tag.get_text() for tag in soup.select(".mark")] == ["1"]
    assert "Here: p. 4." in soup.get_text() and "Here: col. 2." in soup.get_text()


def test_the_same_sources_at_the_same_place_are_one_box(base: Path) -> None:
    soup = convert("One.[@dawn2014] Two.[@dawn2014, p. 1] Three.[@dawn2014]", base)
    assert [tag.get_text() for tag in soup.select(".mark")] == ["1", "2", "1"]
    assert len(soup.select(".box.source")) == 2


def test_a_note_holds_paragraphs_lists_and_citations(base: Path) -> None:
    soup = convert("Word.[^n]\n\n[^n]: First.\n\n    Second.[@dawn2014]\n\n    - a point\n    - another\n", base)
    assert len(soup.select("#note-n > p:not(.letter, .ways)")) == 2
    assert len(soup.select("#note-n li")) == 2
    assert soup.select_one("#note-n .source-mark")


def test_a_claim_holds_names_citations_and_notes(base: Path) -> None:
    soup = convert(
        "[The *city* of [bhatta]{term}[@dawn2014] and [Afaq Ahmed]{person}.[^n]]{claim=c01}\n\n[^n]: Note.", base
    )
    claim = soup.select_one("span.claim#c01")
    assert claim and claim.select_one("em") and len(claim.select(".mark")) == 3 and len(claim.select("a.name")) == 2


def test_names_with_markup_characters_and_urdu_are_only_text(tmp_path: Path) -> None:
    root = lay(tmp_path, CHECKS / "base")
    person = {
        "id": "x",
        "name": "A <b>*_[x](y)_* & ب",
        "urdu": "‮ا<i>ب",
        "identity": '"Quoted" & <script>',
        "sources": [],
    }
    (root / "docs/data/people.yml").write_text(yaml.safe_dump([person], allow_unicode=True), encoding="utf-8")
    soup = convert("[He]{person=x}", root)
    head = soup.select_one("#person-x .head")
    assert head and "A <b>*_[x](y)_* & ب" in head.get_text()
    assert not soup.select("#person-x script, #person-x i")
    bdi = soup.select_one("bdi")
    assert bdi and bdi["dir"] == "rtl" and bdi["lang"] == "ur"


@pytest.mark.parametrize(
    ("text", "code"),
    [("[@nobody]", "C005"), ("[@]", "C006"), ("[^lost]", "C009"), ("[x]{claim=c99}", "C016"), ("[x]{term}", "C020"),
     ("[x]{person=nobody}", "C022"), ("/// listing | x\n///", "C036")],
)  # fmt: skip
def test_what_the_checks_refuse_is_shown_in_its_place(text: str, code: str, base: Path) -> None:
    shown = convert(text, base).select_one(".problem")
    assert shown and shown.get_text().startswith(code)


def test_a_list_and_a_quotation_take_addresses(base: Path) -> None:
    soup = convert("- one\n- two\n\n{: #bcd2 }\n\n> said\n\n{: #bcd3 }\n", base)
    assert soup.select_one("ul#bcd2 .address") and soup.select_one("blockquote#bcd3 .address")


def test_ids_are_added_and_never_changed(tmp_path: Path) -> None:
    root = lay(tmp_path, CHECKS / "base")
    section = root / "docs/essay/one.md"
    section.write_text(section.read_text("utf-8") + "\nA new paragraph.\n\n- a list\n- of two\n", encoding="utf-8")
    before = section.read_text("utf-8")
    assert give_ids(root) == 2
    after = section.read_text("utf-8")
    assert "{: #bcdf }" in after and WORD.findall(before) == WORD.findall(re.sub(r"\{: #(?!bcdf)\w+ \}", "", after))
    assert check(load_project(root)) == ()
    assert give_ids(root) == 0 and section.read_text("utf-8") == after


def test_the_register_only_grows(tmp_path: Path) -> None:
    root = lay(tmp_path, CHECKS / "base")
    enter(root)
    first = (root / "docs/data/published.yml").read_text("utf-8")
    assert "essay/one.md: bcdf" in first and "sources: 1" in first
    text = (root / "docs/essay/one.md").read_text("utf-8")
    (root / "docs/essay/one.md").write_text(text.replace("bcdf", "bcdg"), encoding="utf-8")
    enter(root)
    assert "essay/one.md: bcdf bcdg" in (root / "docs/data/published.yml").read_text("utf-8")
    assert any(problem.code == "C030" for problem in check(load_project(root)))


def test_marks_of_notes_go_on_after_z() -> None:
    assert [letters(n, ascii_lowercase) for n in (1, 26, 27, 52, 53)] == ["a", "z", "aa", "az", "ba"]


def test_quotation_marks_of_the_data() -> None:
    assert curly("""He said "it's 'so'" (and "no").""") == "He said “it’s ‘so’” (and “no”)."


def test_quotation_marks_beside_marks(base: Path) -> None:
    soup = convert('The "[bhatta]{term}" of "the city".[@dawn2014] "Said."[@dawn2014] He\'d "gone"[@dawn2014].', base)
    text = " ".join(prose_words_text(soup).split())
    assert text == "The “bhatta” of “the city”. “Said.” He’d “gone”."


def prose_words_text(soup: BeautifulSoup) -> str:
    for extra in soup.select(".mark, .address, .note, .appendix"):
        extra.decompose()
    return soup.get_text()


PIECES = st.sampled_from(
    ["[", "]", "{claim=c01}", "{term}", "{person=x}", "[@dawn2014]", "[@", "; @", "[^n]", "\n\n[^n]: ", "\n\n", "\n", "*",
     "_", "`", "> ", "- ", "# ", "{: #bcd2 }", "/// listing | sources\n///", "]{claim=c01}", "بھتہ", "&", "<", " "]
) | st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=25).map("".join))
def test_random_markdown_never_crashes(base: Path, text: str) -> None:
    convert(text, base)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text("abcdefghij", min_size=1, max_size=8), min_size=1, max_size=12), st.data())
def test_no_word_is_lost_between_marks(base: Path, chosen: list[str], data: st.DataObject) -> None:
    wraps = [
        "{}",
        "[{}]{{claim=c01}}",
        "[{}]{{term=bhatta}}",
        "[{}]{{person=afaq-ahmed}}",
        "*{}*",
        "{}[@dawn2014]",
        "[@dawn2014]{}",
    ]
    text = " ".join(data.draw(st.sampled_from(wraps)).format(word) for word in chosen)
    assert prose_words(convert(text, base)) == chosen


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | JUNK.map(lambda value: yaml.safe_dump(value, allow_unicode=True).encode()))
def test_random_data_is_refused_and_never_crashes(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    root = tmp_path_factory.mktemp("junk")
    shutil.copytree(CHECKS / "base", root, dirs_exist_ok=True)
    for name in ("sources", "claims", "people", "terms", "events"):
        (root / f"docs/data/{name}.yml").write_bytes(raw)
    check(load_project(root))


@pytest.mark.parametrize("text", ["- &a [*a]\n", "a: &a {b: *a}\n", "- {id: x, id: y}\n", "\0", "[" * 100, "[" * 9999])
def test_yaml_that_contains_or_repeats_itself_is_one_problem(tmp_path: Path, text: str) -> None:
    root = lay(tmp_path, CHECKS / "base")
    (root / "docs/data/terms.yml").write_text(text, encoding="utf-8")
    assert [problem.code for problem in check(load_project(root))] == ["C002"]


@pytest.mark.parametrize(
    ("date", "said"),
    [("1965", "1965"), ("1965-01", "January 1965"), ("1965-01-02", "2 January 1965"), ("1947/1954", "1947–1954"),
     ("1953-01-07/1953-01-10", "7–10 January 1953"), ("1988-09-30/1988-10-01", "30 September – 1 October 1988"),
     ("1987-12/1988-02", "December 1987 – February 1988"), ("1964~", "about 1964"), ("20XX", "undated")],
)  # fmt: skip
def test_dates_are_said_as_the_essay_says_them(date: str, said: str) -> None:
    assert read_words("en-GB").date(date) == said


def test_a_correction_is_listed_with_its_paragraph(tmp_path: Path) -> None:
    root = lay(tmp_path, CHECKS / "base")
    assert "Nothing that was published" in convert("/// listing | corrections\n///", root).get_text()
    (root / "docs/data/corrections.yml").write_text(
        "- {id: 1, date: 2026-11-20, passage: bcdf, said: Ten., says: Nine., why: Recounted., severity: error}\n"
    )
    soup = convert("/// listing | corrections\n///", root)
    assert soup.select_one("li#\\31  a[href='essay/one.md#bcdf']")
    assert "It said Ten." in soup.get_text() and "It says Nine." in soup.get_text()
    assert check(load_project(root)) == ()


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (230, 1), (690, 3), (1150, 5)])
def test_a_reader_is_told_the_time_at_230_words_a_minute(tmp_path: Path, words: int, minutes: int) -> None:
    (tmp_path / "docs/essay").mkdir(parents=True)
    (tmp_path / "docs/essay/one.md").write_text("# One\n\n" + "word " * (words - 1) + "\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Timed\n", encoding="utf-8")
    project = load_project(tmp_path)
    page = project.pages["essay/one.md"]
    assert (page.words, project.minutes(page)) == (words, minutes)


def test_a_table_is_valid_and_its_columns_stand_by_class(base: Path) -> None:
    text = "| Year | Seats | Note |\n|:--|--:|:-:|\n| 1988 | 13 | a |\n\n{: #bcd2 }"
    table = convert(text, base).select_one("table#bcd2")
    assert table and not table.select("[style]") and not table.find_all("a", recursive=False)
    assert [cell["class"] for cell in table.select("th, td")] == [["at-start"], ["at-end"], ["in-middle"]] * 2
    assert all(head["scope"] == "col" for head in table.select("th"))
    assert table.select("td")[-1].select_one("a.address")
