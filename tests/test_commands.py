"""The command line: each command says what it did and stays quiet when asked; one that refuses leaves every file as it
was.
"""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from apparatus.__main__ import main
from apparatus.commands import COMMANDS
from apparatus.commands.console import Refused
from apparatus.commands.staging import replace_files, staged
from apparatus.metadata.citation_cff import FILE, citation_cff
from apparatus.record.settings import read_settings
from apparatus.releases.paragraph_ids import give_ids
from apparatus.words import read_words

from .support.project import QUIET, ROOT, change

pytestmark = pytest.mark.xdist_group("commands")
TOMORROW = (date.today() + timedelta(days=2)).isoformat()
"""A day that is to come in every time zone."""
RELEASE = ("release", "--number", "1.1", "--date", "2026-02-03", "--summary", "News.")
ID = "{: #ccc1 }\n"


def tree(root: Path) -> dict[str, bytes | None]:
    """Return the content of every file under `root` by its path, None for every folder; .cache/ is nobody's work."""
    paths = [path for path in root.rglob("*") if ".cache" not in path.relative_to(root).parts]
    return {str(path.relative_to(root)): path.read_bytes() if path.is_file() else None for path in paths}


def test_each_command_has_its_own_help_and_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    listed = re.findall(r"^  (\w+) {2,}(.+)$", capsys.readouterr().out.split("Commands:")[1], re.MULTILINE)
    assert [name for name, _ in listed] == [command.name for command in COMMANDS]
    assert all(said.endswith(".") and not said.endswith("...") for _, said in listed)
    options = {}
    for name, _ in listed:
        assert main([name, "--help"]) == 0
        options[name] = set(re.findall(r"--\w+", capsys.readouterr().out)) - {"--help", "--root", "--quiet"}
    assert options == {
        "check": {"--drafts"},
        "build": {"--site", "--drafts"},
        "books": {"--site", "--drafts"},
        "ids": set(),
        "translated": set(),
        "source": set(),
        "cards": set(),
        "package": set(),
        "redirects": set(),
        "release": {"--number", "--date", "--summary"},
        "schemas": {"--into"},
    }


@pytest.mark.parametrize("arguments", [["nosuch"], ["check", "--number", "1"], ["check", "--root", "/nowhere"], []])
def test_wrong_arguments_are_told_and_end_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "Usage: apparatus" in capsys.readouterr().err


REPORTS = {
    "check": (["check"], r"Checked \d+ pages, 5 paragraphs and \d+ entries in \d+\.\d s: no problem\.\n"),
    "ids": (["ids"], r"Gave 1 id in \d+\.\d s\.\nOnce a release has them they stay for ever\.\n"),
    "no ids": (["ids"], r"Every paragraph has its id already: nothing was written\.\n"),
    "cards": (["cards"], r"Drew 3 cards in \d+\.\d s: \d+ kB in docs/assets/images/cards/\.\nCommit them .*\n"),
    "package": (["package"], r"Described \d+ series in docs/data/series/datapackage\.json\.\n"),
    "release": (
        [*RELEASE],
        r"Froze release 1\.1 of 2026-02-03 in \d+\.\d s: 5 paragraphs in docs/data/editions/1\.1\.json\.\n.*commit.*\n",
    ),
    "build": (
        ["build"],
        r"Built \d+ pages in \d+\.\d s: .*/site/ has \d+ files, \d\.\d MB\.\nTo look at it: python3 -m http\.server "
        r".*\n",
    ),
}


