"""The data are what was typed: scalars, dates, addresses, names and titles; what cannot be so is told with its line,
and no reference is empty.
"""

from __future__ import annotations

import csv
import re
from html import escape, unescape
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparatus.checks import check
from apparatus.essay.source_scan import read_page
from apparatus.figures.table import read_table
from apparatus.html.typography import curly
from apparatus.project import load_project
from apparatus.record.addresses import wrong_with
from apparatus.record.bibliography import references
from apparatus.record.languages import marked
from apparatus.record.models import Person, Source
from apparatus.record.yaml_source import parse_yaml

from .support.project import CHECKS, ROOT, convert, lay

KINDS = get_args(Source.model_fields["type"].annotation)


def source(**given: Any) -> Source:
    return Source.model_validate(
        {"id": "x", "type": "book", "title": "T", "issued": "1997", "custom": {"kind": "press"}, **given}
    )


def printed(**given: Any) -> tuple[str, str]:
    one = source(**given)
    made = references({one.id: one})[one.id]
    return made.short, made.full


@pytest.mark.parametrize(
    "typed",
    [
        "010",
        "1:20",
        "12:30",
        "1.10",
        "0x1F",
        "off",
        "Yes",
        "no",
        "1_000",
        "1e3",
        ".5",
        "+1",
        "2014-06-04",
        "1.0",
        "true",
        "0o7",
        ".inf",
        "=",
        "<<x",
    ],
)
def test_a_scalar_stays_as_it_was_typed(typed: str) -> None:
    assert parse_yaml(f"- a: {typed}\n  b: [{typed}]\n  c: {{d: {typed}}}\n").value == [
        {"a": typed, "b": [typed], "c": {"d": typed}}
    ]
    assert parse_yaml("a: ~\nb:\nc: null\n").value == {"a": None, "b": None, "c": None}


def test_numbers_of_a_source_are_printed_as_they_were_typed(tmp_path: Path) -> None:
    root = lay(tmp_path, CHECKS / "base")
    (root / "docs/data/sources.yml").write_text(
        "- {id: dawn2014, type: article-journal, title: 12:30, container-title: off, volume: 010, issue: 1_000, "
        "page: 1:20, issued: 1949, custom: {kind: press}}\n",
        encoding="utf-8",
    )
    assert check(load_project(root)) == ()
    shown = convert("Said.[@dawn2014]", root).get_text()
    assert all(typed in shown for typed in ("‘12:30’", "Off" if "Off" in shown else "off", "010", "1_000", "1:20"))


def test_front_matter_says_what_was_typed(tmp_path: Path) -> None:
    root = lay(tmp_path, CHECKS / "base")
    (root / "docs/essay/one.md").write_text("---\ntitle: 1.10\nquestion: off\n---\n# One\n", encoding="utf-8")
    page = read_page(root, "essay/one.md")
    assert (page.title, page.question) == ("1.10", "off")


@pytest.mark.parametrize(
    "typed",
    [
        "2015-02-30",
        "2014-06-31/2015-01-01",
        "1954/1947",
        "1954-03/1954-02",
        "0000",
        "0000/1947",
        "1900-02-29",
        "2015-21",
        "2015/..",
        "1947/1954/1960",
    ],
)
def test_a_date_that_is_no_day_is_refused(typed: str) -> None:
    for field in ("issued", "accessed"):
        with pytest.raises(ValueError, match=field):
            source(**{field: typed})


@pytest.mark.parametrize(
    "typed",
    ["2016-02-29", "1947/1954", "1987-12/1988-02", "1947/1947-08", "1964~", "19XX", "1953-01-07~", "1947~/1954"],
)
def test_a_date_that_is_one_is_taken(typed: str) -> None:
    assert source(issued=typed).issued == typed


def test_nobody_dies_before_the_birth() -> None:
    known = {"id": "x", "name": "X", "identity": "Y"}
    with pytest.raises(ValueError, match="died before the birth"):
        Person.model_validate({**known, "born": "1990", "died": "1950"})
    assert Person.model_validate({**known, "born": "1990-05", "died": "1990"})


@pytest.mark.parametrize("typed", ["http://", "https:// ", "https://exa mple.org/", "http://[www.example.org/x", "https://example.org:port/", "https://example.org:99999/",
                                   "https://user:pw@example.org/", "javascript:alert(1)", "ftp://example.org", "//example.org", 'https://example.org/"', "https://-a.org/", "https://a..b/",
                                   "https://example.org/a\tb", "https:///path"])  # fmt: skip
def test_an_address_that_leads_nowhere_is_refused(typed: str) -> None:
    assert wrong_with(typed)
    for field in ({"URL": typed}, {"custom": {"kind": "press", "archive": typed}}):
        with pytest.raises(ValueError):
            source(**field)


@pytest.mark.parametrize(
    "typed",
    [
        "https://example.org",
        "HTTPS://Example.org/a_(b)?c=d&e#f",
        "http://[::1]:80/",
        "https://اردو.example/شہر",
        "https://a_b.example.org/",
        "http://127.0.0.1:8000/",
    ],
)
def test_an_address_that_can_be_opened_is_taken(typed: str) -> None:
    assert not wrong_with(typed)


@settings(deadline=None, max_examples=300)
@given(st.text("http:/[]@%?#. \\\n\x0cab1\u0627", max_size=24))
def test_no_address_is_a_traceback(typed: str) -> None:
    wrong_with(typed)
    wrong_with(f"https://{typed}")


