"""How long a build of the whole site takes, and how soon the preview shows a save. Both in fresh processes, because a
writer's are.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from ..support.preview import Preview
from ..support.project import LEFT_OUT, ROOT, change
from .report import table
from .spent import Spent, ranged, spent

RUNS = 5
SAVES = 5


def building(site: Path) -> str:
    """Return the times as Markdown; `site` is not looked at."""
    with TemporaryDirectory() as folder:
        project = Path(shutil.copytree(ROOT, Path(folder, "copy"), ignore=LEFT_OUT))
        built = builds(project)
        shown = saves(project)
    rows = [
        (f"build {name}", ranged([run.seconds for run in runs]), ranged([run.processor for run in runs]))
        for name, runs in built.items()
    ]
    rows += [(f"preview shows a saved {kind}", ranged(taken), "") for kind, taken in shown.items()]
    return f"The median of {RUNS}, and the range.\n\n" + table(("", "seconds", "of the processor"), *rows)


def builds(project: Path) -> Mapping[str, list[Spent]]:
    """Build a project with nothing kept, with one section changed, and with nothing changed: by turns."""
    before: Mapping[str, Callable[[int], None]] = {
        "with nothing kept": lambda number: shutil.rmtree(project / ".cache", ignore_errors=True),
        "with one section changed": lambda number: save(project, number),
        "with nothing changed": lambda number: None,
    }
    command = [sys.executable, "-m", "apparatus", "build", "-q", "--root", str(project)]
    spent(command)  # Python compiles what it imports
    taken: dict[str, list[Spent]] = {name: [] for name in before}
    for number in range(RUNS):
        for name, prepare in before.items():
            prepare(number)
            taken[name].append(spent(command))
    return taken


def save(project: Path, number: int) -> None:
    """Change a word of a section, another each time."""
    change(project / "docs/essay/marginal.md", "# Marginal", f"# Marginal zq{number}.")


def saves(project: Path) -> Mapping[str, list[float]]:
    """How long after a save the preview shows it, for each kind of file."""
    preview = Preview(project)
    preview.wait("", "</html>")
    taken: dict[str, list[float]] = {}
    for number in range(SAVES):
        for kind, path, old, page in (
            ("section", "docs/essay/marginal.md", "# Marginal", "essay/marginal/"),
            ("template", "overrides/main.html", 'class="skip', ""),
            ("stylesheet", "overrides/assets/stylesheets/essay.css", "The essay's one", "assets/stylesheets/essay.css"),
            ("data", "docs/data/terms.yml", "meaning: ", "record/glossary/"),
        ):
            change(project / path, old, f"{old} zq{kind}{number}.")
            taken.setdefault(kind, []).append(preview.wait(page, f"zq{kind}{number}."))
    preview.close()
    return taken
