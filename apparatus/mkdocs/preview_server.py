"""The preview's server, which answers whatever is saved.

MkDocs' own prints a traceback when a rebuild fails for anything but a page (mkdocs.yml that is not sound, a template
that cannot be read) and lets every request wait until the next one succeeds. Here the terminal says in a line what is
wrong, and so does every page that is asked for, again and again until it is mended. Files that hardly anybody looks at
while writing are made when somebody does, so that no save waits for them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path
from threading import Lock
from typing import Any

from jinja2 import TemplateSyntaxError
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer

from ..metadata.cite_figure import FOLDER
from ..postbuild import search
from ..postbuild.cite_files import write_citation_files
from ..postbuild.figure_files import write_figures
from ..project import Project

log = logging.getLogger("mkdocs.plugins.apparatus")
Built = tuple[tuple[Path, Project], ...]
"""The sites that a build has made, each with its project."""
LATER: Mapping[re.Pattern[str], Callable[[Path, Project], None]] = {
    re.compile(rf"/{search.INDEX}$"): search.index,
    re.compile(r"/(cite|sources)\.(json|bib|ris|txt)$"): lambda site, project: write_citation_files(project, site),
    re.compile(rf"/{FOLDER}/[\w-]+\.(svg|png|vl\.json)$"): lambda site, project: write_figures(project, site),
}
"""What is made when it is asked for, by its address."""
LOOKS_AGAIN = 2
"""Seconds after which a page that says what is wrong is asked for again."""


def told(error: BaseException) -> str:
    """Return what is wrong in a line, with the place where it is known."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename}:{error.lineno}: {error.message}"
    return str(error) if isinstance(error, MkDocsException) else f"{type(error).__name__}: {error}"


class Later:
    """What is made when it is first asked for after a build, by whichever thread asks first.

    `close` when a build begins, `open` with what it has made, or nothing, when it has ended: meanwhile who asks waits.
    """

    def __init__(self) -> None:
        self._lock, self._closed = Lock(), False
        self._built: Built = ()
        self._made = set[re.Pattern[str]]()

    def close(self) -> None:
        self._lock.acquire()
        self._closed = True

    def open(self, built: Built) -> None:
        self._built = built
        self._made.clear()
        if self._closed:
            self._closed = False
            self._lock.release()

    def ask(self, address: str) -> None:
        """Make what stands at an address, if it is made later and has not been made since the last build."""
        for pattern in [one for one in LATER if one.search(address)]:
            with self._lock:
                for site, project in () if pattern in self._made else self._built:
                    LATER[pattern](site, project)
                self._made.add(pattern)


def answer_always(server: LiveReloadServer, build: Callable[[], None], later: Later, title: Callable[[], str]) -> None:
    """Have `server` build by `build`, ask `later` before it sends a file, and answer when a build has failed, with
    `title` for a heading.
    """
    wrong = ""

    def rebuild() -> None:
        nonlocal wrong
        wrong = ""
        try:
            build()
        except (Exception, SystemExit) as error:  # MkDocs' Abort is both
            wrong = told(error)
            log.error(wrong)

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if wrong and not environ["PATH_INFO"].startswith("/livereload/"):
            return said(start_response)
        later.ask(environ["PATH_INFO"])
        return server.serve_request(environ, start_response)

    def said(start_response: Any) -> list[bytes]:
        start_response("500 Not built", [("Content-Type", "text/html; charset=utf-8"), ("Refresh", str(LOOKS_AGAIN))])
        return [
            "<!doctype html><title>{0}</title><h1>{0}</h1><pre>{1}</pre>".format(
                escape(title()), escape(wrong)
            ).encode()
        ]

    server.builder = rebuild
    server.set_app(serve)
