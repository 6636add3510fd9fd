"""What a phone meets, by Lighthouse (see lighthouse.py), and what each page weighs as a host would send it."""

from __future__ import annotations

import gzip
from pathlib import Path

from .lighthouse import CATEGORIES, RUNS, read_pages
from .report import table

READ = (
    "",
    "essay/the-closed-fist/",
    "record/claims/",
    "record/sources/",
)  # the cover, the densest section, the longest lists


def size(*files: Path) -> float:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1000


def sizes(site: Path) -> str:
    shared = [*site.glob("assets/*/essay.*.css"), *site.glob("assets/*/essay.*.js")]
    rows = [
        (page.parent.relative_to(site).as_posix(), f"{size(page):.1f}", f"{size(page, *shared):.1f}")
        for page in sorted(site.rglob("index.html"))
    ]
    fonts = sum(font.stat().st_size for font in site.glob("assets/fonts/*.woff2")) / 1000
    return table(("kB, gzip", "HTML", "with style and script"), *rows, ("fonts, as they are", f"{fonts:.1f}", ""))


def phone(site: Path) -> str:
    head = ("page", *CATEGORIES, "FCP, s", "LCP, s", "shift", "blocking, ms", "kB", "requests")
    rows: list[tuple[object, ...]] = [head]
    costs = []
    for path, r in read_pages(site, READ).items():
        figures = (f"{r.first_paint:.2f}", f"{r.largest_paint:.2f}", f"{r.shift:.3f}", f"{r.blocking:.0f}")
        rows.append(
            (path or "cover", *(f"{s:.0f}" for s in r.scores), *figures, f"{r.kilobytes:.0f}", f"{r.requests:.0f}")
        )
        costs += [f"- {path or 'cover'}: {', '.join(r.below)}" for _ in range(bool(r.below))]
    return (
        f"The median of {RUNS} runs.\n\n"
        + table(*rows)
        + "\nBelow its best in at least one run:\n\n"
        + ("\n".join(costs) or "- nothing")
        + "\n"
    )
