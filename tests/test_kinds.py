"""One table of kinds, one of findings, one of lanes: what stands in a row is in the syntax, in the checks, on the pages
and in the search.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from apparatus.books.pdf import page
from apparatus.checks import check
from apparatus.html.tree import classed
from apparatus.markup.render_entries import RENDER
from apparatus.mkdocs.plugin import build
from apparatus.postbuild.book import read_book
from apparatus.postbuild.search import INDEX
from apparatus.project import load_project
from apparatus.record.findings import FINDINGS
from apparatus.record.kinds import KINDS, NAMES
from apparatus.record.lanes import LANES
from apparatus.words import languages, read_words

from .support.frozen import begun
from .support.project import CHECKS, ROOT, change, convert, lay

GIVEN = [one for one in FINDINGS.values() if one.given]
PLACE = {"id": "lyari", "name": "Lyari", "urdu": "لیاری", "what": "Part of the city.", "sources": ["dawn2014"]}


def with_place(folder: Path, text: str = "It began in [Lyari]{place}.[@dawn2014]") -> Path:
    root = lay(folder, CHECKS / "base")
    (root / "docs/data/places.yml").write_text(yaml.safe_dump([PLACE]), encoding="utf-8")
    (root / "docs/record/places.md").write_text("# Places\n\n/// listing | places\n///\n", encoding="utf-8")
    one = root / "docs/essay/one.md"
    one.write_text(one.read_text("utf-8") + f"\n{text}\n{{: #zzz9 }}\n", encoding="utf-8")
    return root


def test_a_place_has_a_box_and_its_page_leads_back_to_the_mark(tmp_path: Path) -> None:
    root = with_place(tmp_path)
    box = convert("In [Lyari]{place}.", root).select_one("#place-lyari")
    assert box and box.select_one("bdi[lang=ur]").get_text() == "لیاری"  # type: ignore[union-attr]
    assert box.select_one("a.entry")["href"] == "record/places.md#lyari"  # type: ignore[index]
    row = convert("/// listing | places\n///", root).select_one("li#lyari .told")
    assert row and row.get_text().startswith("Named in")
    assert [str(link["href"]).partition("#")[2] for link in row.select("a")] == ["zzz9"]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("In [Liari]{place}.[@dawn2014] And [Lyari]{place}.", "C022", "There is no place 'liari'."),
        ("In Lyari.[@dawn2014]", "C023", "The place 'lyari' is marked nowhere."),
        (
            "[In [Lyari]{place} it]{place=lyari} was.[@dawn2014]",
            "C033",
            "A place is marked around another mark of its kind.",
        ),
    ],
)
def test_a_place_that_goes_wrong_is_told(tmp_path: Path, text: str, code: str, said: str) -> None:
    problems = [problem for problem in check(load_project(with_place(tmp_path, text))) if problem.code == code]
    assert [problem.what for problem in problems] == [said]


def test_every_kind_has_its_page_and_every_name_what_shows_it() -> None:
    assert set(RENDER) == {kind.name for kind in NAMES}
    settings = load_project(ROOT).settings
    for kind in KINDS.values():
        assert f"/// listing | {kind.listing}" in (ROOT / "docs" / kind.page).read_text("utf-8")
        assert kind.page in settings.navigation and kind.page in settings.books


def test_the_search_knows_every_kind(site: Path) -> None:
    index = json.loads((site / INDEX).read_text("utf-8"))
    script = (site / "assets/scripts/search.js").read_text("utf-8")
    told = json.JSONDecoder().raw_decode(script.partition("const WORDS=")[2])[0]["labels"]
    found = {row[index["fields"].index("kind")] for row in index["rows"]}
    assert set(told["kinds"]) == {"passage", "event", *KINDS} == found
    assert list(told["kinds"])[-1] == "source" and told["named"] == [kind.name for kind in NAMES]
    assert all(name in told["findings"] for name in index["findings"])
    for words in map(read_words, languages()):
        assert set(words.at("scripts.search.found")) == found


@pytest.mark.parametrize("finding", GIVEN, ids=lambda finding: finding.css)
def test_a_finding_is_told_in_words_and_shape_and_can_be_chosen(tmp_path: Path, finding: object) -> None:
    assert finding in GIVEN
    one = next(one for one in GIVEN if one is finding)
    root = lay(tmp_path, CHECKS / "base")
    path = root / "docs/data/claims.yml"
    claims = yaml.safe_load(path.read_text("utf-8"))
    claims[0] |= {
        "kind": "fact",
        "finding": one.name,
        "for": ["dawn2014"],
        "against": ["dawn2014"],
        "shows": "Something.",
    }
    path.write_text(yaml.safe_dump(claims), encoding="utf-8")
    assert [problem for problem in check(load_project(root)) if problem.path.endswith("claims.yml")] == []
    soup = convert("[It was.]{claim=c01}", root)
    assert soup.select_one(f".claim-mark.{one.css} .unseen").get_text() == f"[claim: {one.name}]"  # type: ignore[union-attr]
    listed = convert("/// listing | claims\n///", root)
    assert listed.select_one(f"li#c01.of-{one.css}") and listed.select_one(f'input[name=finding][value="{one.css}"]')
    for side in one.needs:
        path.write_text(yaml.safe_dump([{**claims[0], side: []}]), encoding="utf-8")
        codes = {problem.code for problem in check(load_project(root))}
        assert {"for": "C024", "against": "C025"}[side] in codes


def test_every_finding_has_a_shape_of_its_own_and_can_be_chosen_without_a_script() -> None:
    paths = [one.path for one in FINDINGS.values()]
    assert len(paths) == len(set(paths))
    css = (ROOT / "overrides/assets/stylesheets/record.css").read_text("utf-8")
    for one in FINDINGS.values():
        assert f'[value="{one.css}"]:checked) .claims-list > :not(.of-{one.css})' in css


def test_every_lane_has_a_shape_a_colour_a_name_and_a_filter() -> None:
    css = (ROOT / "overrides/assets/stylesheets/record.css").read_text("utf-8")
    assert len({one.path for one in LANES.values()}) == len({one.colour for one in LANES.values()}) == len(LANES)
    assert ".timeline .shape { fill: var(--pine); }" in css
    for name, lane in LANES.items():
        assert lane.colour == "pine" or f".{name} .dot, .shape.{name} {{ fill: var(--{lane.colour}); }}" in css
        assert f'[value="{name}"]:checked) :is(.events > li, .lanes a):not(.{name})' in css
    for words in map(read_words, languages()):
        assert set(words.at("timeline.lanes")) == set(words.at("timeline.choices")) == set(LANES)


def test_a_claim_may_have_any_id_in_the_books(tmp_path: Path) -> None:
    root = begun(tmp_path / "project")
    for path in ("docs/data/claims.yml", "docs/essay/one.md"):
        change(root / path, "c01", "quota")
    change(root / "mkdocs.yml", "extra:\n", "extra:\n  books: [record/claims.md]\n")
    build(root, tmp_path / "site")
    made = page(read_book(tmp_path / "site", load_project(root)), {})
    (entry,) = made.xpath("//ol[contains(@class, 'claims-list')]/li")
    (mark,) = classed(made, "claim-mark")
    assert (entry.get("id"), entry[0][0].text) == ("claims-quota", "1 ")
    assert mark.find("a").get("href") == "#claims-quota" and classed(mark, "number")[0].text == "1"
