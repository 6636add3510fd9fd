"""Visiting an address: whatever its server does is an answer, bounded in time and memory."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from apparatus.linkrot.answers import Answer
from apparatus.linkrot.visiting import Limits, Visitor

from .hostile import MEGABYTE, Hostile

T = TypeVar("T")
pytestmark = pytest.mark.xdist_group("visiting")
HASTY = Limits(connect=3, silence=1, whole=1.5, pause=0, longest_wait=2, private=frozenset({"127.0.0.1", "::1"}))
CAME_OF = {
    "good": ("alive", "200 OK"),
    "no-head": ("alive", "200 OK"),
    "lies-to-head": ("alive", "200 OK"),
    "gone": ("gone", "410 Gone"),
    "nowhere": ("gone", "404 Not Found"),
    "wall": ("unverified", "403 Forbidden"),
    "fault": ("silent", "500 Internal Server Error"),
    "fault-once": ("alive", "200 OK"),
    "busy": ("alive", "200 OK"),
    "busy-for-a-day": ("unverified", "429 Too Many Requests"),
    "busy-for-ever": ("unverified", "503 Service Unavailable"),
    "busy-for-nonsense": ("unverified", "429 Too Many Requests"),
    "silent": ("silent", "no answer in time"),
    "hangs-up": ("silent", "the connection broke off"),
    "head-with-body": ("alive", "200 OK"),
    "garbage": ("unverified", "an answer that is not sound HTTP"),
    "odd-status": ("unverified", "999"),
    "drips-header": ("silent", "no answer in time"),
    "drips-body": ("alive", "200 OK"),
    "endless-headers": ("unverified", "an answer that is not sound HTTP"),
    "endless-header": ("unverified", "an answer that is not sound HTTP"),
    "endless-body": ("alive", "200 OK"),
    "endless-chunks": ("alive", "200 OK"),
    "bomb": ("alive", "200 OK"),
    "broken-gzip": ("alive", "200 OK"),
    "cut-short": ("alive", "200 OK"),
    "two-lengths": ("unverified", "an answer that is not sound HTTP"),
    "many-titles": ("alive", "200 OK"),
    "utf-16": ("alive", "200 OK"),
    "moved": ("alive", "200 OK"),
    "moved-to-nothing": ("gone", "404 Not Found"),
    "moved-to-soft": ("unverified", "answers with a page that calls itself 'not found'"),
    "moved-to-front": ("unverified", "leads to the front page"),
    "circle": ("unverified", "redirects without end"),
    "spiral": ("unverified", "redirects without end"),
    "to-file": ("unverified", "redirects to what is not a web page"),
    "to-data": ("unverified", "redirects to what is not a web page"),
    "to-script": ("unverified", "redirects to what is not a web page"),
    "to-private": ("unverified", "leads into a private network"),
    "to-cloud": ("unverified", "leads into a private network"),
    "to-loopback": ("unverified", "leads into a private network"),
    "to-number": ("unverified", "leads to no address"),
    "to-mapped": ("unverified", "leads into a private network"),
    "to-nonsense": ("unverified", "leads to no address"),
    "to-port": ("unverified", "leads to no address"),
    "to-password": ("unverified", "leads to no address"),
    "to-odd-bytes": ("gone", "404 Not Found"),
    "to-nowhere": ("unverified", "302 Found"),
    "to-length": ("unverified", "leads to no address"),
}


def apart(work: Callable[[], T]) -> T:
    """Do work in a thread of its own, because Playwright's loop runs in this one while a browser is open."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


def visit(*addresses: str, limits: Limits = HASTY) -> list[Answer]:
    """Visit several at once, as if each were at a host of its own."""

    async def one(address: str, places: asyncio.Semaphore) -> Answer:
        async with places, Visitor(limits, "tests") as visitor:
            return await visitor.visit(address)

    async def every() -> list[Answer]:
        places = asyncio.Semaphore(6)
        return await asyncio.gather(*(one(address, places) for address in addresses))

    return apart(lambda: asyncio.run(every()))


@pytest.fixture(scope="module")
def visited(hostile: Hostile) -> dict[str, Answer]:
    answers = visit(*(hostile.address + path for path in CAME_OF))
    return dict(zip(CAME_OF, answers, strict=True))


@pytest.mark.parametrize("path", CAME_OF)
def test_whatever_a_server_does_is_an_answer(path: str, visited: dict[str, Answer]) -> None:
    assert (visited[path].verdict, visited[path].words) == CAME_OF[path]


def test_where_redirects_led_is_kept(visited: dict[str, Answer], hostile: Hostile) -> None:
    assert visited["moved"].final == hostile.address + "good"
    assert visited["to-odd-bytes"].final == hostile.address + "%E9t%E9%20and%20%22more%22"
    assert visited["good"].final is None


def test_no_answer_takes_longer_or_more_room_than_it_may(hostile: Hostile) -> None:
    limits = replace(HASTY, whole=0.8)
    for path in ("good", "bomb", "endless-body", "endless-chunks", "endless-headers", "endless-header", "endless-continue", "many-titles"):  # fmt: skip
        tracemalloc.start()
        began = time.monotonic()
        [answer] = visit(hostile.address + path, limits=limits)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert answer.verdict in ("alive", "unverified") or answer.words == "no answer in time", path
        spare = 7  # for a machine that has much else to do
        assert time.monotonic() - began < 2 * limits.whole + spare, path
        assert peak < 8 * MEGABYTE, f"{path}: {peak}"


def test_what_cannot_be_reached_is_silent_and_what_is_not_ours_is_left_alone(hostile: Hostile) -> None:
    own = f"127.0.0.1:{hostile.port}"
    with socket.socket() as bound:  # and not listening
        bound.bind(("127.0.0.1", 0))
        refused = f"http://127.0.0.1:{bound.getsockname()[1]}/"
        answers = visit(refused, f"https://{own}/good", "http://nowhere.invalid/")
    assert [answer.words for answer in answers[:2]] == ["no connection", "no secure connection"]
    assert not answers[0].heard and not answers[2].heard and answers[2].verdict in ("gone", "silent")
    asked = len(hostile.requests)
    ours = [f"http://{own}/", f"http://localhost:{hostile.port}/", f"http://[::ffff:127.0.0.1]:{hostile.port}/"]
    inside = visit(*ours, limits=Limits(pause=0))
    assert {answer.words for answer in inside} == {"leads into a private network"}
    assert len(hostile.requests) == asked


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes a certificate with openssl")
def test_a_certificate_that_is_not_valid_is_not_held_against_a_source(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = f"openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 1 -keyout {key} -out {certificate}"
    subprocess.run(made.split(), check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    server = Hostile(context)
    [answer] = visit(server.address + "good")
    server.close()
    assert (answer.verdict, answer.words) == ("unverified", "its certificate is not valid")
    assert not server.requests
