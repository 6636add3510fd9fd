"""No traceback, ever: whatever is done to the project's files, the checks answer with numbered problems, and a build
with a sound site or none.

Copies of docs/, and of a small project with a translation, are changed at random: a character, or a line dropped,
doubled or swapped. The seed is printed with what fails; FUZZ_SEED=… repeats a run and FUZZ=5000 makes a longer one
(`make fuzz`). In `make test` thirty copies are checked, and sixty of the small project, two built, two saved under a
running preview; in `make proof` five hundred, ten thousand, twenty and twenty, and of two the books are made.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click
import pytest

from apparatus.books.make import FORMS, make_books
from apparatus.checks import check
from apparatus.mkdocs.plugin import build
from apparatus.project import load_project

from .support.preview import Preview
from .support.project import CHECKS, LEFT_OUT, ROOT, lay
from .support.waiting import until

pytestmark = pytest.mark.slow
SEED = int(os.environ.get("FUZZ_SEED", "20261128"))
COPIES = int(os.environ.get("FUZZ", "500"))
TRANSLATED = CHECKS / "C133/in"
"""A small project with a translation."""
SIGNS = "[]{}()<>^@#*_`|:;,.-=/\\\"'!&~%$+ \n\t\r\x0c\u00a0\u200b\ufeff\u2028\ufffdا1aA"


def broken(text: str, chance: random.Random) -> str:
    """Return `text` with one thing wrong."""
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    way = chance.choice(["drop", "double", "swap", "insert", "insert", "replace", "cut"])
    if way == "drop":
        del lines[at]
    elif way == "double":
        lines.insert(at, lines[at])
    elif way == "swap":
        lines[at], lines[other] = lines[other], lines[at]
    elif way == "cut":
        lines = lines[:at]
    else:
        place = chance.randrange(len(lines[at]) + 1)
        lines[at] = lines[at][:place] + chance.choice(SIGNS) + lines[at][place + (way == "replace") :]
    return "\n".join(lines)


def targets(root: Path) -> list[Path]:
    docs = root / "docs"
    return sorted(
        [
            root / "mkdocs.yml",
            *docs.rglob("*.md"),
            *docs.glob("data/*.yml"),
            *docs.glob("data/series/*"),
            *docs.glob("data/editions/*.json"),
        ]
    )


def copies(root: Path, count: int, seed: int, files: Sequence[Path] = ()) -> Iterator[str]:
    """Break one file, or two, say which, and mend them again."""
    chance = random.Random(seed)
    files = files or targets(root)
    for number in range(count):
        chosen = chance.sample(files, chance.choice([1, 1, 2]))
        before = {file: file.read_bytes() for file in chosen}
        for file in chosen:
            file.write_bytes(broken(before[file].decode(), chance).encode("utf-8", "surrogatepass"))
        yield f"seed {seed}, copy {number}: {', '.join(file.relative_to(root).as_posix() for file in chosen)}"
        for file, raw in before.items():
            file.write_bytes(raw)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    root = tmp_path / "copy"
    root.mkdir()
    shutil.copytree(ROOT / "docs", root / "docs", ignore=LEFT_OUT)
    shutil.copytree(ROOT / "overrides", root / "overrides")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "apparatus").mkdir()  # mkdocs.yml names it, for the preview to watch
    return root


def contents(root: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in root.rglob("*") if file.is_file() and ".cache" not in file.parts}


def test_the_checks_answer_with_problems_to_a_few_broken_copies(copy: Path) -> None:
    check_copies(copy, 30)


@pytest.mark.proof
def test_the_checks_answer_with_problems_whatever_is_broken(copy: Path) -> None:
    assert len(check_copies(copy, COPIES)) > 15


def check_copies(copy: Path, count: int, files: Sequence[Path] = ()) -> set[str]:
    """Check broken copies; return the numbers of the problems that were told."""
    seen = set()
    for broken_copy in copies(copy, count, SEED, files):
        try:
            found = check(load_project(copy))
        except Exception as error:
            raise AssertionError(f"{broken_copy}: {error!r}") from error
        seen |= {problem.code for problem in found}
        assert all(problem.line >= 1 and problem.what and problem.path for problem in found), broken_copy
    assert seen
    return seen


@pytest.fixture
def translated(tmp_path: Path) -> Path:
    return lay(tmp_path / "project", CHECKS / "base", TRANSLATED)


@pytest.mark.parametrize("count", [60, pytest.param(20 * COPIES, marks=pytest.mark.proof)], ids=["few", "many"])
def test_the_checks_answer_with_problems_whatever_is_broken_in_a_translation(translated: Path, count: int) -> None:
    check_copies(translated, count, sorted(file for file in translated.rglob("*.*") if file.is_file()))


@pytest.mark.parametrize("folder", sorted(path.name for path in CHECKS.iterdir()))
def test_the_checks_change_no_file(folder: str, tmp_path: Path) -> None:
    root = lay(tmp_path, CHECKS / "base", *([CHECKS / folder / "in"] if folder != "base" else []))
    before = contents(root)
    check(load_project(root))
    assert contents(root) == before


def test_a_build_of_two_broken_copies_is_sound_or_refused(copy: Path, tmp_path: Path) -> None:
    build_copies(copy, tmp_path / "site", 2)


@pytest.mark.proof
def test_a_build_of_a_broken_copy_is_sound_or_refused(copy: Path, tmp_path: Path) -> None:
    assert build_copies(copy, tmp_path / "site", max(20, COPIES // 25)), "all were refused: nothing was built"


def test_the_preview_answers_whatever_is_saved(copy: Path) -> None:
    save_copies(copy, 2)


@pytest.mark.proof
def test_the_preview_answers_whatever_is_saved_for_a_long_time(copy: Path) -> None:
    save_copies(copy, max(20, COPIES // 25))


def _has_rebuilt(running: Preview, before: int) -> bool:
    return running.said().count("Reloading browsers") > before


def save_copies(copy: Path, count: int) -> None:
    """Save broken copies, and two more of what MkDocs reads itself, one after the other under a running preview, which
    has to answer each time.
    """
    running = Preview(copy)
    try:
        running.wait("", "</html>")
        for file in (copy / "mkdocs.yml", copy / "overrides/main.html"):
            whole = file.read_bytes()
            file.write_bytes(whole + b"\n{% if\n: [")
            running.wait("about/", "<pre>")
            assert file.name in str(running.answer("about/"))
            file.write_bytes(whole)
            running.wait("about/", "</html>")
        for broken_copy in copies(copy, count, SEED + 2):
            built = running.said().count("Reloading browsers")
            until(partial(_has_rebuilt, running, built), partial(str, broken_copy))
            assert running.answer("about/"), broken_copy
        running.wait("about/", 'class="problems"', absent=True)
        assert "Traceback" not in running.said()
    finally:
        running.close()


@pytest.mark.proof
def test_the_books_of_broken_copies_are_made_or_refused(copy: Path, tmp_path: Path) -> None:
    assert book_copies(copy, tmp_path / "site", COPIES) == 2


def book_copies(copy: Path, site: Path, count: int) -> int:
    """Make the books of at most two copies among so many that could be built; return of how many."""
    made = 0
    for broken_copy in copies(copy, count, SEED + 3):
        try:
            build(copy, site)
        except click.ClickException:
            continue
        try:
            sizes = make_books(site, load_project(copy))
        except Exception as error:
            raise AssertionError(f"{broken_copy}: {error!r}") from error
        assert len(sizes) == len(FORMS) and min(sizes.values()) > 100_000, broken_copy
        made += 1
        if made == 2:
            break
    return made


def build_copies(copy: Path, site: Path, count: int) -> int:
    """Build broken copies; return how many were sound enough."""
    built = 0
    for broken_copy in copies(copy, count, SEED + 1):
        before = contents(copy)
        try:
            build(copy, site)
        except click.ClickException:
            pass
        except Exception as error:
            raise AssertionError(f"{broken_copy}: {error!r}") from error
        else:
            built += 1
            assert (site / "index.html").stat().st_size > 1000, broken_copy
        assert contents(copy) == before, broken_copy
    return built
