"""Reading without a line: a manifest, and a service worker that knows every file of the essay and the record by what is in it.

In: a built site. Out: in the site `manifest.webmanifest` and `sw.js`. The worker's text holds a list of files and a version made from their contents, so a
browser sees a new worker when, and only when, a file has changed. Nothing is stored until the reader asks: lines are metered, and the whole is several
times a section. Pages come from the network first and from the store when there is no line, so that no old page is shown in silence; the stylesheet, the
script and the typefaces come from the store, where their version is the page's own.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

KEPT = ("index.html", "essay/*/index.html", "record/*/index.html", "about/index.html", "assets/**/*.css", "assets/**/*.js", "assets/**/*.woff2",
        "assets/**/*.svg", "manifest.webmanifest", "pagefind/**/*", "search/index.html", "data/**/*.csv")  # fmt: skip
MOST = 1_500_000
"""Bytes that a reader's browser may be asked to keep, as they are sent, packed."""
_WORKER = Path(__file__).with_name("worker.js")


def write_offline(site: Path, name: str, short: str) -> None:
    """Write the manifest and the worker into a built site."""
    manifest = {
        "name": name, "short_name": short, "start_url": "./", "scope": "./", "display": "minimal-ui", "lang": "en-GB",
        "background_color": "#fcfaf5", "theme_color": "#14505c", "icons": [{"src": "assets/images/favicon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }  # fmt: skip
    (site / "manifest.webmanifest").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    files = kept(site)
    listed = {file_url(path): sha256((site / path).read_bytes()).hexdigest()[:12] for path in files}
    version = sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()[:12]
    worker = _WORKER.read_text(encoding="utf-8").replace("__VERSION__", version)
    (site / "sw.js").write_text(
        worker.replace("__FILES__", json.dumps(listed, indent=1, sort_keys=True)), encoding="utf-8"
    )


def kept(site: Path) -> list[str]:
    """Return the files that are stored, as paths from the site's folder, in order."""
    return sorted(
        {path.relative_to(site).as_posix() for pattern in KEPT for path in site.glob(pattern) if path.is_file()}
    )


def file_url(path: str) -> str:
    """Return what a browser asks for when it wants a file."""
    return path.removesuffix("index.html") or "./"
