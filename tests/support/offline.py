"""A reader without a line: a server whose line can be cut, at a given byte if need be, and a browser at its other end.

A deployment of ours is told by its number, which `deploy` puts into each page's title, each stylesheet and each script:
a page whose three numbers differ has been mixed from two.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Browser, Locator, Page, expect

from apparatus.postbuild.fingerprint import HASH_LENGTH
from apparatus.postbuild.offline import file_url, kept, write_worker

from .hosts import QuietHandler, QuietServer
from .waiting import PATIENCE, until

SAVE = "Save the essay for reading offline"
SAVED = "Saved for offline"
SECTION = "essay/the-circle/"
SOME = 8  # of how many pages one is opened where not each is
NUMBERS = """() => ({
    page: document.title.split(" ").at(-1),
    style: getComputedStyle(document.documentElement).getPropertyValue("--deployed"),
    script: document.documentElement.dataset.essay,
})"""


class _OnLine(QuietHandler):
    """Answers while there is a line; where it is cut in the middle of a file, sends the part before the cut."""

    def __init__(self, *arguments: Any, line: Line, **more: Any) -> None:
        self.line = line
        super().__init__(*arguments, **more)

    def do_GET(self) -> None:
        if not self.line.left:
            return
        self.line.asked.append(self.path)
        if len(self.line.asked) > self.line.most:
            self.line.flows.wait(PATIENCE)
        super().do_GET()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        whole = self.line.instead or source.read()
        outputfile.write(whole[: self.line.take(len(whole))])


class Line:
    """A server whose line can be cut, stalled and mended. `asked` are the paths asked for; `instead`, if any, is sent
    in the place of every file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked, self.instead = folder, list[str](), b""
        self.lock, self.flows = threading.Lock(), threading.Event()
        self.mend()
        self.server = QuietServer(("127.0.0.1", 0), partial(_OnLine, directory=str(folder.parent), line=self))
        self.address = f"http://127.0.0.1:{self.server.server_port}/{folder.name}/"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def cut(self, after: float = 0) -> None:
        """Cut the line after so many bytes of files."""
        with self.lock:
            self.left = after

    def stall(self, after: float) -> None:
        """Answer so many requests more, and then none, without a word."""
        self.most = len(self.asked) + after
        self.flows.clear()

    def mend(self) -> None:
        with self.lock:
            self.left = self.most = float("inf")
        self.flows.set()

    def take(self, wanted: int) -> int:
        with self.lock:
            taken = int(min(wanted, self.left))
            self.left -= taken
            return taken

    def close(self) -> None:
        self.mend()
        self.server.shutdown()


def deploy(site: Path, number: int) -> None:
    """Make a site another one: with this number in each page, stylesheet and script, all under the names that a build
    would give them.
    """
    names = {}
    for path in sorted(site.glob("assets/**/*.css")) + sorted(site.glob("assets/**/*.js")):
        text = re.sub(r"/\*\d+\*/.*/\*end\*/", "", path.read_text(encoding="utf-8"))
        script = f";document.documentElement.dataset.{path.stem.split('.')[0]} = {number};"
        said = f":root{{--deployed:{number}}}" if path.suffix == ".css" else script
        path.write_text(f"{text}/*{number}*/{said}/*end*/", encoding="utf-8")
        if fingerprint := re.search(rf"\.[0-9a-f]{{{HASH_LENGTH}}}(?=\.)", path.name):
            names[path.name] = path.name.replace(fingerprint[0], f".{number:0{HASH_LENGTH}x}")
            path.rename(path.with_name(names[path.name]))
    for page in site.rglob("*.html"):
        html = re.sub(r"(?: \d+)?</title>", f" {number}</title>", page.read_text(encoding="utf-8"), count=1)
        for before, after in names.items():
            html = html.replace(before, after)
        page.write_text(html, encoding="utf-8")
    write_worker(site)


