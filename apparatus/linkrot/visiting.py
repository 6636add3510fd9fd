"""Visit one address and say what came of it. In goes an address, out comes an Answer (answers.py); nothing that a server does raises.

HEAD first, because it costs a host nothing. GET where HEAD cannot settle it: when it was not answered with success (some
servers refuse it, or lie), or when redirects led to another page, which may be one that says 'not found'. Of what GET brings,
64 kB are read and at most as much is unpacked; a page that answers at its own address is believed without being read. No link on it is
followed, so this is no crawler and asks for no robots.txt; who does not want it is told by the User-Agent whom to turn away.

aiohttp was chosen over requests and httpx: it alone limits the time of a whole request, header included, and the size and number of header
lines, and lets us see each socket's address before it connects, which is where redirects into a private network are stopped, whatever name or
spelling they use. Redirects are followed here and not by the library, so that each step waits for its turn at its host.
"""

from __future__ import annotations

import asyncio
import re
import socket
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import aiohttp
from yarl import URL

from .answers import Answer

_TITLE = re.compile(rb"<title[^>]{0,200}>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_NOT_FOUND = re.compile(rb"\b404\b|not found|no longer (exists|available)|does(n.t| not) exist", re.IGNORECASE)
_ADDRESS_CHARACTERS = ":/?#[]@!$&'()*+,;=%~"  # RFC 3986, reserved and unreserved: all else is written %XX


@dataclass(frozen=True)
class Limits:
    """What a visit may cost. Times in seconds; `size` in bytes, of a body as sent and again as unpacked.

    `private` names the addresses of loopback or private networks that may be visited all the same: for tests alone.
    """

    connect: float = 10
    silence: float = 15
    whole: float = 30
    size: int = 65_536
    redirects: int = 8
    pause: float = 5
    longest_wait: float = 60
    hosts: int = 8
    private: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass
class _Turn:
    """Whose turn it is at a host: one request at a time, and the moment from which the next is welcome."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free: float = 0


class PrivateAddressError(OSError):
    """A name or a redirect led to an address that is not on the public internet."""


def turn_of(address: str) -> str:
    """Return the host whose turns an address takes; www.dawn.com and dawn.com are one."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


class Visitor:
    """Visits addresses, each host in turn. An asynchronous context manager; `agent` is the User-Agent to send."""

    def __init__(self, limits: Limits, agent: str) -> None:
        self._limits = limits
        self._turns: dict[str, _Turn] = {}
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                force_close=True, resolver=aiohttp.ThreadedResolver(), socket_factory=self._socket
            ),
            timeout=aiohttp.ClientTimeout(total=limits.whole, connect=limits.connect, sock_read=limits.silence),
            headers={"User-Agent": agent, "Accept": "text/html,*/*;q=0.5", "Accept-Encoding": "identity"},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            read_bufsize=limits.size,
        )

    async def __aenter__(self) -> Visitor:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def visit(self, address: str) -> Answer:
        """Return what is at `address`."""
        answer = await self._follow("HEAD", address)
        if answer.settled or answer.wait > self._limits.longest_wait:
            return answer
        return await self._follow("GET", address)

    async def _follow(self, method: str, address: str) -> Answer:
        here = address
        for _ in range(self._limits.redirects + 1):
            try:
                reply = await self._ask(method, here)
                onward = _onward(reply, here)
            except (
                Exception
            ) as error:  # whatever a server makes the library raise is its answer, not the end of the round
                return _failed(error)
            if not onward:
                answer = _judged(reply, address, here)
                self._turn(here).free += answer.wait if answer.wait <= self._limits.longest_wait else 0
                return answer
            if urlsplit(onward).scheme not in ("http", "https"):
                return Answer("unverified", "redirects to what is not a web page", settled=True)
            here = onward
        return Answer("unverified", "redirects without end")

    def _turn(self, address: str) -> _Turn:
        return self._turns.setdefault(turn_of(address), _Turn())

    async def _ask(self, method: str, address: str) -> _Reply:
        turn, clock = self._turn(address), asyncio.get_running_loop().time
        async with turn.lock:
            await asyncio.sleep(max(0, turn.free - clock()))
            try:
                async with self._session.request(method, URL(address), allow_redirects=False) as response:
                    body = await self._beginning(response) if method == "GET" and response.status == 200 else b""
                    return _Reply(response.status, response.headers, body)
            finally:
                turn.free = clock() + self._limits.pause

    async def _beginning(self, response: aiohttp.ClientResponse) -> bytes:
        """Return the beginning of a body, unpacked. One that breaks off or never ends is as good as far as it came."""
        size, raw = self._limits.size, bytearray()
        try:
            while len(raw) < size and (piece := await response.content.read(size - len(raw))):
                raw += piece
        except (aiohttp.ClientError, TimeoutError, OSError):
            pass
        if not response.headers.get("Content-Encoding"):
            return bytes(raw)
        try:
            return zlib.decompressobj(wbits=47).decompress(raw, size)  # 47: gzip or zlib, whichever it is
        except zlib.error:
            return b""

    def _socket(self, place: tuple[Any, ...]) -> socket.socket:
        """Open a socket for an address that is about to be connected to. Raises PrivateAddressError."""
        family, kind, protocol, _, (host, *_) = place
        ip = ip_address(host.partition("%")[0])
        ip = (ip.ipv4_mapped or ip) if isinstance(ip, IPv6Address) else ip
        if (not ip.is_global or ip.is_multicast) and str(ip) not in self._limits.private:
            raise PrivateAddressError("leads into a private network")
        return socket.socket(family, kind, protocol)


