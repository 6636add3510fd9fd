"""What every page tells machines: search engines, social networks, reference managers, anyone who reads JSON-LD."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urldefrag, urljoin
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from PIL import Image
from pydantic.alias_generators import to_snake
from pyld import jsonld

from apparatus.books.single_file import write_single
from apparatus.checks import check
from apparatus.metadata.linked_data import linked_data
from apparatus.postbuild.book import read_book
from apparatus.project import load_project
from apparatus.record.settings import read_settings

from .support.project import QUIET, ROOT, change, convert

Pages = dict[str, BeautifulSoup]
Node = dict[str, Any]
SETTINGS = read_settings(ROOT)
SECTION = "essay/the-generals-bargain/"


def meta(soup: BeautifulSoup, name: str) -> str | None:
    """The content of a tag as Zotero and the social networks look for it: by the end of `name`, or by `property`."""
    found = soup.select(f'head > meta[name$="{name}"], head > meta[property="{name}"]')
    assert len(found) <= 1, name
    return str(found[0]["content"]) if found else None


def published(pages: Pages) -> Iterator[tuple[str, BeautifulSoup]]:
    return ((path, soup) for path, soup in pages.items() if path != "404.html")


class TestHead:
    def test_every_page_says_where_it_stands(self, pages: Pages) -> None:
        for path, soup in published(pages):
            canonical = soup.select("link[rel=canonical]")
            assert [link["href"] for link in canonical] == [SETTINGS.site_url + path]
            assert meta(soup, "og:url") == SETTINGS.site_url + path

    def test_every_description_is_its_own_and_can_be_shown_whole(self, pages: Pages) -> None:
        told = [meta(soup, "description") for _, soup in published(pages)]
        assert len(set(told)) == len(told)
        assert all(50 <= len(one or "") <= 160 for one in told)

    def test_every_page_has_a_picture_of_its_words(self, pages: Pages, site: Path) -> None:
        for path, soup in published(pages):
            address = meta(soup, "og:image") or ""
            with Image.open(site / address.removeprefix(SETTINGS.site_url)) as picture:
                assert (str(picture.width), str(picture.height)) == ("1200", "630")
                assert not path.startswith("essay/") or soup.h1.text in picture.text["Description"]  # type: ignore[attr-defined, union-attr]
            assert meta(soup, "og:image:alt")

    def test_every_page_says_its_language_as_social_networks_write_it(self, pages: Pages) -> None:
        assert {meta(soup, "og:locale") for _, soup in published(pages)} == {"en_GB"}

    def test_the_404_page_claims_no_place(self, pages: Pages) -> None:
        assert not pages["404.html"].select("link[rel=canonical], [property^=og], [type='application/ld+json']")
        assert meta(pages["404.html"], "robots") == "noindex"


class TestIcons:
    """Old browsers know no SVG, iPhones no transparency, Android cuts a circle out."""

    def drawing(self, site: Path, path: str, side: int) -> Image.Image:
        with Image.open(site / path) as picture:
            assert picture.size == (side, side), path
            return picture.convert("RGBA").resize((64, 64), Image.Resampling.LANCZOS)

    def test_every_page_names_them_and_they_are_there(self, pages: Pages, site: Path) -> None:
        for path, soup in published(pages):
            named = [
                urljoin("/" + path, str(link["href"]))
                for link in soup.select("link[rel=icon], link[rel=apple-touch-icon]")
            ]
            assert named == ["/favicon.ico", "/assets/images/favicon.svg", "/apple-touch-icon.png"], path
            assert all((site / name[1:]).is_file() for name in named)

    def test_they_look_as_the_svg_does(self, site: Path) -> None:
        """The shape of the SVG, as Pillow sees it, is that of each PNG at its place."""
        svg = (site / "assets/images/favicon.svg").read_text()
        whole = self.drawing(site, "assets/images/icon-192.png", 192)
        assert self.drawing(site, "assets/images/icon-512.png", 512).getpixel((20, 32)) == whole.getpixel((20, 32))
        colour = "#{:02x}{:02x}{:02x}".format(*whole.getpixel((20, 32))[:3])  # type: ignore[index]
        assert colour in svg
        assert whole.getpixel((0, 0))[3] == 0 and whole.getpixel((40, 32))[3] == 0  # type: ignore[index]
        for path, side in (("apple-touch-icon.png", 180), ("assets/images/icon-maskable.png", 512)):
            framed = self.drawing(site, path, side)
            paper = framed.getpixel((0, 0))
            assert framed.getchannel("A").getextrema() == (255, 255) and paper == (0xFC, 0xFA, 0xF5, 255), path
            inked = [
                (x - 31.5) ** 2 + (y - 31.5) ** 2
                for x in range(64)
                for y in range(64)
                if framed.getpixel((x, y)) != paper
            ]
            assert inked and max(inked) <= (0.4 * 64) ** 2, f"{path}: what a circle of four fifths would cut"

    def test_the_ico_is_of_bitmaps(self, site: Path) -> None:
        raw = (site / "favicon.ico").read_bytes()
        assert raw[:6] == b"\0\0\1\0\3\0" and b"PNG" not in raw
        with Image.open(site / "favicon.ico") as picture:
            assert picture.info["sizes"] == {(16, 16), (32, 32), (48, 48)}

    def test_the_manifest_names_what_android_asks_for(self, site: Path) -> None:
        manifest = json.loads((site / "manifest.webmanifest").read_text())
        for icon in manifest["icons"][1:]:
            with Image.open(site / icon["src"]) as picture:
                assert f"{picture.width}x{picture.height}" == icon["sizes"]
        assert {(icon["sizes"], icon.get("purpose", "any")) for icon in manifest["icons"]} == {
            ("any", "any"), ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
        }  # fmt: skip
        assert (site / manifest["icons"][0]["src"]).is_file()


def test_a_name_is_left_as_it_is_by_what_translates_a_page(pages: Pages) -> None:
    kept = {tag.get_text() for tag in pages["whole/"].select("a.name[translate=no]")}
    assert {"Altaf Hussain", "bhatta"} <= kept and "airport" not in kept
    others = {tag.get_text() for tag in pages["whole/"].select("a.name.person:not([translate])")}
    assert not kept & others
    assert all(
        tag.get("translate") == "no" for soup in pages.values() for tag in soup.select("bdi.urdu, .cite .reference")
    )


class TestZotero:
    """What Zotero's Embedded Metadata translator (version of 27 April 2026) makes of a page, by its own rules."""

    FIELDS: ClassVar = {
        "citation_title": "title",
        "citation_publication_date": "date",
        "citation_inbook_title": "bookTitle",
        "citation_public_url": "url",
        "citation_language": "language",
        "description": "abstractNote",
        "prism.edition": "edition",
    }

    def saved(self, soup: BeautifulSoup) -> dict[str, Any]:
        item: dict[str, Any] = {field: value for name, field in self.FIELDS.items() if (value := meta(soup, name))}
        if meta(soup, "citation_inbook_title"):
            item["itemType"] = "bookSection"
        else:
            item["itemType"] = {"book": "book", "website": "webpage"}.get(meta(soup, "og:type") or "", "journalArticle")
        author = meta(soup, "citation_author") or ""
        parts = re.split(r", ?", author.strip(" ,.")) if "," in author else author.rsplit(" ", 1)[::-1]
        item["creators"] = parts  # family name first; one part is an institution
        return item

    def test_a_section_is_saved_as_a_part_of_the_whole(self, pages: Pages) -> None:
        assert self.saved(pages[SECTION]) == {
            "itemType": "bookSection",
            "title": "The general’s bargain",
            "bookTitle": "How the MQM Became So Powerful",
            "creators": [SETTINGS.author],
            "date": SETTINGS.edition.date.replace("-", "/"),
            "edition": SETTINGS.edition.number,
            "url": SETTINGS.site_url + SECTION,
            "language": "en-GB",
            "abstractNote": meta(pages[SECTION], "description"),
        }

    def test_the_cover_is_saved_as_the_whole(self, pages: Pages) -> None:
        item = self.saved(pages[""])
        assert (item["itemType"], item["title"], item["creators"]) == ("book", SETTINGS.title, [SETTINGS.author])
        assert "bookTitle" not in item

    def test_what_holds_the_whole_is_saved_as_the_book_in_its_edition(self, pages: Pages, site: Path) -> None:
        project = load_project(ROOT)
        wholes = {"whole/": (SETTINGS.edition.number, SETTINGS.edition.date)}
        wholes |= {f"editions/{one.id}/": (one.id, one.date) for one in project.record.releases.values()}
        for path, (number, date) in wholes.items():
            item = self.saved(pages[path])
            assert (item["itemType"], item["title"], item["url"]) == ("book", SETTINGS.title, SETTINGS.site_url + path)
            assert (item["edition"], item["date"]) == (number, date.replace("-", "/"))
        single = self.saved(BeautifulSoup(write_single(read_book(site, project), site), "html.parser"))
        assert single == self.saved(pages[""]) | {"abstractNote": SETTINGS.description}


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