@pytest.mark.parametrize("quiet", [False, True], ids=["plain", "quiet"])
@pytest.mark.parametrize("report", REPORTS)
def test_a_command_says_what_it_did(report: str, quiet: bool, root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    arguments, said = REPORTS[report]
    if report == "ids":
        change(root / "docs/essay/two.md", "{: #ccc3 }\n", "{: #ccc3 }\n\nIt was new.\n")
    assert main([*arguments, "--root", str(root), *(["-q"] if quiet else [])]) == 0
    out, err = capfd.readouterr()
    assert err == "" and (out == "" if quiet else re.fullmatch(said, out)), out


def test_a_release_names_itself_in_what_code_hosts_read(root: Path) -> None:
    for _ in ("a first time", "again, before it has gone out"):
        (root / "docs/data/editions/1.1.json").unlink(missing_ok=True)
        assert main([*RELEASE, "--root", str(root)]) == 0
        written = (root / FILE).read_text(encoding="utf-8")
        assert written == citation_cff(read_settings(root), read_words("en"))
        assert "version: '1.1'\ndate-released: '2026-02-03'" in written


def test_books_tell_their_sizes(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apparatus.books.make.FORMS", {"epub": lambda book, site: b"." * 12_000})
    assert main(["build", "-q", "--root", str(root)]) == 0
    assert main(["books", "--root", str(root)]) == 0
    assert re.fullmatch(
        r"Made 1 book in \d+\.\d s:\n  \S+/a-project-with-editions\.epub, 12 kB\n", capsys.readouterr().out
    )


def unreadable(root: Path) -> None:
    (root / "docs/essay/one.md").write_bytes(b"---\ntitle: One\n---\n# One\n\n\xff\n")


def gone_date(root: Path) -> None:
    change(root / "docs/essay/two.md", "1970, one", "1970,\none")


def unwritable(root: Path) -> None:
    """A folder stands where the new mkdocs.yml would be written before it is put in place."""
    (root / ".mkdocs.yml.new").mkdir()


REFUSALS: dict[str, tuple[tuple[str, ...], Callable[[Path], object], str]] = {
    "check": (("check",), unreadable, "C001 docs/essay/one.md:6"),
    "build": (("build",), unreadable, "C001 docs/essay/one.md:6"),
    "books of no site": (("books",), lambda root: None, "is not a built site"),
    "ids": (("ids",), unreadable, "No id was given."),
    "cards": (("cards",), unreadable, "No card was drawn."),
    "cards of too many words": (
        ("cards",),
        lambda root: change(root / "docs/essay/two.md", "title: Two", f"title: {'Much too long a title ' * 20}"),
        "do not fit",
    ),
    "package": (("package",), unreadable, "The package was not written."),
    "release of a day to come": ((*RELEASE[:4], TOMORROW, *RELEASE[5:]), gone_date, "C026 docs/data/editions.yml"),
    "release of an unsound text": (RELEASE, unreadable, "C001 docs/essay/one.md:6"),
    "release without a date": (RELEASE[:3], lambda root: None, "A release needs its number, date and summary"),
    "release into a folder that takes nothing": (RELEASE, unwritable, "could not be written"),
    "release of no number": (("release", "--number", "two", *RELEASE[3:]), lambda root: None, "no number"),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_command_that_refuses_leaves_the_tree_as_it_was(
    refusal: str, root: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    arguments, spoil, said = REFUSALS[refusal]
    spoil(root)
    before = tree(root)
    assert main([*arguments, "--root", str(root)]) == 1
    assert said in capsys.readouterr().err + caplog.text
    assert tree(root) == before


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, ValueError])
def test_an_interrupted_command_leaves_the_tree_as_it_was(error: type[BaseException], root: Path) -> None:
    before = tree(root)
    with pytest.raises(error), staged(root) as copy:
        change(copy / "docs/essay/two.md", ID, "")
        assert give_ids(copy) == 1
        raise error
    assert tree(root) == before


def test_what_was_saved_meanwhile_is_not_overwritten(root: Path) -> None:
    with pytest.raises(Refused, match=r"docs/essay/two\.md was changed meanwhile"), staged(root) as copy:
        change(copy / "docs/essay/two.md", ID, "")
        change(root / "docs/essay/two.md", "The end of it.", "The end of all.")
        before = tree(root)
    assert tree(root) == before


def test_a_file_that_cannot_be_replaced_puts_back_those_before_it(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"old")
    (tmp_path / "two/full").mkdir(parents=True)
    (tmp_path / "three").write_bytes(b"old")
    before = tree(tmp_path)
    with pytest.raises(Refused, match="Nothing was changed"):
        replace_files(tmp_path, {"one": b"new", "new/file": b"new", "three": None, "two": b"new"})
    assert tree(tmp_path) == before


def test_all_files_are_replaced_removed_and_made(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"old")
    (tmp_path / "one").chmod(0o600)
    (tmp_path / "three").write_bytes(b"old")
    replace_files(tmp_path, {"one": b"new", "new/file": b"new", "three": None})
    assert tree(tmp_path) == {"one": b"new", "new": None, "new/file": b"new"}
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o600


def test_progress_is_shown_on_a_terminal_and_nowhere_else(root: Path) -> None:
    command = [sys.executable, "-m", "apparatus", "check", "--root", str(root)]
    environment = {**QUIET, "TERM": "xterm", "PYTHONPATH": str(ROOT)}
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment) as running:
        os.close(theirs)
        shown = b""
        while part := _read(ours):
            shown += part
    os.close(ours)
    assert running.returncode == 0 and b"Checking" in shown
    logged = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert logged.stderr == b"" and b"\x1b" not in logged.stdout
    assert logged.stdout.startswith(b"Checked ")


def _read(terminal: int) -> bytes:
    """Return what has been written to a terminal since; nothing when the other side has closed it."""
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so in this way
        return b""
