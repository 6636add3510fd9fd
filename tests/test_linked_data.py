"""What every page tells machines as JSON-LD: what it is, in the words of schema.org, and what it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

from bs4 import BeautifulSoup
from markdown import Markdown
from pydantic.alias_generators import to_snake
from pyld import jsonld

from apparatus.checks import check
from apparatus.metadata.linked_data import linked_data
from apparatus.project import load_project
from apparatus.record.settings import read_settings

from .support.pages import Pages, meta, published
from .support.project import ROOT, change, convert

SETTINGS = read_settings(ROOT)
Node = dict[str, Any]


def data(soup: BeautifulSoup) -> Node:
    (block,) = soup.select("script[type='application/ld+json']")
    return dict(json.loads(block.string or ""))


def nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, list):
        for one in value:
            yield from nodes(one)
    elif isinstance(value, dict):
        yield value
        for one in value.values():
            yield from nodes(one)


def expanded(soup: BeautifulSoup, address: str) -> Any:
    """The page's JSON-LD with every name and address in full. The context is an excerpt: that of schema.org cannot be
    fetched here.
    """
    excerpt = {"@vocab": "https://schema.org/", **{
        name: {"@type": "@id"} for name in ("license", "correctionsPolicy", "url")}}  # fmt: skip
    written = data(soup)
    assert written["@context"] == "https://schema.org"
    return jsonld.expand({**written, "@context": excerpt}, {"base": address})


def fits(value: Any, ranges: tuple[str, ...]) -> bool:
    """Whether schema.org lets a property have this value; a bare reference may be to anything that is no
    plain value.
    """
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            return bool(set(ranges) - {"Text", "URL", "Date", "DateTime", "Number"})
        kinds = schema(value["@type"]).SCHEMA_TYPES
        return bool(set(kinds) & set(ranges))
    return bool({"Text", "URL", "Date", "DateTime"} & set(ranges))


def schema(kind: str) -> Any:
    return getattr(import_module(f"schema_org.models.{to_snake(kind)}"), kind)


class TestLinkedData:
    def test_every_term_is_schema_orgs_and_has_a_value_that_it_takes(self, pages: Pages) -> None:
        for path, soup in published(pages):
            for node in nodes(data(soup)):
                if "@type" not in node:
                    assert set(node) == {"@id"}, path
                    continue
                known = {one.schema_name: one.ranges for one in schema(node["@type"]).SCHEMA_PROPERTIES}
                for name, value in node.items():
                    if name.startswith("@"):
                        continue
                    assert name in known, f"{path}: {node['@type']} has no {name}"
                    for one in value if isinstance(value, list) else [value]:
                        assert fits(one, known[name]), f"{path}: {node['@type']} {name} {one}"

    def test_every_reference_leads_to_a_page_and_an_anchor(self, pages: Pages, site: Path) -> None:
        ids = {path: {tag["id"] for tag in soup.find_all(id=True)} for path, soup in pages.items()}
        checked = 0
        for path, soup in published(pages):
            for node in nodes(expanded(soup, SETTINGS.site_url + path)):
                address, anchor = urldefrag(str(node.get("@id", "")))
                if not address.startswith(SETTINGS.site_url) or anchor == "maintainers":
                    continue
                target = address.removeprefix(SETTINGS.site_url)
                if target.endswith(".json"):
                    assert (site / target).is_file(), path
                    continue
                assert target in ids and (not anchor or anchor in ids[target]), f"{path}: {node['@id']}"
                checked += 1
        assert checked > 250

    def test_a_section_is_an_article_with_all_its_sources(self, pages: Pages, site: Path) -> None:
        for path, soup in pages.items():
            if not path.startswith("essay/"):
                continue
            article = data(soup)
            assert article["@type"] == "Article" and article["isPartOf"]["@id"] == SETTINGS.site_url
            assert article["headline"] == soup.h1.text  # type: ignore[union-attr]
            assert (article["inLanguage"], article["dateModified"]) == ("en-GB", SETTINGS.edition.date)
            assert article["author"]["url"] == SETTINGS.site_url + "about/"
            assert article["publisher"] == {"@id": article["author"]["@id"]}
            assert article["image"] == meta(soup, "og:image")
            assert article["citation"] == {"@type": "Collection", "@id": "sources.json"}
            shown = {urldefrag(str(link["href"]))[1] for link in soup.select(".source a.entry")}
            cited = json.loads((site / path / "sources.json").read_text("utf-8"))
            assert {item["id"] for item in cited} >= shown and shown

    def test_the_page_of_claims_holds_each_claim_with_its_places(self, pages: Pages) -> None:
        claims = data(pages["record/claims/"])["hasPart"]
        rows = pages["record/claims/"].select(".claims-list > li")
        assert [claim["@id"] for claim in claims] == [f"#{row['id']}" for row in rows] and len(claims) >= 30
        for claim, row in zip(claims, rows, strict=True):
            assert claim["@type"] == "Claim" and claim["appearance"]
            assert claim["text"] == row.select_one(".states").text  # type: ignore[union-attr]
            assert claim["review"]["reviewBody"].split(", ")[-1].replace(" ", "-") in row["class"][1]
            assert claim["firstAppearance"] == {"@id": "../sources/#mehdi2016"}

    def test_a_finding_has_the_day_of_its_own_review_and_not_that_of_the_edition(self, root: Path) -> None:
        change(root / "docs/data/claims.yml", "as_of: 2026-01-01", "as_of: 2026-02-03")
        assert check(load_project(root)) == ()
        page = convert("/// listing | claims\n///", root, "record/claims.md")
        assert "as of 3\u00a0February 2026" in page.select_one("#c01 .finding").text  # type: ignore[union-attr]
        project = load_project(root)
        assert project.settings.edition.date == "2026-01-02"
        claims = linked_data(project, project.pages["record/claims.md"])["hasPart"]
        assert [claim["review"]["datePublished"] for claim in claims] == ["2026-02-03"]

    def test_the_page_of_data_holds_each_series_with_its_file(self, pages: Pages, site: Path) -> None:
        series = data(pages["record/data/"])["hasPart"]
        assert [one["@id"] for one in series] == [
            f"#{row['id']}" for row in pages["record/data/"].select(".entries > li")
        ]
        for one in series:
            assert one["@type"] == "Dataset" and 50 <= len(one["description"]) <= 5000 and one["license"]
            assert one["name"] == pages["record/data/"].select_one(f"{one['@id']} b").text  # type: ignore[union-attr]
            assert one["variableMeasured"] and one["citation"]
            assert (site / one["distribution"]["contentUrl"].removeprefix(SETTINGS.site_url)).is_file()

    def test_a_correction_is_told_where_all_are_listed_and_named_on_its_page(self, tmp_path: Path) -> None:
        for name in ("docs/essay/ways-out.md", "docs/essay/marginal.md", "docs/record/corrections.md", "mkdocs.yml"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes((ROOT / name).read_bytes())
        (tmp_path / "docs/data").mkdir()
        (tmp_path / "docs/data/corrections.yml").write_text(
            '- {id: "1", date: 2026-12-01, passage: sm57, said: "Two </script> things.", says: Three., why: A '
            "count., severity: error}\n"
        )
        project = load_project(tmp_path)
        told = {path: linked_data(project, page).get("correction") for path, page in project.pages.items()}
        assert told["essay/marginal.md"] is None
        assert told["essay/ways-out.md"] == [{"@id": "../../record/corrections/#1"}]
        assert told["record/corrections.md"] == [{
            "@type": "CorrectionComment", "@id": "#1", "datePublished": "2026-12-01",
            "text": "It said: Two </script> things. It says: Three. Because: A count.",
        }]  # fmt: skip
        name = "apparatus.markup.cite_box"
        html = Markdown(
            extensions=[name], extension_configs={name: {"root": str(tmp_path), "page": "record/corrections.md"}}
        ).convert(project.pages["record/corrections.md"].body)
        block = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
        assert json.loads(block)["correction"] == told["record/corrections.md"], "nothing in the data ends its block"
