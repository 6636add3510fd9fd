"""The search across letters: Latin finds what is written in Urdu, and Urdu what is written in English, from any
keyboard.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from .support.pages import Open
from .support.search import open_search

pytestmark = pytest.mark.xdist_group("translation")  # with what else asks for both sites, which are built once

TITLES = "links => links.map((link) => link.firstChild.textContent.trim())"


def found(dialog: Locator, typed: str) -> list[tuple[str, str]]:
    """Search; return the kinds and titles of all results that are shown."""
    field, status = dialog.locator("input[type=search]"), dialog.get_by_role("status")
    field.fill("")
    expect(status).to_have_text("")
    field.fill(typed)
    expect(status).not_to_have_text("")
    parts = dialog.locator(".results section").all()
    assert "undefined" not in dialog.inner_text()
    return [
        (part.locator("h2").inner_text(), title)
        for part in parts
        for title in part.locator("li a").evaluate_all(TITLES)
    ]


class TestItsSearch:
    @pytest.mark.parametrize(
        ("typed", "kind", "title"),
        [
            ("Altaf", "افراد", "الطاف حسین"), ("Imran Khan", "افراد", "عمران خان"), ("Lyari", "مقامات", "لیاری"),
            ("Liari", "مقامات", "لیاری"), ("Orangi", "مقامات", "اورنگی"), ("Mohajir", "الفاظ", "مہاجر"), ("Muhajir", "الفاظ", "مہاجر"),
            ("bhatta", "الفاظ", "بھتہ"), ("bhattā", "الفاظ", "بھتہ"), ("MQM", "پیراگراف", "جنگ"),
        ],
    )  # fmt: skip
    def test_what_is_typed_in_latin_letters_finds_what_is_written_in_urdu(
        self, open_page: Open, both_address: str, typed: str, kind: str, title: str
    ) -> None:
        dialog = open_search(open_page("ur/", base=both_address))
        assert (kind, title) in found(dialog, typed)
        assert dialog.locator(".results .urdu").count() == 0, "the name is there once"

    @pytest.mark.parametrize(
        ("meant", "keyboards"),
        [
            ("کراچی", ["كراچي", "کراچى", "کـراچی", "کَراچی"]),
            ("لیاری", ["لياري", "لیارِی", "\u200fلیاری\u200f"]),
            ("بھتہ", ["بهته", "بہتہ", "بھتۃ", "بھَتّہ"]),
            ("مہاجر", ["مهاجر", "مُہاجِر", "ﻣﮩﺎﺟﺮ"]),
            ("الطاف حسین", ["الطاف حسين", "ﺍﻟﻄﺎﻑ ﺣﺴﯿﻦ"]),
            ("آفاق احمد", ["افاق احمد", "آفاق أحمد"]),
            ("گئے", ["گيے", "گیے"]),
            ("2016", ["۲۰۱۶", "٢٠١٦"]),
            ("12,600", ["۱۲٬۶۰۰", "12600"]),
        ],
    )
    def test_any_keyboard_finds_the_same(
        self, open_page: Open, both_address: str, meant: str, keyboards: list[str]
    ) -> None:
        dialog = open_search(open_page("ur/", base=both_address))
        first = found(dialog, meant)
        assert first
        for typed in keyboards:
            assert found(dialog, typed) == first, typed

    def test_what_is_shown_stays_as_it_is_written(self, open_page: Open, both_address: str) -> None:
        dialog = open_search(open_page("ur/", base=both_address))
        found(dialog, "خِلاف")
        marks = dialog.locator("mark").all_inner_texts()
        assert "خلاف" in marks and "خِلاف" not in marks

    @pytest.mark.parametrize(
        ("typed", "kind", "title"),
        [
            ("الطاف حسين", "People", "Altaf Hussain"), ("لياري", "Places", "Lyari"), ("اورنگی", "Places", "Orangi"),
            ("بهته", "Words", "bhatta"), ("مهاجر", "Words", "Mohajir"), ("ایم کیو ایم", "Passages", "Marginal"),
        ],
    )  # fmt: skip
    def test_what_is_typed_in_urdu_finds_what_is_written_in_english(
        self, open_page: Open, both_address: str, typed: str, kind: str, title: str
    ) -> None:
        assert (kind, title) in found(open_search(open_page("", base=both_address)), typed)
