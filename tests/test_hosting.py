"""The published site behind nginx and Caddy with our own configuration, in a real browser: what is sent, what is
refused.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from apparatus.postbuild.first_paint import FOR_HOSTS

from .support.hosts import caddy, nginx
from .support.project import ROOT
from .support.waiting import PATIENCE, free_port, until

INJECTED = """() => {
    window.refused = new Set();
    document.addEventListener("securitypolicyviolation", (event) => refused.add(`${event.blockedURI} ${event.effectiveDirective}`));
    const script = document.createElement("script");
    script.textContent = "window.injected = 'a script element'";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", "<img src='x' onerror=\\"window.injected = 'a handler'\\">");
    try { setTimeout("window.injected = 'a string'", 0); } catch { /* refused at once */ }
}"""
SENT = ("Content-Security-Policy", "Cross-Origin-Embedder-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
        "Permissions-Policy", "Referrer-Policy", "Strict-Transport-Security", "X-Content-Type-Options")  # fmt: skip


@dataclass(frozen=True)
class Host:
    """A server that runs on loopback with our configuration. `address` ends with a slash."""

    name: str
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def get(self, path: str, **headers: str) -> tuple[int, Message, bytes]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def host(request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    folder, port = tmp_path_factory.mktemp("host"), free_port()
    copy = Path(shutil.copytree(site, folder / "site"))
    (copy / "injected.html").write_text(
        (copy / "index.html").read_text().replace("<body>", "<body><script>window.injected = 'in the page'</script>")
    )
    command = request.param(copy, folder, port)
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)

    def listening() -> bool:
        assert running.poll() is None, (folder / "log").read_text()
        with closing(socket.socket()) as line:
            return line.connect_ex(("127.0.0.1", port)) == 0

    until(listening)
    yield Host(request.param.__name__, port)
    running.terminate()
    running.wait(PATIENCE)


def policy() -> str:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    found = re.search(r"security_policy: >-\n((?: {4}.*\n)+)", text)
    assert found
    return " ".join(found[1].split())


def allowed(text: str) -> tuple[str, set[str]]:
    """Return a policy without the hashes in it, and the hashes, each with its directive."""
    hashes = {
        f"{directive.split()[0]} {one}"
        for directive in text.split("; ")
        for one in directive.split()
        if one.startswith("'sha256-")
    }
    return re.sub(r" 'sha256-[^']*'", "", text), hashes


def inline(page: BeautifulSoup) -> set[str]:
    """Return the hashes that a page needs, reckoned from what stands in it."""
    needed = set()
    for element in page.select("style, script:not([src], [type='application/ld+json'])"):
        digest = hashlib.sha256(str(element.string).encode()).digest()
        needed.add(f"{element.name}-src 'sha256-{base64.b64encode(digest).decode()}'")
    return needed


def test_the_policy_is_the_same_wherever_it_stands(site: Path) -> None:
    """A page allows what stands in it and no more; a host allows what stands in any page, for it sends the same with
    all.
    """
    everything: set[str] = set()
    for path in site.rglob("*.html"):
        page = BeautifulSoup(path.read_bytes(), "html.parser")
        said = page.select_one("meta[http-equiv=Content-Security-Policy]")
        assert said and allowed(str(said["content"])) == (policy(), inline(page)), path
        everything |= inline(page)
    for file in FOR_HOSTS:
        text = (site / file).read_text(encoding="utf-8")
        sent = re.findall(r"default-src 'none'[^\n\"]*(?=; frame-ancestors 'none')", text)
        assert [allowed(one) for one in sent] == [(policy(), everything)], file
    assert len(everything) <= 10, "few enough for a header"
    assert "unsafe-inline" not in policy() and "'unsafe-eval'" not in policy()
    assert policy().startswith("default-src 'none'")


def published(site: Path, path: str) -> dict[str, str]:
    """What a host that reads `_headers` sends with a path: https://docs.netlify.com/manage/routing/headers/, and
    Cloudflare's likewise.
    """
    sent: dict[str, str] = {}
    for block in re.split(
        r"\n\s*\n", re.sub(r"^#.*\n", "", (site / "_headers").read_text(), flags=re.MULTILINE).strip()
    ):
        pattern, *lines = block.splitlines()
        if re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), path):
            for name, value in (line.strip().split(": ", 1) for line in lines):
                assert name not in sent, f"{path}: {name} would be sent twice"
                sent[name] = value
    return sent


def test_every_host_sends_the_same_headers(host: Host, site: Path) -> None:
    for path in ("/", "/essay/the-closed-fist/", "/assets/stylesheets/search.css", "/nothing/"):
        _, sent, _ = host.get(path)
        for name in SENT:
            assert sent[name] == published(site, path)[name], (path, name)
        assert sent["Set-Cookie"] is None


def test_pages_are_asked_for_again(host: Host, site: Path) -> None:
    for path in ("/essay/the-closed-fist/", "/assets/scripts/search.js", "/search/index.json"):
        _, sent, _ = host.get(path)
        assert sent["Cache-Control"] == "no-cache" and "Cache-Control" not in published(site, path)
        assert host.get(path, **{"If-None-Match": sent["ETag"]})[0] == 304


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("assets/*/essay.*.css", "public, max-age=31536000, immutable"),
        ("assets/*/record.*.css", "public, max-age=31536000, immutable"),
        ("assets/*/essay.*.js", "public, max-age=31536000, immutable"),
        ("assets/fonts/*.woff2", "public, max-age=2592000"),
        ("assets/images/cards/*.png", "public, max-age=2592000"),
    ],
)
def test_what_can_be_kept_is_kept_by_every_host(host: Host, site: Path, pattern: str, said: str) -> None:
    paths = [f"/{path.relative_to(site).as_posix()}" for path in site.glob(pattern)]
    assert paths
    for path in paths:
        assert host.get(path)[1]["Cache-Control"] == said == published(site, path)["Cache-Control"], path


def test_text_is_compressed(host: Host) -> None:
    for path in (
        "/essay/the-closed-fist/",
        "/assets/stylesheets/search.css",
        "/assets/scripts/search.js",
        "/search/index.json",
    ):
        status, sent, _ = host.get(path, **{"Accept-Encoding": "gzip"})
        assert (status, sent["Content-Encoding"]) == (200, "gzip"), path


def test_a_lost_reader_finds_the_way(host: Host, site: Path) -> None:
    status, _, body = host.get("/nothing/")
    assert status == 404 and b"No page stands here" in body
    for line in (site / "_redirects").read_text().splitlines():
        short, path, code = line.split()
        for asked in (short, f"{short}/"):
            status, sent, _ = host.get(asked)
            assert (status, sent["Location"]) == (int(code), path)
        assert host.get(path)[0] == 200


def test_nothing_that_is_needed_is_refused(host: Host, site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"{page.url} {message.text}"))
    page.on("requestfailed", lambda request: faults.append(request.url) if "BLOCKED" in str(request.failure) else None)
    for path in sorted(path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html")):
        page.goto(host.address + path)
        loaded = "document.fonts.ready.then((faces) => [...faces].some((face) => face.status === 'loaded'))"
        assert page.evaluate(loaded), path
    page.goto(host.address + "essay/the-closed-fist/")
    page.locator(".source-mark a").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.locator(".reading-panel input").first.wait_for()
    page.close()
    assert not faults


@pytest.mark.parametrize("path", ["essay/the-closed-fist/", "injected.html"])
def test_an_injected_script_does_not_run(host: Host, browser: Browser, path: str) -> None:
    page = browser.new_page()
    page.goto(host.address + path)
    page.evaluate(INJECTED)
    until(lambda: page.evaluate("refused.size === 3"), lambda: page.evaluate("[...refused]"), page)
    assert page.evaluate("window.injected") is None
    page.close()


def test_no_other_page_can_frame_it(host: Host, browser: Browser, serve: object, tmp_path: Path) -> None:
    assert callable(serve)
    (tmp_path / "index.html").write_text(f"<!doctype html><iframe src='{host.address}'></iframe>")
    page = browser.new_page()
    page.goto(serve(tmp_path), wait_until="networkidle")
    assert all("MQM" not in frame.title() for frame in page.frames[1:])
    page.close()
