"""`apparatus source add`: what Zotero exports becomes entries; what they cannot hold is told, and nothing is
overwritten.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apparatus.commands import apparatus
from apparatus.project import load_project
from apparatus.record.csl_import import NoSources, entries_from

from .support.project import CHECKS, lay

ZOTERO = {
    "id": "http://zotero.org/users/1/items/ABCD",
    "type": "article-journal",
    "title": "The {MQM} &amp; the <i>city</i>",
    "container-title": "J",
    "page": "1-20",
    "volume": "010",
    "source": "JSTOR",
    "ISSN": "1234-5678",
    "abstract": "Long.",
    "language": "en-US",
    "DOI": "10.1000/182",
    "author": [
        {"family": "Gayer", "given": "Laurent"},
        {"family": "Berg", "given": "A.", "non-dropping-particle": "van der"},
        {"literal": "PILDAT"},
    ],
    "issued": {"date-parts": [["2002", 3]]},
    "accessed": {"date-parts": [[2026, 11, 2]]},
    "note": "original-date: 1965\nissue: 7\nA thought of my own.",
}


def add(root: Path, export: Any, *options: str) -> Any:
    written = export if isinstance(export, str) else json.dumps(export)
    return CliRunner().invoke(apparatus, ["source", "add", "--root", str(root), *options], input=written)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path, CHECKS / "base")


def test_an_export_of_zotero_is_taken_and_what_is_left_out_is_told(root: Path) -> None:
    before = (root / "docs/data/sources.yml").read_bytes()
    done = add(root, [ZOTERO])
    assert done.exit_code == 0, done.output
    assert (root / "docs/data/sources.yml").read_bytes().startswith(before.rstrip(b"\n"))
    made = load_project(root).record.sources["gayer2002mqm"]
    assert (made.title, made.issued, made.accessed, made.volume, made.issue, made.page) == (
        "The MQM & the <i>city</i>",
        "2002-03",
        "2026-11-02",
        "010",
        "7",
        "1-20",
    )
    assert (made.url, made.custom.kind, made.language) == ("https://doi.org/10.1000/182", "scholarship", "en-US")
    assert [name.family or name.literal for name in made.author] == ["Gayer", "Berg", "PILDAT"]
    for left in ("ISSN", "source", "abstract", "original-date", "A thought of my own."):
        assert left in done.output
    assert "gayer2002mqm" in done.output


def test_a_name_is_written_in_one_order_whatever_the_machine(root: Path) -> None:
    name = {"suffix": "Jr", "non-dropping-particle": "van", "given": "A.", "dropping-particle": "de", "family": "Berg"}
    assert add(root, [{**ZOTERO, "author": [name]}]).exit_code == 0
    written = (root / "docs/data/sources.yml").read_text(encoding="utf-8").split("author:")[-1]
    parts = ("family", "given", "suffix", "non-dropping-particle", "dropping-particle")
    places = [re.search(rf"\b(?<!-){part}:", written).start() for part in parts]  # type: ignore[union-attr]
    assert places == sorted(places)


def test_nothing_is_overwritten_and_nothing_is_added_twice(root: Path) -> None:
    other = {**ZOTERO, "title": "The MQM again", "DOI": "10.1000/183"}
    given_key = {**ZOTERO, "id": "dawn2014", "title": "Another", "DOI": "10.1000/184"}
    assert add(root, [ZOTERO, other, given_key]).exit_code == 0
    assert list(load_project(root).record.sources) == ["dawn2014", "gayer2002mqm", "gayer2002mqma", "dawn2014a"]
    before = (root / "docs/data/sources.yml").read_bytes()
    again = add(root, [ZOTERO])
    assert (
        "is there already, as gayer2002mqm" in again.output and (root / "docs/data/sources.yml").read_bytes() == before
    )


@pytest.mark.parametrize(
    ("export", "said"),
    [("{", "This is no JSON"), ("[]", "no CSL JSON"), ("7", "no CSL JSON"), ([{"type": "book"}], "no CSL JSON"), ("[" * 5000, "This is no JSON"),
     ([{**ZOTERO, "issued": {"date-parts": [[2015, 2, 30]]}}], "is not a day"), ([{**ZOTERO, "type": "song"}], "none of the types"),
     ([{**ZOTERO, "issued": {"literal": "spring"}}], "has no date"), ([{**ZOTERO, "type": "webpage"}], "--kind"), ([{**ZOTERO, "URL": "http://["}], "is no address")],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_whole(root: Path, export: Any, said: str) -> None:
    before = (root / "docs/data/sources.yml").read_bytes()
    done = add(root, export)
    assert done.exit_code == 1 and said in done.output and "Nothing was added" in done.output
    assert (root / "docs/data/sources.yml").read_bytes() == before


def test_dates_and_kinds_are_taken_as_they_are_meant(root: Path) -> None:
    items = [
        {"type": "webpage", "title": "A", "issued": {"date-parts": [[1947], [1954]]}},
        {"type": "webpage", "title": "B", "issued": {"date-parts": [[1964]], "circa": True}},
        {"type": "webpage", "title": "C", "issued": {"raw": "1965-01-02"}},
        {"type": "webpage", "title": "D", "issued": "20XX", "language": "English"},
    ]
    done = add(root, items, "--kind", "party")
    assert done.exit_code == 0, done.output
    sources = list(load_project(root).record.sources.values())[1:]
    assert [source.issued for source in sources] == ["1947/1954", "1964~", "1965-01-02", "20XX"]
    assert {source.custom.kind for source in sources} == {"party"} and "left out language" in done.output


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["date-parts", "literal", "raw", "family", "given", "circa", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([*ZOTERO, "editor", "citation-key"]), JSON, max_size=6))
def test_no_export_is_a_traceback(odd: dict[str, Any]) -> None:
    try:
        addition = entries_from(json.dumps([{**ZOTERO, **odd}]), {})
    except NoSources as refused:
        assert str(refused)
    else:
        assert len(addition.keys) == 1
