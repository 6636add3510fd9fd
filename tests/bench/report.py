"""What every report says first, and how it sets tables."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..support.project import ROOT
from ..support.tools import browser
from .lighthouse import LIGHTHOUSE


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
            yield tuple(line.partition("#")[0].strip().split("=="))  # type: ignore[misc]


def table(*rows: Sequence[object]) -> str:
    """Return a Markdown table; the first row is its head, and every column but the first is of figures."""
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    lines.insert(1, "|---" + "|--:" * (len(rows[0]) - 1) + "|")
    return "\n".join(lines) + "\n"
