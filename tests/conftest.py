"""Fixtures: the built site, served on loopback, and a real browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, sync_playwright

from apparatus.mkdocs.plugin import build
from apparatus.postbuild.book import Book, read_book
from apparatus.project import load_project

from .hostile import Hostile
from .tools import installed_browser

ROOT = Path(__file__).parent.parent
QUIET = [
    "--no-sandbox", "--disable-gpu", "--font-render-hinting=none", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, built once a worker from the repository as it stands."""
    folder = tmp_path_factory.mktemp("built") / "site"
    build(ROOT, folder)
    return folder


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every built page by its address, parsed."""
    return {
        path.relative_to(site).as_posix().removesuffix("index.html"): BeautifulSoup(path.read_bytes(), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }


@pytest.fixture(scope="session")
def hostile() -> Iterator[Hostile]:
    """A server that does to a visitor whatever servers do."""
    server = Hostile()
    yield server
    server.close()


@pytest.fixture(scope="session")
def book(site: Path) -> Book:
    """The site, read as a book."""
    return read_book(site, load_project(ROOT))


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that left before it had everything."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on loopback; return its address, with a slash at the end."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()


@pytest.fixture(scope="session")
def address(site: Path, serve: Callable[[Path], str]) -> str:
    return serve(site)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=installed_browser(), args=QUIET)
        yield running
        running.close()


def _hurried(error: object) -> bool:
    """Whether Chromium complains that it had to leave out the fade between two pages, as it may when it has much to do."""
    return "Transition was aborted" in str(error)


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a page of the site: ``open_page("record/claims/", width=320, color_scheme="dark")``.

    Whatever the page writes to the console, asks of another host, or keeps as a cookie fails the test.
    """
    contexts = []
    faults: list[str] = []

    def go(path: str = "", *, width: int = 1440, height: int = 900, base: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)) if not _hurried(error) else None)
        page.on("request", lambda request: faults.append(request.url) if "127.0.0.1" not in request.url else None)
        page.goto((base or address) + path)
        return page

    yield go
    for context in contexts:
        faults.extend(f"cookie {cookie.get('name')}" for cookie in context.cookies())
        context.close()
    assert not faults
