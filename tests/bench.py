"""Measure, and never fail on a number: `make bench`.

Build time is the median of five builds in fresh processes; sizes are of the built site, compressed as a host would send them.
"""

from __future__ import annotations

import gzip
import platform
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from apparatus.mkdocs import build

from .conftest import ROOT
from .test_build import LEFT_OUT, Preview, change


def size(*files: Path) -> float:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1000


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
            ("template", "overrides/main.html", "Skip to the text", ""),
            ("stylesheet", "overrides/assets/stylesheets/essay.css", "The essay's one", "assets/stylesheets/essay.css"),
            ("data", "docs/data/terms.yml", "meaning: ", "record/glossary/"),
        ):  # fmt: skip
            change(project / path, old, f"{old} zq{kind}")
            taken[kind] = preview.wait(page, f"zq{kind}")
        preview.process.terminate()
        preview.process.wait(10)
    return taken


def main() -> None:
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    print(f"build of the whole site       {build_seconds():6.2f} s (median of five)")
    for kind, seconds in reload_seconds().items():
        print(f"preview shows a saved {kind:<12}{seconds:4.2f} s")
    with TemporaryDirectory() as folder:
        site = Path(folder, "site")
        build(ROOT, site)
        shared = [site / "assets/stylesheets/essay.css", site / "assets/scripts/essay.js"]
        for page in sorted(site.rglob("index.html")):
            name = page.parent.relative_to(site).as_posix()
            print(f"{name:<30}{size(page):6.1f} kB HTML, {size(page, *shared):6.1f} kB with style and script")
        fonts = sum(font.stat().st_size for font in site.glob("assets/fonts/*.woff2")) / 1000
        print(f"fonts                         {fonts:6.1f} kB")


if __name__ == "__main__":
    main()
