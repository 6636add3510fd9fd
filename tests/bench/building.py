"""How long a build of the whole site takes, and how soon the preview shows a save. Both in fresh processes, because a
writer's are.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from ..support.preview import Preview
from ..support.project import LEFT_OUT, ROOT, change
from .report import table


def building(site: Path) -> str:
    """Return the times as Markdown; `site` is not looked at."""
    rows = [("build of the whole site, median of five", f"{build_seconds():.2f}")]
    rows += [(f"preview shows a saved {kind}", f"{seconds:.2f}") for kind, seconds in reload_seconds().items()]
    return table(("", "seconds"), *rows)


def build_seconds(times: int = 5) -> float:
    taken = []
    for _ in range(times):
        with TemporaryDirectory() as folder:
            start = time.monotonic()
            subprocess.run(
                [sys.executable, "-m", "apparatus", "build", "--site", f"{folder}/site"], cwd=ROOT, check=True
            )
            taken.append(time.monotonic() - start)
    return statistics.median(taken)


def reload_seconds() -> dict[str, float]:
    """How long after a save the preview shows it, for each kind of file."""
    with TemporaryDirectory() as folder:
        project = Path(shutil.copytree(ROOT, Path(folder, "copy"), ignore=LEFT_OUT))
        preview = Preview(project)
        preview.wait("", "</html>")
        taken = {}
        for kind, path, old, page in (
            ("section", "docs/essay/marginal.md", "# Marginal", "essay/marginal/"),
            ("template", "overrides/main.html", 'class="skip', ""),
            ("stylesheet", "overrides/assets/stylesheets/essay.css", "The essay's one", "assets/stylesheets/essay.css"),
            ("data", "docs/data/terms.yml", "meaning: ", "record/glossary/"),
        ):
            change(project / path, old, f"{old} zq{kind}")
            taken[kind] = preview.wait(page, f"zq{kind}")
        preview.close()
    return taken
