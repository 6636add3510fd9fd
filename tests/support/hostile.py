"""A server on loopback that does, by the path it is asked for, what servers do to a machine that visits them.

Each behaviour is a function from the method to the bytes to send, one piece after another; `Pause` waits between two,
and what ends with nothing more to send closes the connection. Every request is noted with its moments.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import repeat

MEGABYTE = 1 << 20
Pieces = Iterator[bytes | float]
"""What is sent: bytes, or a number of seconds to wait."""


@dataclass
class Request:
    method: str
    path: str
    host: str
    agent: str
    began: float
    ended: float = 0


def answer(status: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers]
    if not any(line.startswith(("Content-Length", "Transfer")) for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def page(title: str) -> bytes:
    return answer("200 OK", "Content-Type: text/html", body=f"<title>{title}</title>".encode())


def bomb() -> Pieces:
    """A gigabyte of nothing in a megabyte of gzip, made by repeating one flushed block."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    yield answer("200 OK", "Content-Encoding: gzip", f"Content-Length: {10 + 1024 * len(block)}")
    yield b"\x1f\x8b\x08\0\0\0\0\0\0\x03"
    yield from repeat(block, 1024)


def endless(start: bytes, piece: bytes, wait: float = 0) -> Pieces:
    yield start
    while True:
        yield piece
        if wait:
            yield wait


class Hostile:
    """The server. `address` has a slash at the end; `requests` is what was asked, in order."""

    def __init__(self, certificate: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.asked: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        started = asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=certificate)
        self._server = asyncio.run_coroutine_threadsafe(started, self._loop).result(5)
        self.port = self._server.sockets[0].getsockname()[1]
        self.address = f"http{'s' if certificate else ''}://127.0.0.1:{self.port}/"

    def close(self) -> None:
        async def end() -> None:
            self._server.close()
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = None
        try:
            first = await reader.readexactly(1)
            if first == b"\x16":  # a handshake of TLS, which a plain server answers so
                writer.write(answer("400 Bad Request"))
                return
            head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, path, _ = head.split("\r\n")[0].split(" ")
            host, agent = (head.partition(f"\r\n{name}: ")[2].partition("\r\n")[0] for name in ("Host", "User-Agent"))
            request = Request(method, path, host, agent, time.monotonic())
            self.requests.append(request)
            self.asked[path] += 1
            for piece in self._pieces(method, path):
                if isinstance(piece, float):
                    await asyncio.sleep(piece)
                else:
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(0)  # what never ends must not keep the others waiting
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError, ValueError):
            pass
        finally:
            if request:
                request.ended = time.monotonic()
            writer.close()

    def _pieces(self, method: str, path: str) -> Pieces:
        behaviour = BEHAVIOURS.get(path.partition("?")[0].partition("/as/")[0].strip("/") or "front")
        if behaviour is None:
            return iter([answer("404 Not Found")])
        return behaviour(self, method)


def always(*pieces: bytes | float) -> Callable[[Hostile, str], Pieces]:
    """Send the same to everybody; to HEAD no body, as is right."""

    def behave(server: Hostile, method: str) -> Pieces:
        for piece in pieces:
            if isinstance(piece, bytes) and method == "HEAD":
                yield piece[: piece.find(b"\r\n\r\n") + 4 or None]
            else:
                yield piece

    return behave


def on_get(pieces: Callable[[], Pieces]) -> Callable[[Hostile, str], Pieces]:
    """Refuse HEAD, so that the body is asked for."""
    return lambda server, method: iter([answer("405 Method Not Allowed")]) if method == "HEAD" else pieces()


def to(location: str, status: str = "302 Found") -> Callable[[Hostile, str], Pieces]:
    return always(answer(status, f"Location: {location}"))


