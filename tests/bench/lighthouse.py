"""What Lighthouse makes of pages: mobile defaults (a slow fourth-generation line, a phone a quarter as fast), the
median of several runs and the least and the most of them.

In: pages by their names, each in a folder that holds a built site. Out: one `Reading` a page. The pages are asked for
in turn, so that whatever else the machine does falls on all of them. `APPLIED` throttling slows the line and the phone
really; `MODELLED`, Lighthouse's default, reckons from a fast run what they would do, and charges a page for type that
nobody waits for.

Lighthouse comes from npm, exactly the version named here, into .cache/, and runs on the Node.js that Playwright brings,
because Debian's is too old for it; the browser is the tests' own Chromium. Pages are served as a plain host serves
them: HTTP/1.1, kept open, text gzipped; a host with HTTP/2 is faster.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

from ..support.tools import CACHE, browser

LIGHTHOUSE = "lighthouse@13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 5
APPLIED, MODELLED = "devtools", "simulate"
Page = tuple[Path, str]
"""The folder of a built site, and the path of a page in it."""


@dataclass(frozen=True)
class Spread:
    """Median, least and most of some runs."""

    median: float
    least: float
    most: float

    def told(self, decimals: int = 0) -> str:
        return f"{self.median:,.{decimals}f} ({self.least:,.{decimals}f}–{self.most:,.{decimals}f})"


@dataclass(frozen=True)
class Reading:
    """Scores of 100 in the order of CATEGORIES, the least of all runs; ms; a share of the window; kilobytes sent."""

    scores: tuple[float, ...]
    first_paint: Spread
    largest_paint: Spread
    blocking: Spread
    shift: Spread
    kilobytes: float
    requests: float
    below: tuple[str, ...]  # the audits that cost a point, with what Lighthouse says of them


class Host(SimpleHTTPRequestHandler):
    """A static host that compresses text, as every real one does."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".woff2": "font/woff2"}

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        kind = self.guess_type(path)
        text = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
        body = gzip.compress(path.read_bytes(), 9) if text else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=31536000, immutable" if not kind.endswith("html") else "no-cache")
        if text:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def read_pages(pages: Mapping[str, Page], throttling: str, runs: int = RUNS) -> dict[str, Reading]:
    """Return a reading for each page, by its name. Raises CalledProcessError when Lighthouse cannot be installed or
    run.
    """
    program = _installed()
    reports: dict[str, list[dict[str, Any]]] = {name: [] for name in pages}
    with ExitStack() as served:
        hosts = {site: served.enter_context(_served(site)) for site, _ in pages.values()}
        for _ in range(runs):
            for name, (site, path) in pages.items():
                reports[name].append(_run(program, hosts[site] + path, throttling))
    return {name: _reading(of) for name, of in reports.items()}


@contextmanager
def _served(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def _installed() -> Path:
    """Return Lighthouse's program, installed from npm if need be."""
    folder = CACHE / LIGHTHOUSE
    program = folder / "node_modules/lighthouse/cli/index.js"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-save", "--ignore-scripts", "--prefix", str(folder), LIGHTHOUSE]
        subprocess.run(command, check=True)
    return program


def _run(program: Path, url: str, throttling: str) -> dict[str, Any]:
    node = compute_driver_executable()[0]
    command = [node, str(program), url, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}",
               f"--throttling-method={throttling}", "--chrome-flags=--headless=new --no-sandbox"]  # fmt: skip
    done = subprocess.run(command, env={**os.environ, "CHROME_PATH": browser()}, capture_output=True, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _reading(reports: list[dict[str, Any]]) -> Reading:
    def of(audit: str) -> Spread:
        found = [float(report["audits"][audit]["numericValue"]) for report in reports]
        return Spread(statistics.median(found), min(found), max(found))

    requests = statistics.median(len(report["audits"]["network-requests"]["details"]["items"]) for report in reports)
    return Reading(
        scores=tuple(min(100 * float(report["categories"][one]["score"]) for report in reports) for one in CATEGORIES),
        first_paint=of("first-contentful-paint"),
        largest_paint=of("largest-contentful-paint"),
        blocking=of("total-blocking-time"),
        shift=of("cumulative-layout-shift"),
        kilobytes=of("total-byte-weight").median / 1000,
        requests=requests,
        below=tuple(sorted({audit for report in reports for audit in _below(report)})),
    )


def _below(report: dict[str, Any]) -> Iterator[str]:
    """Yield what cost a point: audits that weigh in their category's score and are below one."""
    for category in CATEGORIES:
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{reference['id']} ({audit['title']})"
