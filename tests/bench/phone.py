"""What a phone meets, by Lighthouse (see lighthouse.py), beside the same words made by others, and what each page
weighs as a host would send it.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from apparatus.essay.source_scan import without_markup
from apparatus.project import load_project

from ..support.project import ROOT
from .lighthouse import APPLIED, CATEGORIES, MODELLED, RUNS, Page, Reading, read_pages
from .peers import peers
from .report import table

OURS = ("", "record/claims/", "record/sources/")
"""The cover and the longest lists; the densest section is found."""
WORDS = 900


def size(*files: Path) -> float:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1000


def _shared(site: Path) -> list[Path]:
    return [*site.glob("assets/*/essay.*.css"), *site.glob("assets/*/essay.*.js")]


def sizes(site: Path) -> str:
    """Return what each page weighs, and what readers of one section and of all are sent, as Markdown."""
    pages = {page.parent.relative_to(site).as_posix(): page for page in sorted(site.rglob("index.html"))}
    rows = [(path, f"{size(page):.1f}", f"{size(page, *_shared(site)):.1f}") for path, page in pages.items()]
    faces = [(face.name, f"{face.stat().st_size / 1000:.1f}", "") for face in sorted(site.glob("assets/fonts/*.woff2"))]
    sections = [size(page) for path, page in pages.items() if path.startswith("essay/")]
    once, first = size(*_shared(site)), min(sections)
    read = f"A reader of the lightest section is sent {first + once:.1f} kB, of the densest {max(sections) + once:.1f}, of all {sum(sections) + once:.0f}."
    return table(("kB, gzip", "HTML", "with style and script"), *rows, *faces) + f"\n{read}\n"


def phone(site: Path) -> str:
    """Return what Lighthouse finds, with the line really slowed and as its model has it, as Markdown."""
    with TemporaryDirectory() as folder:
        pages: dict[str, Page] = {name: (made, "") for name, made in peers(Path(folder), "Essay", _words())}
        densest = max(site.glob("essay/*/index.html"), key=size).parent.relative_to(site).as_posix()
        pages |= {f"ours, {path or 'the cover'}": (site, path) for path in (OURS[0], f"{densest}/", *OURS[1:])}
        applied, modelled = (read_pages(pages, throttling) for throttling in (APPLIED, MODELLED))
    said = [
        f"Of {RUNS} runs, the pages in turn, the median (least–most), in milliseconds; shift is a share of the window. "
        f"The peers show\nthe same {WORDS} words.\n",
        "The line and the phone really slowed (`--throttling-method=devtools`):\n", _times(applied),
        "As Lighthouse's model has it, its default:\n", _times(modelled),
        "Scores, the least of all runs:\n", _scores({name: one for name, one in modelled.items() if name.startswith("ours")}),
    ]  # fmt: skip
    return "\n".join(said)


def _words() -> str:
    """Return the first words of the essay as plain paragraphs."""
    project = load_project(ROOT)
    found: list[str] = []
    for section in project.sections:
        for passage in section.passages:
            found.append(re.sub(r"[\[\]*_`{}]", "", without_markup(passage.text)).strip())
            if sum(len(one.split()) for one in found) >= WORDS:
                return "\n\n".join(found)
    return "\n\n".join(found)


def _times(readings: dict[str, Reading]) -> str:
    head = ("page", "first paint", "largest paint", "blocking", "shift", "kB", "requests")
    rows = [
        (name, one.first_paint.told(), one.largest_paint.told(), one.blocking.told(), one.shift.told(3), f"{one.kilobytes:.0f}", f"{one.requests:.0f}")
        for name, one in readings.items()
    ]  # fmt: skip
    return table(head, *rows)


def _scores(readings: dict[str, Reading]) -> str:
    rows = [(name, *(f"{score:.0f}" for score in one.scores)) for name, one in readings.items()]
    costs = [f"- {name}: {', '.join(one.below)}" for name, one in readings.items() if one.below]
    below = "Below its best in at least one run:\n\n" + "\n".join(costs) + "\n" if costs else ""
    return table(("page", *CATEGORIES), *rows) + "\n" + below
