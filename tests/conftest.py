"""Fixtures: the built site, served on loopback, and a real browser."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import markdown
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect, sync_playwright

from apparatus.mkdocs.plugin import build
from apparatus.postbuild.book import Book, read_book
from apparatus.project import load_project

from .support.frozen import begun
from .support.hostile import Hostile
from .support.hosts import QuietHandler, QuietServer
from .support.pages import SECTION
from .support.project import ROOT, english
from .support.tools import needed_browser
from .support.translated import built as built_with_translations
from .support.waiting import PATIENCE

QUIET = [
    "--no-sandbox", "--disable-gpu", "--font-render-hinting=none", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


hypothesis.settings.register_profile("test", derandomize=True, database=None)
hypothesis.settings.register_profile("proof", print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))
"""The same examples on every run of `make test`, so that none fails by chance; other ones on each run of `make proof`.
"""

NOT_QUICK = {"site", "both", "browser", "firefox", "webkit", "host", "hostile", "built", "preview", "copy"}
"""Fixtures that a quick test does not use: a built site, a browser, a server, a copy of the project that is built."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that `make quick` runs: those that use no such fixture and are not marked `slow` or `proof`."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if not used & NOT_QUICK and not any(item.iter_markers("slow")) and not any(item.iter_markers("proof")):
            item.add_marker(pytest.mark.quick)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole English site, built once a worker from the repository as it stands."""
    folder = tmp_path_factory.mktemp("built")
    build(english(folder / "project"), folder / "site")
    return folder / "site"


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The English site with the drafts of its translations, in which some parts are no longer what the English says."""
    return built_with_translations(tmp_path_factory.mktemp("both"))


@pytest.fixture(scope="session")
def both_address(both: Path, serve: Callable[[Path], str]) -> str:
    return serve(both)


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every built page by its address, parsed, but for those that only lead on to another."""
    parsed = {
        path.relative_to(site).as_posix().removesuffix("index.html"): BeautifulSoup(path.read_bytes(), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }
    return {path: page for path, page in parsed.items() if not page.select_one("meta[http-equiv=refresh]")}


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose edition 1.0 is frozen; not to be changed."""
    return begun(tmp_path_factory.mktemp("first"))


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    """A copy of that project, to be changed."""
    return Path(shutil.copytree(first, tmp_path / "project"))


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


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on loopback; return its address, with a slash at the end."""
    servers: list[QuietServer] = []

    def start(folder: Path) -> str:
        server = QuietServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
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
        expect.set_options(timeout=PATIENCE * 1000)
        running = playwright.chromium.launch(executable_path=needed_browser(), args=QUIET)
        yield running
        running.close()


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
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: faults.append(request.url) if "127.0.0.1" not in request.url else None)
        page.goto((base or address) + path)
        return page

    yield go
    for context in contexts:
        faults.extend(f"cookie {cookie.get('name')}" for cookie in context.cookies())
        context.close()
    assert not faults


@pytest.fixture(scope="session")
def crowded(tmp_path_factory: pytest.TempPathFactory, site: Path, serve: Callable[[Path], str]) -> str:
    """A section with twenty-four notes in six paragraphs, four more than can stand in the margin, in the site's own
    frame.
    """
    text = []
    for paragraph in range(6):
        marks = " ".join(f"words before the mark[^n{paragraph}x{i}] and words after" for i in range(4))
        text.append(f"Paragraph {paragraph} has {marks}.")
    text += [f"[^n{n // 4}x{n % 4}]: " + "word " * (8 + (n * 7) % 23) for n in range(24)]
    body = markdown.markdown("\n\n".join(text), extensions=["apparatus.markup.notes"], output_format="html")
    folder = tmp_path_factory.mktemp("crowded")
    shutil.copytree(site / "assets", folder / "assets")
    (folder / SECTION).mkdir(parents=True)  # as deep as a section, which finds the typefaces from there
    page = (site / SECTION / "index.html").read_text(encoding="utf-8")
    start, end = page.index('class="text section">') + 21, page.index("</article>")
    (folder / SECTION / "index.html").write_text(page[:start] + body + page[end:], encoding="utf-8")
    return serve(folder) + SECTION
