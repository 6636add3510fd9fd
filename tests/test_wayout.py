"""The way out: the same tree built by ProperDocs, where neither MkDocs nor Material can be imported. It must make the
same files to the byte.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from .support.project import ROOT, english
from .support.tools import properdocs

MKDOCS = r"mkdocs|mkdocs-\d.*"
MKDOCS_AND_MATERIAL = r"(mkdocs|material).*"


def _python(folder: Path, *, without: str) -> list[str | Path]:
    """Return the start of a command: Python with ProperDocs and all that the project has but the packages whose names
    match.
    """
    packages = folder / "packages"
    packages.mkdir()
    for package in Path(sysconfig.get_paths()["purelib"]).iterdir():
        if not re.fullmatch(without, package.name):
            (packages / package.name).symlink_to(package)
    path = os.pathsep.join(map(str, (packages, properdocs(), ROOT)))
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


@pytest.mark.proof
def test_properdocs_builds_the_same_files(site: Path, tmp_path: Path) -> None:
    python, root = _python(tmp_path, without=MKDOCS), english(tmp_path / "project")
    command = ("properdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", tmp_path / "site")
    said = _run(*python, "-m", *command, cwd=root)
    assert "WARNING" not in said
    assert _differing(site, tmp_path / "site") == []


def test_neither_mkdocs_nor_material_is_needed(site: Path, tmp_path: Path) -> None:
    python, root = _python(tmp_path, without=MKDOCS_AND_MATERIAL), english(tmp_path / "project")
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("  name: material\n", "  name: null\n")
    assert "  name: null\n" in text
    settings.write_text(text, encoding="utf-8")
    _run(*python, "-m", "apparatus", "build", "--root", root, "--site", tmp_path / "site")
    assert _differing(site, tmp_path / "site") == []
