"""How many requests a second nginx answers with our configuration, one worker, on loopback, and how slow the slowest
hundredth is.

wrk asks with fifty open connections for ten seconds. It runs on the same machine and takes a processor of its own, so
the figures are a floor; what they show is what compressing costs, and that a reader who has the page already costs next
to nothing.
"""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import pytest

from ..support.hosts import nginx
from ..support.tools import server
from ..support.waiting import free_port
from .report import table

PAGE = "essay/the-closed-fist/"
CONNECTIONS, SECONDS = 50, 10


def load(site: Path) -> str:
    """Return the table as Markdown, or that nothing was measured where nginx or wrk is missing."""
    try:
        wrk = server("wrk")
        with TemporaryDirectory() as folder:
            port = free_port()
            command = nginx(site, Path(folder), port)
            site.parent.chmod(0o755)  # nginx reads as another user where we are root
            running = subprocess.Popen(command, cwd=folder)
            try:
                return _measured(wrk, f"http://127.0.0.1:{port}/")
            finally:
                running.terminate()
                running.wait(10)
    except pytest.skip.Exception as missing:
        return f"Not measured: {missing}.\n"


def _measured(wrk: str, address: str) -> str:
    tag = _tag(address + PAGE)
    asked = {
        "section, gzip": (PAGE, ["Accept-Encoding: gzip"]),
        "section, uncompressed": (PAGE, []),
        "section, unchanged since (304)": (PAGE, ["Accept-Encoding: gzip", f"If-None-Match: {tag}"]),
        "font": ("assets/fonts/literata-roman-first.woff2", []),
    }
    rows = [(name, *_asked(wrk, address + path, headers)) for name, (path, headers) in asked.items()]
    return table(
        (f"{CONNECTIONS} connections, {SECONDS} s", "requests a second", "median, ms", "slowest hundredth, ms"), *rows
    )


def _tag(url: str, tries: int = 100) -> str:
    for _ in range(tries):
        try:
            with urlopen(url) as answer:
                return str(answer.headers["ETag"])
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("nginx did not answer")


def _asked(wrk: str, url: str, headers: list[str]) -> tuple[str, str, str]:
    """Run wrk; return requests a second, and the milliseconds within which half and ninety-nine of a hundred were
    answered.
    """
    named = [part for header in headers for part in ("-H", header)]
    command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", *named, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert rate, said

    def within(share: int) -> str:
        found = re.search(rf"{share}%\s+([\d.]+)(us|ms|s)", said)
        assert found, said
        return f"{float(found[1]) * {'us': 0.001, 'ms': 1, 's': 1000}[found[2]]:.1f}"

    return f"{float(rate[1]):,.0f}", within(50), within(99)
