"""The preview's server, which answers whatever is saved.

MkDocs' own prints a traceback when a rebuild fails for anything but a page (mkdocs.yml that is not sound, a template
that cannot be read) and lets every request wait until the next one succeeds. Here the terminal says in a line what is
wrong, and so does every page that is asked for, again and again until it is mended.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from jinja2 import TemplateSyntaxError
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.apparatus")
LOOKS_AGAIN = 2
"""Seconds after which a page that says what is wrong is asked for again."""


def told(error: BaseException) -> str:
    """Return what is wrong in a line, with the place where it is known."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename}:{error.lineno}: {error.message}"
    return str(error) if isinstance(error, MkDocsException) else f"{type(error).__name__}: {error}"


def answer_always(
    server: LiveReloadServer,
    build: Callable[[], None],
    index: Callable[[], None],
    indexed: str,
    title: Callable[[], str],
) -> None:
    """Have `server` build by `build`, call `index` before it sends the file `indexed`, and answer when a build has
    failed, with `title` for a heading.
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
        if environ["PATH_INFO"].endswith(f"/{indexed}"):
            index()
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
