"""What a build takes with ten times as many sections, and what stock Material takes for the same words.

Each build runs in a fresh process on two processors, into an empty folder, with the charts drawn before (there are
seven, however long the essay). Memory is the most that the build and all its children held together, asked for twenty
times a second, where the system says so (/proc); elsewhere that of the largest of them. The aim: a section of 140 takes
no more than 1.5 times what one of 14 takes.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ..support.preview import Preview
from ..support.project import QUIET, ROOT, change
from .grown import grown, plain
from .report import table

TIMES = (1, 10)
PAGE = "essay/the-closed-fist"
"""The densest section, the same in every round."""
PROCESSORS = 2
EVERY = 0.05  # seconds between two looks at the memory
SAVES = 3


@dataclass(frozen=True)
class Cost:
    """What one build took: seconds, megabytes at its peak; kilobytes of a section's page, gzipped; megabytes of the
    search index.
    """

    sections: int
    seconds: float
    memory: float
    page: float
    index: float

    @property
    def row(self) -> tuple[str, ...]:
        each = 1000 * self.seconds / self.sections
        return (f"{self.seconds:.1f}", f"{each:.0f}", f"{self.memory:.0f}", f"{self.page:.2f}", f"{self.index:.1f}")


def growth(site: Path) -> str:
    """Return the table of builds and what they come to, as Markdown; `site` is not looked at."""
    ours, stock = list[Cost](), list[Cost]()
    for times in TIMES:
        with TemporaryDirectory() as folder:
            project = _project(Path(folder), times)
            command = [sys.executable, "-m", "apparatus", "build", "--root", str(project), "--site", f"{folder}/site"]
            ours.append(_cost(command, Path(folder, "site"), 14 * times))
            words = plain(project, Path(folder, "plain"))
            command = [
                sys.executable,
                "-m",
                "mkdocs",
                "build",
                "-q",
                "-f",
                f"{words}/mkdocs.yml",
                "-d",
                f"{folder}/stock",
            ]
            stock.append(_cost(command, Path(folder, "stock"), 14 * times))
    head = ("sections", "seconds", "ms a section", "MB of memory", "page, kB gzip", "index, MB")
    rows = [(f"{cost.sections:,}, {name}", *cost.row) for pair in zip(ours, stock, strict=True)
            for name, cost in zip(("ours", "stock Material"), pair, strict=True)]  # fmt: skip
    each = [cost.seconds / cost.sections for cost in ours]
    share = f"{each[-1] / each[-2]:.2f} times"
    said = f"A section of {ours[-1].sections:,} takes {share} what one of {ours[-2].sections:,} takes.\n"
    return "\n".join(
        [
            table(head, *rows),
            said,
            table(("", "seconds"), ("preview of 140 sections shows a saved section", f"{preview():.2f}")),
        ]
    )


def preview() -> float:
    """Return how long after a save the preview of 140 sections shows it, the median of some."""
    with TemporaryDirectory() as folder:
        project = _project(Path(folder), 10)
        running = Preview(project)
        try:
            running.wait("", "</html>")
            taken = []
            for number in range(SAVES):
                change(project / "docs/essay/marginal.md", "# Marginal", f"# Marginal zq{number}")
                taken.append(running.wait("essay/marginal/", f"zq{number}"))
        finally:
            running.process.terminate()
            running.process.wait(10)
    return sorted(taken)[SAVES // 2]


def _project(folder: Path, times: int) -> Path:
    """Return a grown project whose charts have been drawn."""
    project = grown(folder / "project", times)
    drawn = ROOT / ".cache/figures"
    if drawn.is_dir():
        shutil.copytree(drawn, project / ".cache/figures")
    return project


def _cost(command: list[str], site: Path, sections: int) -> Cost:
    seconds, memory = _run(command)
    page = len(gzip.compress((site / PAGE / "index.html").read_bytes(), 9)) / 1000
    indexed = sum(file.stat().st_size for file in site.glob("search/*.json")) / 1e6
    return Cost(sections, seconds, memory, page, indexed)


def _run(command: list[str]) -> tuple[float, float]:
    """Run a command in a session of its own; return seconds and megabytes. Raises CalledProcessError when it fails."""
    start = time.monotonic()
    running = subprocess.Popen(command, cwd=ROOT, env=QUIET, start_new_session=True)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(running.pid, sorted(os.sched_getaffinity(0))[:PROCESSORS])
    most = 0
    while not (ended := os.wait4(running.pid, os.WNOHANG))[0]:
        most = max(most, sum(_held(running.pid)))
        time.sleep(EVERY)
    seconds, code = time.monotonic() - start, os.waitstatus_to_exitcode(ended[1])
    running.returncode = code
    if code:
        raise subprocess.CalledProcessError(code, command)
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss: getrusage(2) of either system
    return seconds, max(most, ended[2].ru_maxrss * unit) / 1e6


def _held(session: int) -> Iterator[int]:
    """Yield the bytes of memory that each process of a session holds now: proc_pid_stat(5), fields 6 and 24."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            said = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if int(said[3]) == session:
            yield int(said[21]) * os.sysconf("SC_PAGE_SIZE")
