"""Building and previewing a copy of the project: silence, failure that loses nothing, recovery by itself."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from apparatus.commands.schemas import json_schemas
from apparatus.postbuild.raw_marks import RawMarks, refuse_raw_marks

from .support.preview import Preview
from .support.project import LEFT_OUT, QUIET, ROOT, change

ELSEWHERE = {
    "PYTHONHASHSEED": "1947", "TZ": "Asia/Karachi", "LANG": "ur_PK", "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
    "HOME": "/nonexistent", "COLUMNS": "40",
}  # fmt: skip
"""Another machine: hashes in another order, another day's border, ASCII where nobody asked for UTF-8."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with its site built."""
    copy = tmp_path_factory.mktemp("project") / "copy"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    done = run(copy)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return copy


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "copy"))


def run(project: Path, umask: int = 0o022, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "apparatus", "build", "--quiet"], cwd=project, capture_output=True, text=True,
                          env=QUIET | environment, umask=umask, check=False)  # fmt: skip


def fingerprint(site: Path) -> dict[str, str]:
    """Return what is in each file of a site and who may read it: mode and hash by path."""
    return {
        path.relative_to(site).as_posix(): f"{path.stat().st_mode:o} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in site.rglob("*")
        if path.is_file()
    }


MISTAKES = {
    "a link to no page": ("docs/about.md", "\n\n[x](essay/the-qestion.md)\n",
                          r"C012 docs/about.md:\d+: The link 'essay/the-qestion.md' leads to no page\. Did you mean 'essay/.*"),
    "a link to no anchor": ("docs/about.md", "\n\n[x](record/sources.md#nasr1949)\n",
                            r"C013 docs/about.md:\d+: The link 'record/sources.md#nasr1949' leads to no anchor on docs/record/sources.md\. "
                            r"Did you mean 'nasr1994'\? Use the id of a paragraph or an entry\."),
    "an unknown source": ("docs/about.md", "\n\nSaid.[@nasr1949]\n",
                          r"C005 docs/about.md:\d+: There is no source 'nasr1949'\. Did you mean 'nasr1994'\? .*"),
    "a citation without a key": ("docs/about.md", "\n\nSaid.[@]\n", r"C006 docs/about.md:\d+: A citation names no source\. .*"),
    "a source twice": ("docs/data/sources.yml", "\n- id: nasr1994\n  type: book\n  title: Again\n  issued: 1994\n  custom: {kind: scholarship}\n",
                       r"C004 docs/data/sources.yml:\d+: The id 'nasr1994' was given on line \d+\. .*"),
    "malformed YAML": ("docs/data/terms.yml", "\n- id: [\n", r"C002 docs/data/terms.yml:\d+: The file is not sound YAML: .*"),
    "a note not used": ("docs/about.md", "\n\n[^lost]: Nobody calls.\n", r"C010 docs/about.md:\d+: The note 'lost' is not used\. .*"),
    "a note not defined": ("docs/about.md", "\n\nWord.[^lost]\n", r"C009 docs/about.md:\d+: The note 'lost' is not defined\. .*"),
    "a page outside the navigation": ("docs/essay/extra.md", "# Extra\n", r"C014 docs/essay/extra.md:1: The page is missing from the navigation\. .*"),
    "a setting that only MkDocs misses": ("mkdocs.yml", "\nnonsense: 1\n", r"Config value 'nonsense': Unrecognised configuration name: nonsense"),
}  # fmt: skip


@pytest.mark.xdist_group("mistakes")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_ends_the_build_and_loses_nothing(mistake: str, project: Path) -> None:
    path, added, message = MISTAKES[mistake]
    before = fingerprint(project / "site")
    with (project / path).open("a", encoding="utf-8") as file:
        file.write(added)
    done = run(project)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if not line.startswith(("1 problem", "Aborted"))]
    assert len(lines) == 1, done.stderr
    assert re.fullmatch(message, lines[0]), lines[0]
    assert fingerprint(project / "site") == before
    assert [path.name for path in project.iterdir() if path.name.startswith(".site")] == []


def test_all_mistakes_are_told_in_one_run(project: Path) -> None:
    for path, added, _ in list(MISTAKES.values())[:5]:
        with (project / path).open("a", encoding="utf-8") as file:
            file.write(added)
    codes = re.findall(r"^(C\d{3}) ", run(project).stderr, re.MULTILINE)
    assert sorted(codes) == ["C004", "C005", "C006", "C012", "C013"]


