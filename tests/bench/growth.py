"""What a build takes with ten times as many sections, and what stock Material takes for the same words.

Each build runs in a fresh process, into an empty folder, with the charts drawn before (there are few of them, however
long the essay): first with nothing else kept, then with nothing changed. Ours and stock Material's run by turns. The
aim: with ten times the sections three times stock Material's time.
"""

from __future__ import annotations

import gzip
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from apparatus.checks import check
from apparatus.postbuild.figure_files import write_figures
from apparatus.project import load_project
from apparatus.record.kept import FOLDER

from ..support.preview import Preview
from .building import save
from .grown import grown, plain
from .report import table
from .spent import Spent, medians, ranged, spent

TIMES = (1, 10)
RUNS = 3
SAVES = 5
PAGE = "essay/the-closed-fist"
"""The densest section, the same in every round."""


@dataclass(frozen=True)
class Cost:
    """What a kind of build took, run by run; kilobytes of a section's page, gzipped; megabytes of the search index."""

    runs: Sequence[Spent]
    page: float
    index: float

    def row(self, sections: int) -> tuple[str, ...]:
        """Return the figures of a row."""
        middle = medians(self.runs)
        return (
            ranged([run.seconds for run in self.runs], 1),
            f"{middle.processor:.1f}",
            f"{1000 * middle.processor / sections:.0f}",
            f"{middle.memory:.0f}",
            f"{self.page:.2f}",
            f"{self.index:.1f}",
        )


def growth(site: Path) -> str:
    """Return the table of builds and what they come to, as Markdown; `site` is not looked at."""
    head = ("sections", "seconds", "of the processor", "ms a section", "MB of memory", "page, kB gzip", "index, MB")
    rows, said, shown = [], [], []
    for times in TIMES:
        with TemporaryDirectory() as folder:
            project = _project(Path(folder), times)
            sections = len(load_project(project).sections)
            costs = _costs(project, plain(project, Path(folder, "plain")), Path(folder))
            shown.append((f"preview of {sections:,} sections shows a saved section", ranged(preview(project))))
        rows += [(f"{sections:,}, {name}", *cost.row(sections)) for name, cost in costs.items()]
        said += [f"- {sections:,} sections, {line}" for line in _compared(costs)]
    told = f"The median of {RUNS}, and the range; of the preview, of {SAVES}."
    return "\n".join([told + "\n", table(head, *rows), *said, "", table(("", "seconds"), *shown)])


def preview(project: Path) -> list[float]:
    """Return how long after a save the preview of a project shows it."""
    running, taken = Preview(project), []
    try:
        running.wait("", "</html>")
        for number in range(SAVES):
            save(project, 100 + number)
            taken.append(running.wait("essay/marginal/", f"zq{100 + number}."))
    finally:
        running.close()
    return taken


def _project(folder: Path, times: int) -> Path:
    """Return a grown project whose charts have been drawn, and of which nothing else is kept."""
    root = grown(folder / "project", times)
    project = load_project(root)
    check(project)
    write_figures(project, folder / "drawn")
    shutil.copytree(root / FOLDER, folder / "kept")
    return root


def _costs(project: Path, words: Path, folder: Path) -> Mapping[str, Cost]:
    """Return what each kind of build takes, run by turns."""
    ours = [sys.executable, "-m", "apparatus", "build", "-q", "--root", str(project), "--site", f"{folder}/site"]
    stock = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", f"{words}/mkdocs.yml", "-d", f"{folder}/stock"]
    kinds: Mapping[str, tuple[list[str], Callable[[], None]]] = {
        "ours, nothing kept": (ours, lambda: _keep_drawings(project, folder / "kept")),
        "ours, nothing changed": (ours, lambda: None),
        "stock Material": (stock, lambda: None),
    }
    taken: dict[str, list[Spent]] = {name: [] for name in kinds}
    sizes = {}
    for _ in range(RUNS):
        for name, (command, prepare) in kinds.items():
            prepare()
            for built in ("site", "stock"):
                shutil.rmtree(folder / built, ignore_errors=True)
            taken[name].append(spent(command))
            sizes[name] = _sizes(Path(command[-1]))
    return {name: Cost(runs, *sizes[name]) for name, runs in taken.items()}


def _keep_drawings(project: Path, drawings: Path) -> None:
    shutil.rmtree(project / FOLDER)
    shutil.copytree(drawings, project / FOLDER)


def _sizes(site: Path) -> tuple[float, float]:
    page = len(gzip.compress((site / PAGE / "index.html").read_bytes(), 9)) / 1000
    return page, sum(file.stat().st_size for file in site.glob("search/*.json")) / 1e6


def _compared(costs: Mapping[str, Cost]) -> list[str]:
    """Return how our builds stand to stock Material's, a line for each."""
    stock = medians(costs["stock Material"].runs)
    ours = {name: medians(cost.runs) for name, cost in costs.items() if name != "stock Material"}
    return [
        f"{name}: {one.seconds / stock.seconds:.1f} times stock Material's time, "
        f"{one.processor / stock.processor:.1f} times its processor, {one.memory / stock.memory:.1f} times its memory"
        for name, one in ours.items()
    ]
