"""Waiting for a fact, never for a time: a test passes on a machine with a load of eight, too, and a second sooner on a
fast one.

`PATIENCE` is how long a fact may take before a test fails. It decides nothing else: no test passes because a time has
gone by.
"""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable
from contextlib import closing
from typing import TypeVar

from playwright.sync_api import Page

PATIENCE = 120
"""Seconds."""
BEAT = 0.05
"""Seconds between two looks."""
PORTS = (20_000, 32_767)
"""Below those from which Linux and macOS take the other end of a connection, so that nobody takes a free
one meanwhile.
"""
Fact = TypeVar("Fact")


def until(fact: Callable[[], Fact], told: Callable[[], object] = str, page: Page | None = None) -> Fact:
    """Ask again and again until there is an answer, and return it; fail with what `told` returns when none comes.

    With a `page`, its events arrive between two questions.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := fact():
            return found
        page.wait_for_timeout(BEAT * 1000) if page else time.sleep(BEAT)
    raise AssertionError(f"Not met within {PATIENCE} s. {told()}")


def settled(page: Page) -> Page:
    """Let a page do what it has begun: its next two frames, and what stood in the queue of its tasks before and after
    them.
    """
    page.evaluate(
        "new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => "
        "setTimeout(done)))))"
    )
    return page


def free_port() -> int:
    """Return a port of loopback on which nobody listens."""
    while True:
        port = random.randint(*PORTS)
        with closing(socket.socket()) as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port
