"""What a search finds: a word in every writing of it, a number as it stands, and nothing that stands nowhere."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from apparatus.postbuild import search
from apparatus.record.spellings import fold

from .support.pages import Open
from .support.search import open_search, search_for


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Mohajir", "Mohajir"), ("Muhajir", "Mohajir"), ("مہاجر", "Mohajir"), ("bhattā", "bhatta"), ("بھتہ", "bhatta"),
        ("Liari", "The Jamaat years"), ("كراچي", "University of Karachi"), ("افاق", "Afaq Ahmed"), ("الطاف حسین", "Altaf Hussain"),
    ],
)  # fmt: skip
def test_a_name_is_found_in_any_of_its_spellings(open_page: Open, typed: str, title: str) -> None:
    dialog = open_search(open_page())
    search_for(dialog, typed)
    for more in dialog.locator(".more").all():
        if title == "The Jamaat years" and "passages" in more.inner_text():
            more.click()
            break
    expect(dialog.locator(".results li a").filter(has_text=title).first).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("۲۰۱۶", "2016"), ("٢٠١٦", "2016"), ("\u200bKarachi\u200b", "Karachi"), ("Kara\u00adchi", "Karachi"), ("\ufeffBaldia\u2060", "Baldia"),
     ("“Baldia”", '"Baldia"'), ("كراچي", "کراچی")],
)  # fmt: skip
def test_a_query_is_read_as_it_was_meant(open_page: Open, typed: str, meant: str) -> None:
    dialog = open_search(open_page())
    found = []
    for words in (meant, typed):
        search_for(dialog, words)
        found.append(dialog.locator(".results li a").evaluate_all("links => links.map(link => link.href)"))
    assert found[0] and found[1] == found[0]


def rows(site: Path) -> list[dict[str, Any]]:
    """Return everything that can be found."""
    index = json.loads((site / search.INDEX).read_text("utf-8"))
    return [dict(zip(index["fields"], row, strict=True)) for row in index["rows"]]


ABSENT = [
    "Müller",
    "16,024,895",
    "a" * 40,
    "Karachiward",
    "1.97",
    "۱۹۷۰۱",
    "لاہورکراچی",
    "don’tknow",
    "MQM-Q",
    '"Karachi of city the"',
    "Qq",
    "?!",
]


class TestJustWhatWasTyped:
    @pytest.mark.parametrize("typed", ABSENT)
    def test_what_stands_nowhere_is_not_found(self, open_page: Open, typed: str) -> None:
        dialog = open_search(open_page())
        search_for(dialog, typed)
        assert dialog.get_by_role("status").inner_text().startswith(f"Nothing found for “{typed}”")
        assert dialog.locator(".results li").count() == 0

    @pytest.mark.parametrize(
        "number", [r"(?<![\d.,])\d\.\d million", r"(?<![\d.,])\d+\.\d+(?![\d,])", r"(?<![\d.,])\d{2,3},\d{3}(?![\d,.])"]
    )
    def test_a_number_is_found_as_it_stands_and_every_result_shows_it(
        self, open_page: Open, site: Path, number: str
    ) -> None:
        said = next(m[0] for row in rows(site) if row["kind"] == "passage" and (m := re.search(number, row["words"])))
        dialog = open_search(open_page())
        for typed in (said, f'"{said}"', said.replace(",", "")):
            search_for(dialog, typed)
            shown = dialog.locator(".excerpt").all_inner_texts()
            assert shown and said in shown[0]
            figure = said.split()[0]
            assert all(re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d,])", text) for text in shown), shown

    def test_words_in_quotation_marks_stand_side_by_side(self, open_page: Open, site: Path) -> None:
        passages = [row for row in rows(site) if row["kind"] == "passage" and len(row["words"].split()) > 30]
        dialog = open_search(open_page())
        for row in passages[:: len(passages) // 5]:
            words = " ".join(row["words"].split()[12:18]).replace("“", "").replace("”", "")
            for typed in (f'"{words}"', f"“{words}”", words):
                search_for(dialog, typed)
                assert dialog.locator(".results a").first.get_attribute("href").endswith(row["address"]), typed  # type: ignore[union-attr]

    def test_one_word_too_many_is_named_and_the_others_are_offered(self, open_page: Open) -> None:
        dialog = open_search(open_page())
        search_for(dialog, "bhatta Qqx Karachi")
        status = dialog.get_by_role("status")
        expect(status).to_contain_text("Nothing found for “bhatta Qqx Karachi”: “Qqx” stands nowhere.")
        status.get_by_role("button", name="Search for bhatta Karachi").click()
        expect(dialog.locator("input[type=search]")).to_have_value("bhatta Karachi")
        expect(dialog.locator("input[type=search]")).to_be_focused()
        assert dialog.locator(".results li").count() > 2

    def test_words_that_never_stand_together_are_told_so(self, open_page: Open) -> None:
        dialog = open_search(open_page())
        search_for(dialog, "parchi Jackson")
        expect(dialog.get_by_role("status")).to_contain_text("no passage or entry has all of it")

    def test_the_beginning_of_a_word_finds_it_and_says_so(self, open_page: Open) -> None:
        dialog = open_search(open_page())
        search_for(dialog, "bhat")
        expect(dialog.get_by_role("status")).to_contain_text("No word is “bhat”; these begin so.")
        assert {fold(mark) for mark in dialog.locator("mark").all_inner_texts()} == {" bhatta "}

    def test_every_mark_shows_what_was_typed(self, open_page: Open) -> None:
        dialog = open_search(open_page())
        for typed, shown in (("killed", r"kill(s|ed|ing|ings)?"), ("1988", "1988"), ("party’s", r"part(y|ies|y’s)")):
            search_for(dialog, typed)
            marks = dialog.locator("mark").all_inner_texts()
            assert len(marks) > 2 and all(re.fullmatch(shown, word, re.IGNORECASE) for word in marks), marks


ROWS = [
    ("million", "Of its candidates’ 1.9 million votes, 55.3 per cent came from Karachi in 1988."),
    ("other", "It had 1.95 million people in 1951, and 9,000 of them left on 19 June 1990."),
    ("people", "The census counted 16,024,894 people and nearly 1,500 officials, paid in rupees (Rs500,000)."),
    ("party", "The party’s workers planned nothing in the by-election, they say; one strike was ruled out."),
    ("parties", "Parties plan; rules strike workers, and universities’ cafés are naïve."),
    ("news", "The new paper is called The Straße."),
    ("urdu", "عزیز آباد میں بھتہ، آفاق احمد اور مُہاجر"),
    ("door", "A door-to-door count on 12 May 2007, NA-246; the Jamaʿat’s vote in 1992–94."),
]
SOUGHT = {
    "1.9": ["million"],
    "1.9 million": ["million"],
    '"1.9 million"': ["million"],
    "55.3": ["million"],
    "1.95": ["other"],
    "9": [],
    "16,024,894": ["people"],
    "16024894": ["people"],
    "1,60,24,894": ["people"],
    "1500": ["people"],
    "500,000": ["people"],
    "500": [],
    "1951": ["other"],
    "party’s": ["party", "parties"],
    "party's": ["party", "parties"],
    "party": ["party", "parties"],
    '"parties"': ["parties"],
    "planned": ["party", "parties"],
    "ruling": ["party", "parties"],
    "university": ["parties"],
    "by-election": ["party"],
    "byelection": ["party"],
    "by-elections": ["party"],
    '"by election"': ["party"],
    '"election by"': [],
    "cafes": ["parties"],
    "cafe\u0301s": ["parties"],
    "naive": ["parties"],
    "news": [],
    "new": ["news"],
    "Strasse": [],
    "STRASSE": [],
    "Straße": ["news"],
    "عزيز اباد": ["urdu"],
    "بهته": ["urdu"],
    "بھتّہ": ["urdu"],
    "افاق": ["urdu"],
    "مہاجر": ["urdu"],
    "مہاجروں": [],
    "door-to-door": ["door"],
    "door to door": ["door"],
    '"to door count"': ["door"],
    "NA-246": ["door"],
    "na246": ["door"],
    "jamaat": ["door"],
    "Jamaʿat": ["door"],
    "1994": [],
    "94": ["door"],
    "1992-94": ["door"],
    "12 May 2007": ["door"],
    "votes Karachi": ["million"],
    "votes 1951": [],
    "“door count": ["door"],
    '"count door"': [],
    '"12 Ma': [],
    "wor": [],
    "work": [],
    "": [],
    "?!": [],
    '"': [],
    '""': [],
    "a\u200bt": [],
}
"""What is typed, and what it finds, in any order."""


def test_a_word_is_found_in_every_writing_of_it_and_in_no_other(open_page: Open) -> None:
    page = open_page()
    found = page.evaluate(
        """async ([rows, typed]) => {
            const { Corpus, excerpt } = await import(new URL("assets/scripts/matching.js", location));
            const corpus = new Corpus(rows.map(([address, words]) => ({ address, words, title: "", urdu: "", names: "", also: "" })));
            return typed.map((words) => {
                const { found, sought, begins } = corpus.search(words);
                return found.map((row) => [row.address, excerpt(row.words, sought), begins.length]);
            });
        }""",
        [ROWS, list(SOUGHT)],
    )
    words = dict(ROWS)
    for (typed, expected), results in zip(SOUGHT.items(), found, strict=True):
        whole = [address for address, _, begun in results if not begun]
        assert sorted(whole) == sorted(expected), typed
        for address, pieces, _ in results:
            assert "".join(pieces).strip("… ") in words[address] and len(pieces) >= 3, (typed, pieces)
