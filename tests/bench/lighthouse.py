"""What Lighthouse makes of a page: mobile defaults (a slow fourth-generation line, a phone a quarter as fast), the
median of several runs.

In: a folder that holds a built site. Out: one `Reading` a page. Lighthouse comes from npm, exactly the version named
here, into .cache/, and runs on the Node.js that Playwright brings, because Debian's is too old for it; the browser is
the tests' own Chromium. Pages are served as a plain host serves them: HTTP/1.1, kept open, text gzipped; a host with
HTTP/2 is faster.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

from ..support.tools import CACHE, browser

LIGHTHOUSE = "lighthouse@13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3


@dataclass(frozen=True)
class Reading:
    """Medians: scores of 100 in the order of CATEGORIES; seconds; a share of the window; milliseconds;
    kilobytes sent.
    """

    scores: tuple[float, ...]
    first_paint: float
    largest_paint: float
    shift: float
    blocking: float
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


def read_pages(site: Path, paths: tuple[str, ...]) -> dict[str, Reading]:
    """Return a reading for each page. Raises CalledProcessError when Lighthouse cannot be installed or run."""
    program = _installed()
    with _served(site) as address:
        return {path: _median([_run(program, address + path) for _ in range(RUNS)]) for path in paths}


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


def _run(program: Path, url: str) -> dict[str, Any]:
    node = compute_driver_executable()[0]
    command = [node, str(program), url, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}",
               "--chrome-flags=--headless=new --no-sandbox"]  # fmt: skip
    done = subprocess.run(command, env={**os.environ, "CHROME_PATH": browser()}, capture_output=True, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _median(reports: list[dict[str, Any]]) -> Reading:
    def of(audit: str) -> float:
        return statistics.median(float(report["audits"][audit]["numericValue"]) for report in reports)

    def score(category: str) -> float:
        return statistics.median(100 * float(report["categories"][category]["score"]) for report in reports)

    requests = statistics.median(len(report["audits"]["network-requests"]["details"]["items"]) for report in reports)
    return Reading(
        scores=tuple(score(category) for category in CATEGORIES),
        first_paint=of("first-contentful-paint") / 1000,
        largest_paint=of("largest-contentful-paint") / 1000,
        shift=of("cumulative-layout-shift"),
        blocking=of("total-blocking-time"),
        kilobytes=of("total-byte-weight") / 1000,
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
