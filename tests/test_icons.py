"""The icons of the site: old browsers know no SVG, iPhones no transparency, Android cuts a circle out."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image

from .support.pages import Pages, published


def drawing(site: Path, path: str, side: int) -> Image.Image:
    with Image.open(site / path) as picture:
        assert picture.size == (side, side), path
        return picture.convert("RGBA").resize((64, 64), Image.Resampling.LANCZOS)


def test_every_page_names_them_and_they_are_there(pages: Pages, site: Path) -> None:
    for path, soup in published(pages):
        named = [
            urljoin("/" + path, str(link["href"])) for link in soup.select("link[rel=icon], link[rel=apple-touch-icon]")
        ]
        assert named == ["/favicon.ico", "/assets/images/favicon.svg", "/apple-touch-icon.png"], path
        assert all((site / name[1:]).is_file() for name in named)


def test_they_look_as_the_svg_does(site: Path) -> None:
    """The shape of the SVG, as Pillow sees it, is that of each PNG at its place."""
    svg = (site / "assets/images/favicon.svg").read_text()
    whole = drawing(site, "assets/images/icon-192.png", 192)
    assert drawing(site, "assets/images/icon-512.png", 512).getpixel((20, 32)) == whole.getpixel((20, 32))
    colour = "#{:02x}{:02x}{:02x}".format(*whole.getpixel((20, 32))[:3])  # type: ignore[index]
    assert colour in svg
    assert whole.getpixel((0, 0))[3] == 0 and whole.getpixel((40, 32))[3] == 0  # type: ignore[index]
    for path, side in (("apple-touch-icon.png", 180), ("assets/images/icon-maskable.png", 512)):
        framed = drawing(site, path, side)
        paper = framed.getpixel((0, 0))
        assert framed.getchannel("A").getextrema() == (255, 255) and paper == (0xFC, 0xFA, 0xF5, 255), path
        inked = [
            (x - 31.5) ** 2 + (y - 31.5) ** 2 for x in range(64) for y in range(64) if framed.getpixel((x, y)) != paper
        ]
        assert inked and max(inked) <= (0.4 * 64) ** 2, f"{path}: what a circle of four fifths would cut"


def test_the_ico_is_of_bitmaps(site: Path) -> None:
    raw = (site / "favicon.ico").read_bytes()
    assert raw[:6] == b"\0\0\1\0\3\0" and b"PNG" not in raw
    with Image.open(site / "favicon.ico") as picture:
        assert picture.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_the_manifest_names_what_android_asks_for(site: Path) -> None:
    manifest = json.loads((site / "manifest.webmanifest").read_text())
    for icon in manifest["icons"][1:]:
        with Image.open(site / icon["src"]) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert {(icon["sizes"], icon.get("purpose", "any")) for icon in manifest["icons"]} == {
        ("any", "any"), ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip
    assert (site / manifest["icons"][0]["src"]).is_file()
