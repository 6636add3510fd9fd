"""Reading without a line, in a real browser: nothing is stored unasked, everything opens when the server is gone, a newer text is told."""

from __future__ import annotations

import gzip
import shutil
import threading
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, expect

from apparatus.postbuild.offline import MOST, kept, write_offline

from .conftest import _Handler, _Server


class Line:
    """A server that can be stopped, and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, 0
        self.mend()

    def mend(self) -> None:
        self.server = _Server(("127.0.0.1", self.port), partial(_Handler, directory=str(self.folder)))
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def cut(self) -> None:
        self.server.shutdown()
        self.server.server_close()


SAVE = "Save the essay for reading offline"


def test_what_is_stored_is_small_and_there(site: Path) -> None:
    files = kept(site)
    assert {
        "index.html",
        "record/sources/index.html",
        "assets/fonts/literata-roman.woff2",
    } <= set(files)
    assert sum(len(gzip.compress((site / file).read_bytes())) for file in files) <= MOST


def test_the_worker_changes_when_and_only_when_a_file_does(site: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(site, tmp_path / "site"))
    before = (copy / "sw.js").read_bytes()
    write_offline(copy, "How the MQM Became So Powerful", "MQM")
    assert (copy / "sw.js").read_bytes() == before
    (copy / "about/index.html").write_text("Changed")
    write_offline(copy, "How the MQM Became So Powerful", "MQM")
    assert (copy / "sw.js").read_bytes() != before


def test_the_essay_is_saved_read_without_a_line_renewed_and_removed(
    site: Path, tmp_path: Path, browser: Browser
) -> None:
    copy = Path(shutil.copytree(site, tmp_path / "site" / "below"))
    line = Line(copy.parent)
    address = f"http://127.0.0.1:{line.port}/below/"
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(address)
    place = page.locator(".offline")
    expect(place).to_contain_text(SAVE)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    place.get_by_role("button").click()
    expect(place).to_contain_text("Saved for offline", timeout=20_000)

    line.cut()
    for path in ("essay/the-circle/", "record/sources/", "about/", ""):
        page.goto(address + path)
        assert page.locator("h1").inner_text()
        expect(page.get_by_text("this is the copy that you saved")).to_be_visible()
        assert page.evaluate("document.fonts.load('1em Literata').then((found) => found.length)") > 0
    line.mend()

    cover = copy / "index.html"
    cover.write_text(cover.read_text(encoding="utf-8").replace("In two minutes", "In three minutes"), encoding="utf-8")
    write_offline(copy, "How the MQM Became So Powerful", "MQM")
    page.goto(address)
    expect(page.get_by_role("heading", name="In three minutes")).to_be_visible()
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    page.reload()
    expect(place).to_contain_text("older than this text")
    place.get_by_role("button").click()
    expect(place).to_contain_text("Saved for offline", timeout=20_000)

    page.goto(address + "about/")
    place.get_by_role("button", name="Remove").click()
    expect(place).to_contain_text(SAVE)
    assert page.evaluate("caches.keys().then((all) => all.length)") == 0
    assert not [url for url in asked if "127.0.0.1" not in url]
    context.close()
    line.cut()