class TestSiteMap:
    def test_it_lists_every_page_with_the_editions_date(self, site: Path, pages: Pages) -> None:
        space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
        tree = ElementTree.parse(site / "sitemap.xml")
        listed = {str(one.text) for one in tree.findall(".//s:loc", space)}
        assert listed == {
            SETTINGS.site_url + path for path, soup in published(pages) if meta(soup, "robots") != "noindex"
        }
        assert {one.text for one in tree.findall(".//s:lastmod", space)} == {SETTINGS.edition.date}

    def test_no_file_holds_the_time_of_the_build(self, site: Path) -> None:
        assert not list(site.rglob("*.gz"))

    def test_robots_are_sent_to_it(self, site: Path) -> None:
        assert f"Sitemap: {SETTINGS.site_url}sitemap.xml" in (site / "robots.txt").read_text().splitlines()


def test_one_variable_moves_the_whole_site(tmp_path: Path, site: Path) -> None:
    """All but the 404 page, whose links begin at the host's root."""
    other = "https://essay.example.net/mqm/"
    done = subprocess.run([sys.executable, "-m", "apparatus", "build", "--site", str(tmp_path / "site")], cwd=ROOT,
                          env={**QUIET, "SITE_URL": other}, capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    for path in site.rglob("*"):
        if path.name != "404.html" and path.suffix in (".html", ".xml", ".txt", ".bib", ".ris", ".json"):
            here = path.read_text(encoding="utf-8")
            there = (tmp_path / "site" / path.relative_to(site)).read_text(encoding="utf-8")
            assert there == here.replace(SETTINGS.site_url, other), path


@pytest.mark.parametrize("missing", [f'    date: "{load_project(ROOT).settings.edition.date}"\n', "  edition:\n"])
def test_an_edition_without_a_date_ends_the_build(missing: str, tmp_path: Path) -> None:
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    change(tmp_path / "mkdocs.yml", missing, "  other:\n" if "edition" in missing else "")
    assert "C060" in {problem.code for problem in check(load_project(tmp_path)) if problem.path == "mkdocs.yml"}