class Reader:
    """A reader with a browser of their own, and the site at the other end of a line."""

    def __init__(self, page: Page, line: Line) -> None:
        self.page, self.line = page, line
        self.failed: list[str] = []
        page.on("requestfailed", lambda request: self.failed.append(request.url))

    @property
    def place(self) -> Locator:
        return self.page.locator(".offline, .said[role=status]").first

    def open(self, path: str = "") -> None:
        self.page.goto(self.line.address + path)

    def press(self, name: str) -> None:
        self.place.get_by_role("button", name=name).click()

    def says(self, words: str | re.Pattern[str]) -> None:
        expect(self.place).to_contain_text(words)

    def save(self, button: str = SAVE) -> None:
        self.open()
        self.press(button)
        self.says(SAVED)

    def all_are(self, number: int, every: int = SOME) -> None:
        """Without a line, open every page (or some): it says that it is a copy, and its style and script
        are its own.
        """
        self.line.cut()
        for path in pages(self.line.folder)[::every]:
            self.open(path)
            assert self.numbers() == {str(number)}, path
            self.says("No line: this is the copy that you saved.")
        self.line.mend()

    def numbers(self) -> set[str]:
        """Return the numbers of the deployments from which the page, its style and its script are."""
        return set(self.page.evaluate(NUMBERS).values())

    def stored(self) -> int:
        return len(self.page.evaluate(STORED))

    def another(self) -> Reader:
        return Reader(self.page.context.new_page(), self.line)


STORED = """() => caches.keys().then((all) => Promise.all(all.map(async (one) => (await (await caches.open(one)).keys()).map(({ url }) => url))))
    .then((all) => all.flat())"""


@contextmanager
def reading(browser: Browser, folder: Path) -> Iterator[Reader]:
    line, context = Line(folder), browser.new_context()
    elsewhere: list[str] = []
    context.on("request", lambda request: elsewhere.append(request.url) if "127.0.0.1" not in request.url else None)
    yield Reader(context.new_page(), line)
    context.close()
    line.close()
    assert not elsewhere


def pages(site: Path) -> list[str]:
    """Return the address of every page that is stored, but for those that only lead on to another."""
    found = [path for path in kept(site) if path.endswith("index.html")]
    return [
        file_url(path).removeprefix("./") for path in found if b'http-equiv="refresh"' not in (site / path).read_bytes()
    ]


class Engine(Protocol):
    """What is asked of an engine that Playwright does not drive: see support/firefox.py and support/webkit.py."""

    def open(self, path: str = ...) -> Any: ...
    def run(self, script: str, *arguments: Any) -> Any: ...
    def run_async(self, script: str, *arguments: Any) -> Any: ...
    def close(self) -> None: ...


def save_and_read_without_a_line(start: Callable[[str], Engine], copy: Path) -> None:
    """Save the essay in an engine, cut the line, and read, search and look at the type of what is stored."""
    deploy(copy, 1)
    line = Line(copy)
    engine = start(line.address)
    try:
        engine.open()
        button = (
            "[...document.querySelectorAll('.offline button')].find((one) => one.textContent.startsWith(arguments[0]))"
        )
        until(
            lambda: engine.run(f"return Boolean({button})", SAVE),
            lambda: engine.run("return document.body.innerText.slice(-900)"),
        )
        engine.run(f"{button}.click()", SAVE)
        until(lambda: SAVED in engine.run("return document.querySelector('.offline').textContent"))
        line.cut()
        said = "return [...document.querySelectorAll('.offline, .said')].map((one) => one.textContent).join()"
        for path in pages(copy)[::SOME]:
            engine.open(path)
            assert set(engine.run(f"return ({NUMBERS})()").values()) == {"1"}, path
            until(lambda: "No line" in engine.run(said))
        engine.open("search/?q=bhatta")
        until(lambda: engine.run("return document.querySelectorAll('.results mark').length > 2"))
        assert engine.run_async("return (await document.fonts.load('1em Literata')).length") > 0
    finally:
        engine.close()
        line.close()