def _onward(reply: _Reply, here: str) -> str | None:
    """Return the address to which a reply redirects. Raises ValueError for what is no address."""
    if reply.status not in (301, 302, 303, 307, 308) or "Location" not in reply.headers:
        return None
    written = reply.headers["Location"].encode("utf-8", "surrogateescape")  # the bytes as they were sent
    onward = urljoin(here, quote(written, safe=_ADDRESS_CHARACTERS)).partition("#")[0]
    if len(onward) > 2_000 or urlsplit(onward).username is not None:
        raise ValueError("no address that a page would have")
    return onward


def _judged(reply: _Reply, asked: str, final: str) -> Answer:
    """Return what a reply says of the address that was asked for."""
    status = reply.status
    words = f"{status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else str(status)
    answer = Answer("unverified", words, final if final != asked else None, wait=_wait(reply))
    if 200 <= status < 300:
        return _judged_page(reply, answer, asked, final)
    if status in (404, 410):
        return replace(answer, verdict="gone")
    if 500 <= status < 600 and "Retry-After" not in reply.headers:
        return replace(answer, verdict="silent")
    return answer


def _judged_page(reply: _Reply, answer: Answer, asked: str, final: str) -> Answer:
    here, there = (urlsplit(address).path.rstrip("/") for address in (asked, final))
    if here and not there:
        return replace(answer, words="leads to the front page")
    title = _TITLE.search(reply.body)
    if title and _NOT_FOUND.search(title[1]):
        return replace(answer, words="answers with a page that calls itself 'not found'")
    return replace(answer, verdict="alive", wait=0, settled=here == there)


def _wait(reply: _Reply) -> float:
    """Return the seconds for which a host asks to be left alone (RFC 9110, 10.2.3: seconds or a date); 0 if it does not."""
    written = reply.headers.get("Retry-After", "").strip()
    if reply.status not in (429, 503) or not written:
        return 0
    if re.fullmatch(r"[0-9]{1,9}", written):
        return float(written)
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return 0
    return max(0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _failed(error: Exception) -> Answer:
    """Return what it means that a request ended in `error`."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        unknown = getattr(error.os_error, "errno", None) in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None))
        return Answer("gone" if unknown else "silent", "no such host" if unknown else "its name was not resolved",
                      heard=False, settled=True)  # fmt: skip
    if isinstance(error, aiohttp.ClientSSLError):
        invalid = isinstance(error, aiohttp.ClientConnectorCertificateError)
        return Answer("unverified", "its certificate is not valid" if invalid else "no secure connection", settled=True)
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, PrivateAddressError):
        return Answer("unverified", str(error.os_error), settled=True)
    if isinstance(error, (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError)):
        return Answer("silent", "no connection", heard=False, settled=True)
    if isinstance(error, TimeoutError):
        return Answer("silent", "no answer in time", heard=False)
    if isinstance(error, (aiohttp.ClientConnectionError, OSError)):
        return Answer("silent", "the connection broke off", heard=False)
    if isinstance(error, ValueError):
        return Answer("unverified", "leads to no address")
    return Answer("unverified", "an answer that is not sound HTTP")
