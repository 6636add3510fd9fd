"""The checks and the pages read one text alike: what the checks let pass stands on the page as it was meant, and
nothing that was typed is lost.

Documents are made at random of every kind of block and mark, whole ones and broken ones. What a check refuses is no
matter here; of all that they let pass, the page has every word, every mark, every address, and no sign of markup.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from apparatus.checks import check
from apparatus.essay.blocks import ADDRESSED
from apparatus.essay.page import Page
from apparatus.project import load_project
from apparatus.releases.paragraph_ids import give_ids

from .support.project import CHECKS, convert, lay

HEAD = "---\ntitle: One\nquestion: What is sound?\n---\n# One\n\n"
RAW = re.compile(
    r"\[[^\]\n]*@|\[\^|\^\[|\]\{|\{[:#=\w]|///|\]\(|\]\[|<!--|`|C0\d\d|^#|\\[^\w\s]|\*(?=\w)|(?<=\w)\*|klzz",
    re.MULTILINE,
)
INLINE = st.sampled_from(
    [
        "W",
        "W W W",
        "*W W*",
        "**W**",
        "*W **W** W*",
        "a*W*b",
        "*W",
        "W*W",
        "__W__",
        "_W",
        "W_W",
        "_W_",
        "`W`",
        "[W W]{claim=c01}",
        "[W]{term=bhatta}",
        "[W]{person=afaq-ahmed}",
        "[W](../record/sources.md#dawn2014)",
        "W[@dawn2014]",
        "W[@dawn2014, p. 4; @dawn2014]",
        "W[^oath]",
        "W[^one]",
        "W[^two]",
        "W[sic]",
        r" \[W\] ",
        r"1986\. W",
        r" \* W",
        "W<br>W",
        '<i lang="de">W</i>',
        "H<sub>2</sub>O",
        "1986. W",
        "W & W",
        "&amp;",
        "W < 6",
        "W -- W",
        "*W*{: lang=de }",
        '"W"',
        "W: W",
        "- W",
        "<https://example.org/W>",
    ]
)
BROKEN = st.sampled_from(
    [
        "[see @dawn2014]",
        "[-@dawn2014]",
        "[ @dawn2014]",
        "[@dawn2014, [p]]",
        "@dawn2014",
        "^[W]",
        "[W]\u00a0{term}",
        "[W]{ term }",
        "[W] {term}",
        "[W]{nothing}",
        "[^no",
        "[W](x",
        "[W][x]",
        "[W]: x",
        "<W",
        "<b>",
        "<div>",
        "</div>",
        "<!-- W",
        "<!-- - -->",
        "<!-- - -->",
        "{W}",
        "{: #bcdz }",
        "`",
        "``W``",
        "```",
        "~~~",
        "///",
        "/// figure | x",
        "/// note | x",
        "    W",
        "\tW",
        "# W",
        "#W",
        "---",
        "===",
        "* * *",
        "|",
        "> ",
        "- ",
        "1. ",
        "10. W",
        "[^one]: W",
        "[W[@dawn2014]]{person=afaq-ahmed}",
        "[W [W](x)](y)",
        "W\\ ",
        "[^a]:",
        "&x;",
    ]
)


def text_of(parts: list[str]) -> str:
    return " ".join(parts)


@st.composite
def block(draw: st.DrawFn) -> str:
    def line() -> str:
        return text_of(draw(st.lists(INLINE, min_size=1, max_size=4)))

    def lines(least: int = 1) -> list[str]:
        return [line() for _ in range(draw(st.integers(least, 3)))]

    kind = draw(
        st.sampled_from(
            [
                "p",
                "p",
                "h",
                "rule",
                "ul",
                "ol",
                "loose",
                "nested",
                "quote",
                "table",
                "bare table",
                "note",
                "comment",
                "listing",
                "long note",
            ]
        )
    )
    if kind == "p":
        return "\n".join(lines())
    if kind == "h":
        return f"{draw(st.sampled_from(['##', '###']))} {line()}"
    if kind == "rule":
        return draw(st.sampled_from(["---", "* * *", "***", "___"]))
    if kind == "ul":
        return "\n".join(f"- {one}" for one in lines(2))
    if kind == "ol":
        return "\n".join(f"{i}. {one}" for i, one in enumerate(lines(2), 1))
    if kind == "loose":
        return "\n\n".join(f"- {one}\n\n    {line()}" for one in lines(2))
    if kind == "nested":
        return "\n".join(f"- {one}\n    - {line()}\n    - {line()}" for one in lines())
    if kind == "quote":
        return "\n>\n".join(f"> {one}" for one in lines())
    if kind == "table":
        return "| A | B |\n|---|--:|\n" + "\n".join(f"| {one} | {line()} |" for one in lines())
    if kind == "bare table":
        return "A | B\n---|---\n" + "\n".join(f"{one} | {line()}" for one in lines())
    if kind == "note":
        return f"[^one]: {line()}"
    if kind == "long note":
        return f"[^two]: {line()}\n\n    {line()}\n\n    - {line()}"
    return "<!-- said to nobody -->" if kind == "comment" else "/// listing | corrections\n///"


SOUND = st.lists(block(), min_size=1, max_size=7)
JUNK = st.lists(st.one_of(INLINE, INLINE, BROKEN, st.sampled_from(["\n", "\n\n", "\n\n", "\n    ", " "])), max_size=18)
QUIET = {
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow],
    "deadline": None,
}


def numbered(text: str) -> str:
    """Make each word another, so that none is taken for its neighbour."""
    count = iter(range(10_000))
    return re.sub(r"\bW\b", lambda _: f"w{next(count)}w", text)


def write(root: Path, body: str) -> str:
    notes = ""
    for name in ("oath", "one", "two"):
        defined = bool(re.search(rf"^\[\^{name}\]:", body, re.MULTILINE))
        used = bool(re.search(rf"\[\^{name}\](?!:)", body))
        notes += (
            f"\n\nSee.[^{name}]\n"
            if defined and not used
            else f"\n\n[^{name}]: Said.\n"
            if used and not defined
            else ""
        )
    text = HEAD + body + notes
    (root / "docs/essay/one.md").write_text(text, encoding="utf-8")
    return text


def page_and_faults(root: Path) -> tuple[Page, set[str]]:
    project = load_project(root)
    here = {problem.code for problem in check(project) if problem.path == "docs/essay/one.md"}
    return project.pages["essay/one.md"], here


def compare(page: Page, root: Path) -> None:
    """Hold the page against what the checks read."""
    html = convert(page.body, root)
    raw = str(html)
    kinds = Counter(mark.kind for mark in page.marks)
    assert len(html.select(".claim")) == kinds["claim"] + kinds["nested-claim"]
    assert len(html.select("a.name.term")) == kinds["term"] + kinds["nested-term"], raw
    assert len(html.select("a.name.person")) == kinds["person"] + kinds["nested-person"], raw
    assert len(html.select("a.name.place")) == kinds["place"] + kinds["nested-place"], raw
    assert len(html.select(".note-mark")) == kinds["note"], raw
    assert {tag["id"] for tag in html.select(".note")} == {f"note-{mark.name}" for mark in page.all("definition")}
    assert [tag["id"] for tag in html.find_all(re.compile("^h[1-6]$"), recursive=False)] == headings(page), raw
    blocks = [
        tag
        for tag in html.find_all(ADDRESSED, recursive=False)
        if not {"section-number", "question"} & {*tag.get_attribute_list("class")}
    ]
    assert [tag.get("id", "") for tag in blocks] == [passage.id for passage in page.passages], raw
    for extra in html.select(".mark, .address, .appendix, .close, .letter, code, .listing"):
        extra.replace_with("·")
    shown = html.get_text()
    assert not RAW.search(shown), f"{RAW.search(shown)}\n{shown}"


def headings(page: Page) -> list[str]:
    lines = {mark.line for mark in page.all("heading")}
    return [
        id
        for id, line in sorted(page.anchors, key=lambda one: one[1])
        if line in lines and not id.startswith(("note-", "figure-"))
    ]


def every_word_is_there(text: str, html: BeautifulSoup) -> None:
    typed = Counter(re.findall(r"w\d+w", re.sub(r"\]\([^)]*\)|<https[^>]*>|<!--.*?-->", "", text)))
    assert typed <= Counter(re.findall(r"w\d+w", html.get_text()))


def agree(root: Path, text: str) -> None:
    """Hold what the checks read of a sound page against what is made of it; a page with faults is no example."""
    page, faults = page_and_faults(root)
    assume(not faults - {"C018", "C029"})
    compare(page, root)
    every_word_is_there(text, convert(page.body, root))


@pytest.mark.slow
@settings(max_examples=150, **QUIET)  # type: ignore[arg-type]
@given(SOUND)
def test_checks_and_pages_agree_on_every_kind_of_block(tmp_path: Path, blocks: list[str]) -> None:
    root = lay(tmp_path, CHECKS / "base")
    text = write(root, numbered("\n\n".join(blocks)))
    agree(root, text)


@pytest.mark.slow
@settings(max_examples=300, **QUIET)  # type: ignore[arg-type]
@given(JUNK)
@example(["[W]: x"])
@example(["1986. W"])
@example(["1. W", "\n", "2. <!-- - -->"])
@example(["[^one]: W[^two]", "\n\n", "[^two]: W"])
@example(["W", "\n", "<!-- - -->", "\n", "W"])
def test_what_the_checks_let_pass_shows_no_codes_and_loses_no_word(tmp_path: Path, pieces: list[str]) -> None:
    root = lay(tmp_path, CHECKS / "base")
    text = write(root, numbered("".join(pieces)))
    agree(root, text)


@pytest.mark.slow
@settings(max_examples=150, **QUIET)  # type: ignore[arg-type]
@given(
    SOUND | JUNK.map(lambda pieces: ["".join(pieces)]), st.sampled_from(["", "\ufeff"]), st.sampled_from(["\n", "\r\n"])
)
@example(["W W."], "\ufeff", "\n")
@example(["1. W\n2. "], "", "\n")
@example(["| A | B |\n|---|---|\n| W | W |\n|  |  |"], "", "\n")
@example(["W\n{: .summary }"], "", "\n")
@example(["A | B\n---|---\n1 | 2", "* * *", "10\\. W"], "", "\r\n")
def test_ids_give_every_block_its_address_and_change_nothing_else(
    tmp_path: Path, blocks: list[str], mark: str, end: str
) -> None:
    root = lay(tmp_path, CHECKS / "base")
    file = root / "docs/essay/one.md"
    text = write(root, "\n\n".join(blocks))
    file.write_bytes((mark + text.replace("\n", end)).encode())
    before = file.read_bytes()
    _, faults = page_and_faults(root)
    given_now = give_ids(root)
    after = file.read_bytes()
    if given_now == 0:
        assert after == before
    an_id = rb"\r?\n?\r?\n\{: #[a-z0-9]{4} \}(?=\r?\n|$)|#[a-z0-9]{4} (?=\.summary)"
    assert re.sub(an_id, b"", after) == re.sub(an_id, b"", before)
    assert give_ids(root) == 0 and file.read_bytes() == after
    page, now = page_and_faults(root)
    assert "C029" not in now and now == faults - {"C029"}
    if not now - {"C018"}:
        compare(page, root)


@pytest.mark.parametrize(
    "text", ["[^n1]: Outer.[^n2]\n\n[^n2]: Inner.[^n1]\n", "[^n2]: Inner.\n\n[^n1]: Outer.[^n2]\n"]
)
def test_a_note_may_have_a_note(tmp_path: Path, text: str) -> None:
    root = lay(tmp_path, CHECKS / "base")
    write(root, f"Text.[^n1]\n{{: #bcd2 }}\n\n{text}")
    assert [problem.code for problem in load_project(root).pages["essay/one.md"].problems] == []
    html = convert(load_project(root).pages["essay/one.md"].body, root)
    assert [tag["id"] for tag in html.select(".note")] == ["note-n1", "note-n2"]
    assert "C009" not in html.get_text() and "Inner." in html.get_text()


def test_a_line_of_its_own_gives_a_list_its_language_too(tmp_path: Path) -> None:
    root = lay(tmp_path, CHECKS / "base")
    write(root, "- شہر\n- بھتہ\n\n{: #bcd2 lang=ur dir=rtl }")
    assert page_and_faults(root)[1] == set()
    listed = convert(load_project(root).pages["essay/one.md"].body, root).select_one("ul#bcd2")
    assert listed and listed["lang"] == "ur" and listed["dir"] == "rtl"


def test_the_id_of_a_heading_is_that_of_its_words_alone(tmp_path: Path) -> None:
    root = lay(tmp_path, CHECKS / "base")
    write(root, "## Who *came*[^oath][@dawn2014] to [bhatta]{term}\n\nText [back](#who-came-to-bhatta).\n{: #bcd2 }")
    page, faults = page_and_faults(root)
    assert "C013" not in faults and ("who-came-to-bhatta", 7) in page.anchors
    assert convert(page.body, root).select_one("h2#who-came-to-bhatta")
