"""Addresses on the web: what is wrong with one, before a page leads to it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?!-)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.?")


def wrong_with(address: str) -> str:
    """Return what is wrong with an address of http or https, as the end of a sentence, or nothing."""
    if found := re.search(r"[\s\x00-\x1f\x7f<>\"{}|\\^`]", address):
        return f"has '{found[0]}' in it, which an address cannot have: write %{ord(found[0]):02X}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        return f"is no address ({error})"
    if parts.scheme not in ("http", "https"):
        return "does not begin with http:// or https://"
    if not _HOST.fullmatch(host) and not (":" in host and re.fullmatch(r"[0-9a-f:.]+", host)):
        return "names no host"
    if parts.username is not None or parts.password is not None:
        return "has a user's name in it"
    return ""