def test_no_reference_is_empty() -> None:
    bare = {
        f"{kind}-{date}": source(id=f"{kind}-{date}", type=kind, issued=date)
        for kind in KINDS
        for date in ("1997", "20XX")
    }
    within = {
        f"{kind}-in": source(id=f"{kind}-in", type=kind, **{"container-title": "Whole", "editor": [{"family": "Roe"}]})
        for kind in KINDS
    }
    for made in references(bare | within).values():
        assert "T" in made.full and made.short.strip()
    assert set(references(bare | within)) == set(bare | within)


def test_an_act_has_its_own_number() -> None:
    short, full = printed(type="legislation", title="Anti-Terrorism Act, 1997", number="Act XXVII of 1997")
    assert (short, full) == ("Anti-Terrorism Act, 1997", "Anti-Terrorism Act, 1997, Act XXVII of 1997 (1997).")


def test_an_unsigned_article_of_an_encyclopaedia_is_printed() -> None:
    _, full = printed(
        type="entry-encyclopedia", title="Karachi", issued="2018", **{"container-title": "Encyclopaedia of Cities"}
    )
    assert full == "‘Karachi’. 2018. In <em>Encyclopaedia of Cities</em>."


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("The '92 operation and the '94 strike", "The ’92 Operation and the ’94 Strike"), ("Rock 'n' roll in Karachi", "Rock ’n’ Roll in Karachi"),
     ("'Tis the boys' '90s", "’Tis the Boys’ ’90s"), ("He said: 'We won't go'", "He Said: “We Won’t Go”"), ("Voters' lists, polls' end", "Voters’ Lists, Polls’ End")],
)  # fmt: skip
def test_an_apostrophe_in_a_title_is_one(typed: str, shown: str) -> None:
    assert (
        printed(type="article-journal", title=typed, **{"container-title": "J"})[1] == f"‘{shown}’. 1997. <em>J</em>."
    )


def test_an_apostrophe_in_the_data_and_in_the_prose_is_one() -> None:
    assert (
        curly("The '92 operation, 'so', rock 'n' roll, the '90s") == "The ’92 operation, ‘so’, rock ’n’ roll, the ’90s"
    )
    text = convert("The '92 operation, 'so', rock 'n' roll, and the '90s.", ROOT).get_text()
    assert "The ’92 operation, ‘so’, rock ’n’ roll, and the ’90s." in text


def test_names_keep_their_parts() -> None:
    assert printed(author=[{"family": "King", "given": "Martin", "suffix": "Jr."}])[1].startswith(
        "King, Martin, Jr. 1997"
    )
    assert (
        printed(author=[{"family": "Berg", "given": "A.", "non-dropping-particle": "van der"}])[0]
        == "van der Berg 1997"
    )
    assert printed(author=[{"family": "de' Medici", "given": "L."}])[0] == "de’ Medici 1997"
    assert printed(author=[{"family": "d'Alembert", "given": "J."}])[0] == "d’Alembert 1997"
    for nobody in ({}, {"given": "A."}, {"literal": "X", "family": "Y"}):
        with pytest.raises(ValueError):
            source(author=[nobody])


def test_foreign_words_are_marked_as_such() -> None:
    short, full = printed(
        title="کراچی کی کہانی 1947 سے", author=[{"family": "احمد", "given": "علی"}], publisher="ادارہ", language="ur"
    )
    assert '<span lang="ur" dir="rtl">کراچی کی کہانی 1947 سے</span>' in full
    assert (
        full.startswith('<bdi lang="ur" dir="rtl">احمد</bdi>, <bdi lang="ur" dir="rtl">علی</bdi>. 1997.')
        and '<bdi lang="ur" dir="rtl">ادارہ</bdi>.' in full
    )
    assert short == '<bdi lang="ur" dir="rtl">احمد</bdi> 1997'
    assert '<em><span lang="fr">L’été de Karachi</span></em>' in printed(title="L'été de Karachi", language="fr")[1]
    assert (
        '‘<span lang="de">Die Stadt & ihr Tod</span>’'.replace("&", "&amp;")
        in printed(type="article-journal", title="Die Stadt & ihr Tod", language="de", **{"container-title": "J"})[1]
    )
    assert "<bdi" in printed(title="A book of بھتہ")[1] and "lang" not in printed(title="English", language="en-GB")[1]
    with pytest.raises(ValueError):
        source(language="Urdu, of Karachi")


@settings(deadline=None, max_examples=200)
@given(st.text("ab <>&ا ب12,.’", max_size=20), st.text("ab ا ب<i>", max_size=12), st.sampled_from(["", "ur", "de"]))
def test_marking_foreign_words_loses_none(reference: str, title: str, language: str) -> None:
    made = marked(escape(reference), title, language)
    assert unescape(re.sub(r"</?(?:span|bdi)[^>]*>", "", made)) == reference


def test_a_series_that_is_no_csv_is_a_fault_and_no_traceback(tmp_path: Path) -> None:
    folder = tmp_path / "docs/data/series"
    folder.mkdir(parents=True)
    for name, raw in {"long": "a\n" + "b" * (csv.field_size_limit() + 1), "control": "a,b\n1,\x0c2\n"}.items():
        (folder / f"{name}.csv").write_text(raw, encoding="utf-8")
        assert "line 2" in read_table(tmp_path, name).fault.lower()
