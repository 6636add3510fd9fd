"""A page that gets another name: one line of data, and every address that was given goes on leading somewhere, whoever
hosts the site.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from apparatus.__main__ import main
from apparatus.checks import check
from apparatus.mkdocs.plugin import build
from apparatus.project import load_project
from apparatus.releases.freeze import changed
from apparatus.releases.redirects import HOSTS, pairs, told
from apparatus.translation.assemble import assemble

from .support.frozen import gone_on
from .support.project import CHECKS, ROOT, change, lay

LINE = "- {id: essay/two.md, to: essay/second.md}\n"


def rename(root: Path) -> None:
    (root / "docs/essay/two.md").rename(root / "docs/essay/second.md")
    change(root / "mkdocs.yml", "essay/two.md", "essay/second.md")


@pytest.fixture(scope="module")
def renamed(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two editions, of which a section has got another name since."""
    root = gone_on(first, tmp_path_factory.mktemp("then") / "project")
    rename(root)
    (root / "docs/data/moved.yml").write_text(LINE, encoding="utf-8")
    build(root)
    return root


def page(root: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((root / "site" / path / "index.html").read_bytes(), "html.parser")


def test_without_its_line_every_address_of_the_section_is_missed(root: Path) -> None:
    rename(root)
    problems = check(load_project(root))
    assert {problem.code for problem in problems} == {"C030"} and len(problems) == 4
    assert all("docs/data/moved.yml" in problem.mend for problem in problems)
    (root / "docs/data/moved.yml").write_text(LINE, encoding="utf-8")
    assert check(load_project(root)) == ()


def test_a_new_name_is_no_change_of_the_text(renamed: Path) -> None:
    assert not changed(load_project(renamed))


def test_the_notes_of_retired_paragraphs_move_with_their_page(renamed: Path) -> None:
    assert page(renamed, "essay/second").select_one("#retired ~ ul > #ccc4")


def test_a_frozen_page_keeps_its_ids_and_leads_to_the_page_as_it_is_named_now(renamed: Path) -> None:
    frozen = page(renamed, "editions/1.0")
    heading = frozen.select_one("#section-two")
    assert heading and heading.parent and heading.parent.select_one("a[href='../../essay/second/']")


def test_netlify_and_cloudflare_are_told(renamed: Path) -> None:
    assert (renamed / "site/_redirects").read_text("utf-8") == "/essay/two /essay/second/ 301\n"


def test_the_settings_of_a_server_follow_by_one_command(renamed: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(renamed, tmp_path / "project", ignore=shutil.ignore_patterns("site")))
    shutil.copytree(ROOT / "hosting", root / "hosting")
    assert {problem.code for problem in check(load_project(root))} == {"C123"}
    assert main(["redirects", "--root", str(root)]) == 0
    assert check(load_project(root)) == ()
    for path, say in HOSTS.items():
        text = (root / path).read_text("utf-8")
        assert say("/essay/two", "/essay/second/") in text and say("/essay/two/", "/essay/second/") in text
        assert "/claims" not in text and "404" in text  # the lines of ours alone are written anew


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_host_that_sends_nobody_on_has_a_page_that_does(
    renamed: Path, browser: Browser, serve: Callable[[Path], str], scripts: bool
) -> None:
    address = serve(renamed / "site")
    shown = browser.new_page(java_script_enabled=scripts)
    shown.goto(f"{address}essay/two/#ccc2")
    shown.wait_for_url(f"{address}essay/second/**")
    assert shown.url == f"{address}essay/second/" + ("#ccc2" if scripts else "")
    shown.close()


def test_a_page_that_leads_on_is_none_of_its_own_for_search_engines(renamed: Path) -> None:
    stub = page(renamed, "essay/two")
    robots, link = stub.select_one("meta[name=robots]"), stub.select_one("main a")
    assert robots and robots["content"] == "noindex" and link and link["href"] == "../second/"
    assert "essay/two" not in (renamed / "site/sitemap.xml").read_text("utf-8")


@pytest.mark.parametrize("draft", ["", "draft: true\n"], ids=["published", "draft"])
def test_a_page_leads_on_in_each_language(tmp_path: Path, draft: str) -> None:
    root = lay(tmp_path, CHECKS / "base", CHECKS / "C136/in")
    shutil.copytree(ROOT / "hosting", root / "hosting")
    with (root / "docs/ur/site.yml").open("a", encoding="utf-8") as site:
        site.write(draft)
    for folder in ("docs", "docs/ur"):
        (root / folder / "essay/one.md").rename(root / folder / "essay/first.md")
        change(root / folder / "index.md", "essay/one.md", "essay/first.md")
    change(root / "mkdocs.yml", "essay/one.md", "essay/first.md")
    lines = LINE.replace("two", "one").replace("second", "first") + "- {id: claims, to: record/sources.md}\n"
    (root / "docs/data/moved.yml").write_text(lines, encoding="utf-8")
    assert main(["redirects", "--root", str(root)]) == 0
    project = load_project(root)
    led = {"/essay/one": "/essay/first/", "/claims": "/record/sources/"}
    assert told(project) == led | ({} if draft else {"/ur/essay/one": "/ur/essay/first/"})
    assert ("location = /ur/essay/one {" in (root / "hosting/nginx.conf").read_text("utf-8")) is not bool(draft)
    made = assemble(root, "ur", project.pages)
    assert pairs(load_project(made.root)) == {"/essay/one": "/essay/first/"}, "of which a page is made below /ur/"
    assert {problem.code for problem in check(project, drafts=True)} == {"C136"}, (
        "what it was made from is known by its new name"
    )
