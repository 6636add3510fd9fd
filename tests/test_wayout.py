"""The way out: the same tree built by ProperDocs, without Material, and by Zensical, where neither MkDocs nor Material can be imported.

ProperDocs must make the same files to the byte. Zensical must make the same files and, on each page, the same elements with the same attributes
and words: that is every note, citation, claim and id, in order. Three things are taken for the same that bytes are not: a link to one place
written in two ways (`../the-vacuum/` and `../../essay/the-vacuum/`), a character and its entity, and the order of the site map. What
is left is pinned in wayout/zensical.yml.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml
from lxml import etree, html

from apparatus.postbuild.fingerprint import fingerprint_assets
from apparatus.postbuild.run import adopt

from .conftest import ROOT
from .tools import generators

MKDOCS = r"mkdocs|mkdocs-\d.*"
MKDOCS_AND_MATERIAL = r"(mkdocs|material).*"
PINNED = yaml.safe_load((ROOT / "tests/wayout/zensical.yml").read_text(encoding="utf-8"))

CHANGED = '//span[@class="since"]'
"""What the foot says while the text differs from the last edition, which Zensical is not told."""


def _python(folder: Path, *, without: str) -> list[str | Path]:
    """Return the start of a command: Python with the other generators and all that the project has but the packages whose names match."""
    packages = folder / "packages"
    packages.mkdir()
    for package in Path(sysconfig.get_paths()["purelib"]).iterdir():
        if not re.fullmatch(without, package.name):
            (packages / package.name).symlink_to(package)
    path = os.pathsep.join(map(str, (packages, generators(), ROOT)))
    # -S: the virtual environment's own packages, MkDocs among them, are not looked at.
    return ["env", f"PYTHONPATH={path}", "NO_MKDOCS_2_WARNING=1", sys.executable, "-S"]


def _run(*command: str | Path, cwd: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def _files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def _differing(one: Path, other: Path) -> list[str]:
    ours, theirs = _files(one), _files(other)
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


def _copy(folder: Path) -> Path:
    for part in ("docs", "overrides"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "apparatus").symlink_to(ROOT / "apparatus")  # mkdocs.yml has it watched
    return folder


def test_properdocs_builds_the_same_files(site: Path, tmp_path: Path) -> None:
    python = _python(tmp_path, without=MKDOCS)
    said = _run(*python, "-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", tmp_path / "site")
    assert "WARNING" not in said
    assert _differing(site, tmp_path / "site") == []


def test_neither_mkdocs_nor_material_is_needed(site: Path, tmp_path: Path) -> None:
    python, root = _python(tmp_path, without=MKDOCS_AND_MATERIAL), _copy(tmp_path / "project")
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("  name: material\n", "  name: null\n")
    assert "  name: null\n" in text
    settings.write_text(text, encoding="utf-8")
    _run(*python, "-m", "apparatus", "build", "--root", root, "--site", tmp_path / "site")
    assert _differing(site, tmp_path / "site") == []


@pytest.fixture(scope="module")
def zensical(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as Zensical builds it and `apparatus finish` finishes it."""
    folder = tmp_path_factory.mktemp("zensical")
    python, root = _python(folder, without=MKDOCS_AND_MATERIAL), _copy(folder / "project")
    assert "No issues found" in _run(*python, "-m", "zensical", "build", "--strict", cwd=root)
    _run(*python, "-m", "apparatus", "finish", cwd=root)
    return root / "site"


@pytest.mark.xdist_group("zensical")
def test_zensical_builds_the_same_files_beside_the_pages(site: Path, zensical: Path) -> None:
    assert [name for name in _differing(site, zensical) if not name.endswith(".html")] == ["sitemap.xml", "sw.js"]
    assert _stored(zensical / "sw.js") == _stored(site / "sw.js")
    assert _addresses(zensical / "sitemap.xml") == _addresses(site / "sitemap.xml")


@pytest.mark.xdist_group("zensical")
def test_zensical_builds_the_same_elements_and_words(site: Path, zensical: Path) -> None:
    for page in sorted(site.rglob("*.html")):
        name = page.relative_to(site).as_posix()
        ours, theirs = _elements(page, name), _elements(zensical / name, name)
        for one, other in zip(ours, theirs, strict=False):
            assert one == other, name
        assert len(ours) == len(theirs), name


@pytest.mark.xdist_group("zensical")
@pytest.mark.parametrize("pin", PINNED, ids=lambda pin: pin["lacks"])
def test_what_zensical_is_said_to_lack_it_lacks(site: Path, zensical: Path, pin: dict[str, str]) -> None:
    def found(folder: Path) -> list[str]:
        return [page.name for page in folder.rglob("*.html") if html.parse(page).xpath(pin["lacks"])]

    assert found(site), (
        f"MkDocs does not make it either: take {pin['lacks']} off the list in tests/wayout/zensical.yml."
    )
    assert not found(zensical), f"Zensical makes it now: take {pin['lacks']} off the list in tests/wayout/zensical.yml."


def _stored(worker: Path) -> str:
    """Return a service worker without its hashes: the pages are not the same to the byte, and of the other files each is compared."""
    return re.sub(r'"[0-9a-f]{12}"', "", worker.read_text(encoding="utf-8"))


def _addresses(sitemap: Path) -> list[tuple[str | None, ...]]:
    return sorted(tuple(child.text for child in url) for url in etree.parse(sitemap).getroot())


def _elements(page: Path, name: str) -> list[tuple[str, dict[str, str], str, str]]:
    """Return what a page is made of, without what is pinned: tag, attributes, the text in it and after it. Links are resolved."""
    document = html.parse(page).getroot()
    for left_out in (*(pin["lacks"] for pin in PINNED), CHANGED):
        for element in document.xpath(left_out):
            element.drop_tree()
    address = "https://essay.invalid/" + name.removesuffix("index.html")
    return [
        (
            element.tag,
            {key: urljoin(address, value) if key in ("href", "src") else value for key, value in element.items()},
            " ".join((element.text or "").split()),
            " ".join((element.tail or "").split()),
        )
        for element in document.iter(etree.Element)
    ]


def test_a_site_is_packed_once(tmp_path: Path) -> None:
    root, site = tmp_path / "project", tmp_path / "site"
    for folder in (root / "overrides", site):
        shutil.copytree(ROOT / "overrides/assets", folder / "assets")
    (site / "assets/theme.94dd801d.min.css").write_text("a {}")
    (site / "index.html").write_text('<link href="assets/stylesheets/record.css"><a href="../cite.bib">')
    adopt(site, root)
    fingerprint_assets(site)
    before = _files(site)
    assert "assets/theme.94dd801d.min.css" not in before
    assert b'record.css"' not in before["index.html"] and b'"cite.bib"' in before["index.html"]
    adopt(site, root)
    fingerprint_assets(site)
    assert _files(site) == before
