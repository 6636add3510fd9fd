"""Typography: dashes, spaces, quotation marks and doubled words on the built pages, as a reader has them.

textlint reads the words alone, a block a line, and tests/typography.yml tells it what a fault is.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from .support.project import ROOT
from .support.tools import textlint

LINE_BREAK = re.compile(r"\s*\n\s*")  # a broken line of HTML, with its indent, is a space
UNREAD = "script, style, svg, sup, .address"  # marks of notes and sources stand between words, and are none
INLINE = {"a", "abbr", "bdi", "cite", "em", "i", "q", "small", "span", "strong", "time"}  # all others begin a line


pytestmark = pytest.mark.slow


def words(page: Path) -> str:
    """Return the words of a page, each block on its own line."""
    soup = BeautifulSoup(LINE_BREAK.sub(" ", page.read_text(encoding="utf-8")), "html.parser")
    for shape in soup.select("svg"):  # it stands between two spaces, of which one goes with it
        if isinstance(shape.next_sibling, str):
            shape.next_sibling.replace_with(shape.next_sibling.lstrip(" "))
    for tag in soup.select(UNREAD):
        tag.decompose()
    for tag in soup.find_all(lambda tag: tag.name not in INLINE):
        tag.insert_before("\n")
        tag.insert_after("\n")
    return "\n".join(line.strip() for line in soup.get_text().split("\n"))


def faults(site: Path, into: Path) -> list[str]:
    """Return each fault of typography on the pages of a site: where, the words about it, and what is wrong."""
    for page in site.rglob("*.html"):
        name = page.relative_to(site).as_posix().replace("/", " ")
        (into / f"{name}.txt").write_text(words(page), encoding="utf-8")
    found = subprocess.run(
        [*textlint(), "--config", str(ROOT / "tests" / "typography.yml"), "--format", "json", str(into)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = []
    for page in json.loads(found.stdout):
        text = Path(page["filePath"]).read_text(encoding="utf-8")
        for fault in page["messages"]:
            start, end = fault["range"]
            told.append(f"{Path(page['filePath']).stem}: …{text[max(0, start - 30) : end + 30]}…: {fault['message']}")
    return told


def test_the_typography_of_every_page_is_right(site: Path, tmp_path: Path) -> None:
    assert faults(site, tmp_path) == []
    assert sum(len(text.read_text(encoding="utf-8").split()) for text in tmp_path.iterdir()) > 50_000


@pytest.mark.parametrize(
    ("planted", "message"),
    [
        ("from 1985-1988 on", "a range of numbers"),
        ("the party the <em>the</em> courts", "a word stands twice"),
        ("the party  the courts", "one space is enough"),
        ("the party - the courts", "a dash is an en dash"),
        ("the party... the courts", "an ellipsis"),
        ("the party<sup>1</sup> , the courts", "no space before"),
        ("the ( party) and the courts", "no space after"),
        ("five times, 5 x 3", "the multiplication sign"),
        ("the party's courts", "a straight quotation mark"),
        ("the ‘90s", "a quotation mark that faces the wrong way"),
        ("the “party and the courts", "a quotation mark without its pair"),
        ("the (party and the courts", "a bracket without its pair"),
    ],
)
def test_a_planted_fault_is_found(planted: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "text").mkdir()
    (tmp_path / "site" / "index.html").write_text(f"<p>It was so: {planted}.</p>", encoding="utf-8")
    [found] = faults(tmp_path / "site", tmp_path / "text")
    assert message in found


def test_what_looks_like_a_fault_but_is_none_passes(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "text").mkdir()
    right = "In NA-246, 1985–1988, it had had ‘a “vote” of the ’90s’ (Hussain, 1953– ) on 2012-10-06."
    (tmp_path / "site" / "index.html").write_text(f"<p>{right}</p>", encoding="utf-8")
    assert faults(tmp_path / "site", tmp_path / "text") == []
