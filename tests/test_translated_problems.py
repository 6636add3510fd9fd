"""What is wrong with a translation is said by number, at its place, and once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from apparatus.__main__ import main
from apparatus.checks import check
from apparatus.mkdocs.plugin import build
from apparatus.project import load_project

from .support.project import CHECKS, ROOT, change, lay

SITE, CLAIMS, VALUES = "docs/ur/site.yml", "docs/ur/data/claims.yml", "docs/ur/data/values.yml"
SHAPES = ("5\n", "- 5\n", "- a: 1\n", "- id: [1]\n", "- id: c01\n  change:\n", "law: 5\n", "- [\n", "\udcff")
"""What a file may hold that was meant to hold something else."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project and its translation, in which nothing is wrong."""
    root = lay(tmp_path / "project", CHECKS / "base", CHECKS / "C133/in")
    page = root / "docs/ur/essay/one.md"
    change(page, "18 لاکھ", "19 لاکھ")
    change(page, "بتیس", "تینتیس")
    assert check(load_project(root)) == ()
    return root


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        (SITE, "- 5\n", f"C003 {SITE}:1: The file is no list of fields."),
        (SITE, "title: [x]\n", f"C003 {SITE}:1: The file: 'title' is wrong: input should be a valid string."),
        (SITE, "names: urdu\nnmaes: urdu\n", f"C003 {SITE}:2: The file has a field 'nmaes' that is not known. Did you mean 'names'?"),
        (SITE, "letters: {colour: x}\n", f"C003 {SITE}:1: The file has a field 'letters.colour' that is not known. Rename or remove it."),
        (SITE, "law: [{english: (, own: x}]\n", f"C003 {SITE}:1: The file: 'law.1.english' is no regular expression"),
        (SITE, "language: en-IN\n", f"C003 {SITE}:1: 'language' is 'en-IN', and the folder is docs/ur/."),
        (SITE, "letters: {epub: type/x.css}\n", f"C003 {SITE}:1: 'letters.epub' names a file that is not there"),
        (SITE, "draft: 'no'\n", f"C003 {SITE}:1: The file: 'draft' is wrong"),
        (CLAIMS, "some words\n", f"C003 {CLAIMS}:1: The file is not a list of entries."),
        (VALUES, "- votes\n", f"C003 {VALUES}:1: The file does not hold words behind words."),
    ],
)  # fmt: skip
def test_it_is_said_once(project: Path, path: str, text: str, told: str) -> None:
    (project / path).write_text(text, encoding="utf-8")
    found = [str(problem) for problem in check(load_project(project)) if problem.path == path]
    assert len(found) == 1 and found[0].startswith(told), found


def test_a_field_without_words_is_said(project: Path) -> None:
    change(project / CLAIMS, "change: کوئی گنتی جو کچھ اور کہے۔", "change: ")
    assert f"C129 {CLAIMS}:1: Behind 'change' there are no words." in "\n".join(map(str, check(load_project(project))))


def test_words_that_went_are_missed(project: Path) -> None:
    (project / CLAIMS).write_text("", encoding="utf-8")
    (found,) = check(load_project(project))
    assert str(found).startswith("C129 docs/ur/made_from.yml:1: It is recorded what 'c01' of data/claims.yml was made")


@pytest.mark.parametrize("path", sorted(str(file.relative_to(CHECKS / "C133/in")) for file in (CHECKS / "C133/in").rglob("docs/ur/**/*.yml")))  # fmt: skip
def test_a_file_that_holds_something_else_is_told(project: Path, path: str) -> None:
    for shape in SHAPES:
        (project / path).write_bytes(shape.encode("utf-8", "surrogateescape"))
        found = check(load_project(project))
        assert found and all(problem.path.startswith("docs/ur/") and problem.line >= 1 for problem in found), shape


@pytest.mark.parametrize("path", ["index.md", "essay/one.md", "record/sources.md"])
def test_a_page_that_is_not_utf_8_is_told(project: Path, path: str) -> None:
    (project / "docs/ur" / path).write_bytes(b"# \xff\n")
    assert f"C001 docs/ur/{path}:1:" in "\n".join(map(str, check(load_project(project))))


@pytest.mark.parametrize("text", ["nav:\n", "extra:\n", "extra: 5\n", "theme: material\n", "site_url: 5\n"])
def test_settings_of_another_shape_end_no_check(project: Path, text: str) -> None:
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(text)
    check(load_project(project))


BROKEN: dict[str, Callable[[Path], object]] = {
    "english": lambda root: (root / "docs/data/terms.yml").write_text("- [\n", encoding="utf-8"),
    "translation": lambda root: (root / SITE).write_text("- 5\n", encoding="utf-8"),
}


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("command", ["books", "cards", "translated"])
def test_a_command_refuses_to_go_on_with_it(
    project: Path, broken: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    BROKEN[broken](project)
    arguments = [command, *(["ur"] if command == "translated" else []), "--root", str(project)]
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert "1 problem" in said and "C00" in said


def test_english_that_is_broken_ends_the_build_of_both(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    root = tmp_path / "project"
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(ROOT / "mkdocs.yml", root)
    for folder in ("overrides", "apparatus"):
        (root / folder).mkdir()
    with (root / "docs/data/terms.yml").open("a", encoding="utf-8") as file:
        file.write("- [\n")
    with pytest.raises(click.ClickException, match="1 problem"):
        build(root)
    assert "C002 docs/data/terms.yml" in caplog.text