BEHAVIOURS: dict[str, Callable[[Hostile, str], Pieces]] = {
    "front": always(page("A newspaper")),
    "good": always(page("A report")),
    "no-head": on_get(lambda: iter([page("A report")])),
    "lies-to-head": lambda server, method: iter([answer("404 Not Found") if method == "HEAD" else page("A report")]),
    "gone": always(answer("410 Gone")),
    "wall": always(answer("403 Forbidden")),
    "fault": always(answer("500 Internal Server Error")),
    "fault-once": lambda server, method: iter(
        [answer("502 Bad Gateway") if server.asked["/fault-once"] == 1 else page("A report")]
    ),
    "busy": lambda server, method: iter(
        [answer("429 Too Many Requests", "Retry-After: 1") if server.asked["/busy"] == 1 else page("A report")]
    ),
    "busy-for-a-day": always(answer("429 Too Many Requests", "Retry-After: 86400")),
    "busy-for-ever": always(answer("503 Service Unavailable", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT")),
    "busy-for-nonsense": always(answer("429 Too Many Requests", "Retry-After: -1e999")),
    "silent": always(30.0),
    "hangs-up": always(),
    "head-with-body": lambda server, method: iter([page("A report")]),
    "garbage": lambda server, method: iter([bytes(range(256)) * 40]),
    "odd-status": always(b"HTTP/1.1 999 Request denied\r\nContent-Length: 0\r\n\r\n"),
    "drips-header": lambda server, method: endless(b"HTTP/1.1 200 OK\r\nX: ", b"a", 0.05),
    "drips-body": on_get(lambda: endless(answer("200 OK", "Content-Length: 100000"), b"a", 0.05)),
    "endless-headers": lambda server, method: endless(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"b" * 1000 + b"\r\n"),
    "endless-header": lambda server, method: endless(b"HTTP/1.1 200 OK\r\nX-A: ", b"b" * 4000),
    "endless-continue": lambda server, method: endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "endless-body": on_get(lambda: endless(b"HTTP/1.1 200 OK\r\n\r\n", b"b" * 65_536)),
    "endless-chunks": on_get(
        lambda: endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 500 + b"\r\nb\r\n")
    ),
    "bomb": on_get(bomb),
    "broken-gzip": on_get(lambda: iter([answer("200 OK", "Content-Encoding: gzip", body=b"not gzip")])),
    "cut-short": on_get(lambda: iter([answer("200 OK", "Content-Length: 5000", body=b"<title>A rep")])),
    "two-lengths": always(answer("200 OK", "Content-Length: 5", "Content-Length: 7", body=b"12345")),
    "many-titles": on_get(lambda: iter([answer("200 OK", body=b"<title" * 5_000 + b"<title>" * 5_000)])),
    "utf-16": on_get(
        lambda: iter(
            [answer("200 OK", "Content-Type: text/html; charset=nonsense", body="<title>ر</title>".encode("utf-16"))]
        )
    ),
    "moved": to("/good", "301 Moved Permanently"),
    "moved-to-nothing": to("/nowhere"),
    "moved-to-soft": to("/soft"),
    "soft": always(page("404 - Page not found")),
    "moved-to-front": to("/"),
    "to-localhost": lambda server, method: iter(
        [answer("302 Found", f"Location: http://localhost:{server.port}/good")]
    ),
    "circle": to("/circle"),
    "spiral": lambda server, method: iter([answer("302 Found", f"Location: /spiral?{server.asked.total()}")]),
    "to-file": to("file:///etc/passwd"),
    "to-data": to("data:text/html,<title>x</title>"),
    "to-script": to("javascript:alert(1)"),
    "to-private": to("http://10.0.0.1/"),
    "to-cloud": to("http://169.254.169.254/latest/meta-data/"),
    "to-loopback": to("http://127.0.0.9:8000/"),
    "to-number": to("http://2130706441/"),
    "to-mapped": to("http://[::ffff:127.0.0.9]/"),
    "to-nonsense": to("http://[::bad"),
    "to-port": to("http://127.0.0.1:99999/"),
    "to-password": to("http://user:secret@127.0.0.1/"),
    "to-odd-bytes": to('/\xe9t\xe9 and "more"'),
    "to-nowhere": always(answer("302 Found")),
    "to-length": to("/" + "a" * 5_000),
}
