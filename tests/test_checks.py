"""Every numbered check has a folder: `in/` is laid over the sound project in base/, `out` holds the exact messages."""

import re
from pathlib import Path

import pytest

import apparatus.checks
from apparatus.checks import check
from apparatus.project import load_project

from .support.project import CHECKS, lay

CODES = sorted(path.name for path in CHECKS.iterdir() if path.name != "base")


def test_the_base_has_no_problem(tmp_path: Path) -> None:
    assert check(load_project(lay(tmp_path, CHECKS / "base"))) == ()


@pytest.mark.parametrize("code", CODES)
def test_check(code: str, tmp_path: Path) -> None:
    problems = check(load_project(lay(tmp_path, CHECKS / "base", CHECKS / code / "in")))
    messages = "\n".join(str(problem) for problem in problems) + "\n"
    messages = re.sub(r"Today is \d{4}-\d\d-\d\d", "Today is (today)", messages)
    assert messages == (CHECKS / code / "out").read_text(encoding="utf-8")
    assert code in {problem.code for problem in problems}


def test_every_code_has_a_folder_and_a_line_in_the_index() -> None:
    sources = "".join(path.read_text() for path in Path(apparatus.__file__).parent.rglob("*.py"))
    raised = set(re.findall(r'"(C\d{3})"', sources))
    listed = set(re.findall(r"C\d{3}", apparatus.checks.__doc__ or ""))
    assert raised == set(CODES) == listed
