"""Measure, never fail on a number, and keep what was measured: `make bench` writes benchmarks/YYYY-MM-DD.md.

Build time is the median of five builds in fresh processes; sizes are of the built site, compressed as a host would send them;
what a phone meets is Lighthouse's (see lighthouse.py). The report names the machine and the versions, without which a figure means nothing.
"""

from __future__ import annotations

import gzip
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from apparatus.mkdocs import build

from .conftest import ROOT
from .lighthouse import CATEGORIES, LIGHTHOUSE, RUNS, read_pages
from .test_build import LEFT_OUT, Preview, change
from .tools import browser

READ = (
    "",
    "essay/the-closed-fist/",
    "record/claims/",
    "record/sources/",
)  # the cover, the densest section, the longest lists


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


def versions() -> Iterator[tuple[str, str]]:
    """Yield what the figures depend on: the machine, the programs, and the packages that build the site."""
    cpu = (
        re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text()) if Path("/proc/cpuinfo").exists() else None
    )
    yield (
        "machine",
        f"{os.cpu_count()} × {cpu[1] if cpu else platform.processor()}, {platform.system()} {platform.machine()}",
    )
    yield "load when it began", f"{os.getloadavg()[0]:.1f}"
    yield "Python", platform.python_version()
    yield (
        "Chromium",
        subprocess.run([browser(), "--version"], capture_output=True, text=True, check=True).stdout.strip(),
    )
    yield "Lighthouse", LIGHTHOUSE.partition("@")[2]
    for line in Path(ROOT, "requirements.in").read_text(encoding="utf-8").splitlines():
        if "==" in line:
            yield tuple(line.split("=="))  # type: ignore[misc]


def table(*rows: Sequence[object]) -> str:
    """Return a Markdown table; the first row is its head, and every column but the first is of figures."""
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    lines.insert(1, "|---" + "|--:" * (len(rows[0]) - 1) + "|")
    return "\n".join(lines) + "\n"


def sizes(site: Path) -> str:
    shared = [*site.glob("assets/*/essay.*.css"), *site.glob("assets/*/essay.*.js")]
    rows = [
        (page.parent.relative_to(site).as_posix(), f"{size(page):.1f}", f"{size(page, *shared):.1f}")
        for page in sorted(site.rglob("index.html"))
    ]
    fonts = sum(font.stat().st_size for font in site.glob("assets/fonts/*.woff2")) / 1000
    return table(("kB, gzip", "HTML", "with style and script"), *rows, ("fonts, as they are", f"{fonts:.1f}", ""))


def phone(site: Path) -> str:
    head = ("page", *CATEGORIES, "first paint, s", "largest paint, s", "shift", "blocking, ms", "kB", "requests")
    rows: list[tuple[object, ...]] = [head]
    costs = []
    for path, r in read_pages(site, READ).items():
        figures = (f"{r.first_paint:.2f}", f"{r.largest_paint:.2f}", f"{r.shift:.3f}", f"{r.blocking:.0f}")
        rows.append(
            (path or "cover", *(f"{s:.0f}" for s in r.scores), *figures, f"{r.kilobytes:.0f}", f"{r.requests:.0f}")
        )
        costs += [f"- {path or 'cover'}: {', '.join(r.below)}" for _ in range(bool(r.below))]
    return table(*rows) + "\nBelow its best in at least one run:\n\n" + ("\n".join(costs) or "- nothing") + "\n"


def report() -> str:
    """Return everything that is measured, as Markdown."""
    times = [("build of the whole site, median of five", f"{build_seconds():.2f}")]
    times += [(f"preview shows a saved {kind}", f"{seconds:.2f}") for kind, seconds in reload_seconds().items()]
    with TemporaryDirectory() as folder:
        site = Path(folder, "site")
        build(ROOT, site)
        parts = [
            f"# Measured on {date.today():%-d %B %Y}\n\nWritten by `make bench`. Bytes are in thousands.\n",
            table(("", ""), *versions()),
            "## Building\n",
            table(("", "seconds"), *times),
            f"## On a phone: Lighthouse, mobile defaults, median of {RUNS} runs\n",
            phone(site),
            "## Sizes\n",
            sizes(site),
        ]
    return "\n".join(parts)


def main() -> None:
    kept = ROOT / "benchmarks" / f"{date.today():%Y-%m-%d}.md"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(measured := report(), encoding="utf-8")
    print(measured)


if __name__ == "__main__":
    main()