def test_a_template_that_does_not_parse_loses_nothing(project: Path) -> None:
    before = fingerprint(project / "site")
    change(project / "overrides/main.html", "{% block header %}", "{% block header")
    assert run(project).returncode == 1
    assert fingerprint(project / "site") == before


def test_a_build_elsewhere_is_the_same_to_the_byte(built: Path, tmp_path: Path) -> None:
    other = Path(
        shutil.copytree(built, tmp_path / "another name, and a longer one", ignore=shutil.ignore_patterns("site"))
    )
    for path in sorted(other.rglob("*"), reverse=True):
        path.touch()  # read from a fresh checkout, in which every file is of today
    done = run(other, umask=0o077, **ELSEWHERE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert fingerprint(other / "site") == fingerprint(built / "site")


def test_the_schemas_are_those_of_the_record() -> None:
    kept = {file.stem: file.read_text(encoding="utf-8") for file in (ROOT / "apparatus/schemas").iterdir()}
    assert kept == json_schemas(), "make schemas"


@pytest.fixture
def preview(project: Path) -> Iterator[Preview]:
    change(project / "docs/essay/the-jamaat-years.md", "[@nayadaur-1970]", "[@nayadaur-1907]")
    with (project / "docs/about.md").open("ab") as file:
        file.write(b"\xff\n")
    running = Preview(project)
    yield running
    running.close()


def test_the_preview_shows_mistakes_and_recovers_and_follows_every_kind_of_file(
    preview: Preview, project: Path
) -> None:
    preview.wait("essay/the-jamaat-years/", "There is no source &#39;nayadaur-1907&#39;")
    preview.wait("about/", "cannot be shown until it is mended")
    assert "C005 docs/essay/the-jamaat-years.md" in preview.log.read_text()
    change(project / "docs/essay/the-jamaat-years.md", "[@nayadaur-1907]", "[@nayadaur-1970]")
    (project / "docs/about.md").write_bytes((project / "docs/about.md").read_bytes().replace(b"\xff", b""))
    preview.wait("essay/the-jamaat-years/", 'class="problems text"', absent=True)

    def saved(path: str, old: str, new: str, page: str, seen: str) -> None:
        change(project / path, old, new)
        preview.wait(page, seen)  # how soon is what `make bench` reports

    saved(
        "docs/essay/the-jamaat-years.md",
        "# The Jamaat years",
        "# The years",
        "essay/the-jamaat-years/",
        "The years</h1>",
    )
    saved("overrides/main.html", 'class="skip"', 'class="skip ahead"', "", 'class="skip ahead"')
    saved(
        "overrides/assets/stylesheets/essay.css", "/* The essay's", "/* Our", "assets/stylesheets/essay.css", "/* Our"
    )
    saved("docs/data/claims.yml", "kind: fact", "kind: forecast", "record/claims/", "Forecast")

    lost = project / "docs/essay/the-jamaat-years.md"
    kept = lost.read_bytes()
    lost.unlink()
    preview.wait("", "essay/the-jamaat-years.md")
    lost.write_bytes(kept)
    preview.wait("", 'class="problems text"', absent=True)

    saved("docs/essay/marginal.md", "title: Marginal", "title: On edge", "essay/marginal/cite.ris", "On edge")
    preview.wait("essay/marginal/", "make cards")
    change(project / "docs/essay/marginal.md", "title: On edge", "title: Marginal")

    change(project / "docs/data/terms.yml", "- id:", "- id")
    preview.wait("record/glossary/", "The file is not sound YAML")
    change(project / "docs/data/terms.yml", "- id", "- id:")
    preview.wait("record/glossary/", 'class="problems text"', absent=True)
    assert preview.process.poll() is None


@pytest.mark.parametrize(
    "shown",
    [
        "[see @dawn] [@dawn2014]",
        "Outer.<strong class='problem'>C009: [^n2]</strong>",
        "a[^n]",
        "[x]{term}",
        "{: #bcd2 }",
        "klzzwxh:0001",
        "[x](../y)",
        "<p>/// note | x</p>",
    ],
)
def test_a_site_that_shows_a_mark_is_not_published(tmp_path: Path, shown: str) -> None:
    page = tmp_path / "essay/one/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<main><article><p>Sound [sic], a@b.org, <code>[@x]{term}</code></p></article></main>")
    refuse_raw_marks(tmp_path)
    page.write_text(f"<main><article><p>Text.</p><div>{shown}</div></article></main>")
    with pytest.raises(RawMarks, match=r"essay/one/index\.html: "):
        refuse_raw_marks(tmp_path)
