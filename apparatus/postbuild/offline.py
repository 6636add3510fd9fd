"""Reading without a line: a manifest, and a service worker that knows every file of the site by what is in it.

In: a built site. Out: in the site `manifest.webmanifest` and `sw.js`. The worker's text holds a list of files and a
version made from their contents, so a browser sees a new worker when, and only when, a file has changed. Nothing is
stored until the reader asks: lines are metered, and the whole is many times a section. How it is stored and shown is
told in `worker.js`, which stores a file only if it is the one listed: `write_worker` therefore comes last, after
whatever changes a page, and a host must send the files as they are.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from ..metadata.cite_figure import FOLDER
from ..record.palette import light
from ..record.settings import Settings
from . import search
from .icons import FAVICON, TOUCH, manifest_icons

MANIFEST = "manifest.webmanifest"
KEPT = (
    "**/index.html",
    "**/cite.*",
    "feed.xml",
    MANIFEST,
    FAVICON,
    TOUCH,
    "assets/**/*.css",
    "assets/**/*.js",
    "assets/**/*.woff2",
    "assets/**/*.svg",
    "data/**/*.csv",
    "data/**/*.json",
    search.INDEX,
)
"""Every page, what it is made with, and what it links to; not the e-book, the PDF, the one file and the pictures of the
figures, which are there to be taken along.
"""
MOST = 2_000_000
"""Bytes that a reader's browser may be asked to keep, as they are sent, packed. The offer in offline.js says it."""
HASH_LENGTH = 12
_WORKER = Path(__file__).with_name("worker.js")


def write_offline(site: Path, settings: Settings) -> None:
    """Write the manifest and the worker into a built site."""
    manifest = {
        "name": settings.title,
        "short_name": settings.edition.short or settings.title,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "lang": settings.edition.language,
        "background_color": light("paper"),
        "theme_color": light("accent"),
        "icons": manifest_icons("assets/images/favicon.svg"),
    }
    (site / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    write_worker(site)


def write_worker(site: Path) -> None:
    """Write the worker into a built site that has a manifest, or write it anew after a page has changed."""
    listed = {file_url(path): sha256((site / path).read_bytes()).hexdigest()[:HASH_LENGTH] for path in kept(site)}
    version = sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()[:HASH_LENGTH]
    worker = _WORKER.read_text(encoding="utf-8").replace("__VERSION__", version)
    (site / "sw.js").write_text(
        worker.replace("__FILES__", json.dumps(listed, indent=1, sort_keys=True)), encoding="utf-8"
    )


def kept(site: Path) -> list[str]:
    """Return the files that are stored, as paths from the site's folder, in order: of a typeface that pages load in
    parts, the parts; none of a site within it, which is in another language and keeps its own.
    """
    apart = {site / FOLDER, *(manifest.parent for manifest in site.glob(f"*/{MANIFEST}"))}
    return sorted(
        {
            path.relative_to(site).as_posix()
            for pattern in KEPT
            for path in site.glob(pattern)
            if path.is_file() and not apart & set(path.parents)
            if not path.with_name(f"{path.stem}-first{path.suffix}").exists()
        }
    )


def file_url(path: str) -> str:
    """Return what a browser asks for when it wants a file."""
    return path.removesuffix("index.html") or "./"
