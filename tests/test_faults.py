"""What is on the reader's side when a machine fails: site/ is the old one or the new one, whole."""

from __future__ import annotations

import fcntl
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from apparatus.postbuild.atomic_replace import swap_in
from apparatus.project import load_project

from .support.project import ROOT
from .support.waiting import PATIENCE

KILLS = 50
FILES = 60
BUILDER = """
import sys
from pathlib import Path
from apparatus.postbuild.atomic_replace import swap_in

def write(folder):
    for number in range({files}):
        (folder / f"{{number}}.html").write_text(version * 2000)

version = 0
while True:
    version = str(int(version) + 1)
    swap_in(Path(sys.argv[1]), write)
    print(version, flush=True)
"""


def version_of(site: Path) -> str:
    """Return the one version that every file of the site is of."""
    files = sorted(site.iterdir())
    assert len(files) == FILES
    versions = {file.read_text()[: len(file.read_text()) // 2000] for file in files}
    assert len(versions) == 1, versions
    return versions.pop()


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_a_whole_site(tmp_path: Path) -> None:
    site, chance = tmp_path / "site", random.Random(20261123)
    for _ in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-c", BUILDER.format(files=FILES), str(site)], cwd=ROOT, stdout=subprocess.PIPE
        ) as building:
            assert building.stdout
            building.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))
            building.send_signal(signal.SIGKILL)
        assert version_of(site).isdigit()

    def build_last(folder: Path) -> None:
        (folder / "last").write_text("whole")

    swap_in(site, build_last)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["site"]


def test_a_kill_between_two_renames_is_mended_by_the_next_build(tmp_path: Path) -> None:
    old = tmp_path / ".site-old"
    old.mkdir()
    (old / "page").write_text("old")

    def fail(folder: Path) -> None:
        assert (tmp_path / "site" / "page").read_text() == "old"
        raise OSError("stopped")

    with pytest.raises(OSError, match="stopped"):
        swap_in(tmp_path / "site", fail)
    assert (tmp_path / "site" / "page").read_text() == "old"


def build(site: Path, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    def full() -> None:
        if limit is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "apparatus", "build", "--site", str(site)],
        cwd=ROOT, capture_output=True, text=True, preexec_fn=full, check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip


@pytest.mark.slow
def test_a_disk_that_takes_no_more_ends_the_build_with_a_sentence(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("old")
    done = build(site, limit=40_000)
    assert done.returncode == 1
    assert "could not be written" in done.stderr and "Traceback" not in done.stderr
    assert [path.name for path in sorted(tmp_path.rglob("*"))] == ["site", "index.html"]


@pytest.mark.slow
def test_a_place_that_cannot_be_written_to_ends_the_build_with_a_sentence() -> None:
    done = build(Path("/proc/nowhere/site"))
    assert done.returncode == 1
    assert "could not be written" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("moment", [0, 4_102_444_800], ids=["1970", "2100"])
def test_a_clock_set_wrong_hides_no_change(tmp_path: Path, moment: int) -> None:
    (tmp_path / "docs" / "data").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("nav: [index.md]\n")
    page = tmp_path / "docs" / "index.md"
    for text in ("# One\n", "# Two, and longer\n"):
        page.write_text(text)
        os.utime(page, (moment, moment))
        assert load_project(tmp_path).pages["index.md"].body == text


def test_a_second_build_of_the_same_site_waits_for_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = threading.Event()
    order: list[object] = []
    lock = fcntl.flock

    def told(descriptor: int, operation: int) -> None:
        """Lock; say so first when it is the second build that asks."""
        if threading.current_thread() is second:
            asked.set()
        lock(descriptor, operation)

    monkeypatch.setattr("apparatus.postbuild.atomic_replace.fcntl.flock", told)

    def first(folder: Path) -> None:
        second.start()
        assert asked.wait(PATIENCE), "the second build asks for no lock"
        (folder / "index.html").write_text("first")

    def other(folder: Path) -> None:
        order.append((tmp_path / "site/index.html").read_text())
        (folder / "index.html").write_text("second")

    second = threading.Thread(target=swap_in, args=(tmp_path / "site", other))
    swap_in(tmp_path / "site", first)
    second.join()
    assert order == ["first"] and (tmp_path / "site/index.html").read_text() == "second"
