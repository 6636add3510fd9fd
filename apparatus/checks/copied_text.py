"""No sentence is reproduced of a text that may not be: seven words in a row shared with it are one run too many (C037).

Such a text may not be shipped, so docs/data/uncopied.txt, where there is one, holds the first eight bytes of the
SHA-256 of each of its runs of seven words, in lower case, letters and figures only; the last line is that of the
sentence with which the check is tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from ..problem import Problem
from ..project import Project

RUN = 7
RUNS = "docs/data/uncopied.txt"
_WORD = re.compile(rb"[a-z0-9]+")


def digest(words: list[bytes]) -> str:
    """Return what uncopied.txt holds of a run of words."""
    return sha256(b" ".join(words)).hexdigest()[:16]


@lru_cache(maxsize=2)
def _known(root: Path) -> frozenset[str]:
    runs = root / RUNS
    return frozenset(runs.read_text(encoding="ascii").split()) if runs.is_file() else frozenset()


def check(project: Project) -> Iterator[Problem]:
    """Yield each place at which a page or a data file repeats the text."""
    known = _known(project.root)
    for path in [*(f"docs/{page}" for page in project.pages), *(s.path for s in project.record.files.values())]:
        file = project.root / path
        if file.is_file():
            yield from (_problem(path, line, run) for line, run in _repeated(file, file.stat().st_mtime_ns, known))


@lru_cache(maxsize=4096)
def _repeated(file: Path, time: int, known: frozenset[str]) -> tuple[tuple[int, str], ...]:
    text = file.read_text(encoding="utf-8", errors="replace").lower().encode()
    words = _WORD.findall(text)
    runs = [i for i in range(len(words) - RUN + 1) if digest(words[i : i + RUN]) in known]
    starts = [match.start() for match in _WORD.finditer(text)] if runs else []
    return tuple((text.count(b"\n", 0, starts[i]) + 1, b" ".join(words[i : i + RUN]).decode()) for i in runs)


def _problem(path: str, line: int, run: str) -> Problem:
    return Problem(
        path, line, "C037", f"The words '{run}' stand so in a text that may not be copied.", "Say it in your own words."
    )
