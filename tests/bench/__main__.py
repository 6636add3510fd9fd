"""Measure, and keep what was measured: `make bench` writes guide/benchmarks.md, `make bench PART=growth` prints that
part.

The report names the machine, how busy it was and the versions, without which a figure means nothing.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from apparatus.mkdocs.plugin import build

from ..support.project import ROOT
from .building import building
from .growth import growth
from .load import load
from .phone import phone, sizes
from .report import table, versions

PARTS: Mapping[str, tuple[str, Callable[[Path], str]]] = {
    "building": ("Building", building),
    "phone": ("On a phone: Lighthouse, mobile defaults", phone),
    "sizes": ("Sizes", sizes),
    "growth": ("Growth", growth),
    "load": ("Load", load),
}
"""Each part by its name: its heading, and what returns its Markdown from the built site."""


KEPT = ROOT / "guide/benchmarks.md"


def report(parts: list[str]) -> str:
    """Return what is measured, as Markdown."""
    head = f"# Benchmarks\n\nMeasured on {date.today():%-d %B %Y} by `make bench`. Bytes are in thousands.\n"
    written = [head, table(("", ""), *versions())]
    with TemporaryDirectory() as folder:
        site = Path(folder, "site")
        build(ROOT, site)
        for name in parts:
            heading, measure = PARTS[name]
            written += [f"## {heading}\n", measure(site)]
    return "\n".join(written)


def main() -> None:
    parser = ArgumentParser("python -m tests.bench", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"{', '.join(PARTS)}; all when none is named")
    chosen = parser.parse_args()
    if unknown := set(chosen.part) - set(PARTS):
        parser.error(f"no part is named {', '.join(unknown)}; there are {', '.join(PARTS)}.")
    measured = report(chosen.part or list(PARTS))
    if not chosen.part:
        KEPT.write_text(measured, encoding="utf-8")
    print(measured)


if __name__ == "__main__":
    main()
