"""One host for a site in several languages: what hosts and crawlers read at its root, for all of them.

In: a built site, and the folder in it of a translation, which was built like a site of its own. Out: the files that
only the root's host reads (`_headers`, hosting/, robots.txt) know the translation's pages too, and its own, which
nobody would read, are gone. Where a header lacks the hash of a page's style, a browser refuses what the page itself
allows.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from .first_paint import FOR_HOSTS

ALONE = ("_headers", "_redirects", "robots.txt", "hosting")
"""What of a translation's own no host reads."""
_BLOCK = re.compile(r"^(/\S+)\n((?:  .+\n)+)", re.MULTILINE)
_HASH = re.compile(r"'sha256-[^']+'")


def join(site: Path, language: str) -> None:
    """Let the files at the root of `site` say what those of its folder `language` say, and remove these."""
    own = site / language
    for name in FOR_HOSTS:
        if (site / name).is_file() and (own / name).is_file():
            text, more = ((folder / name).read_text(encoding="utf-8") for folder in (site, own))
            (site / name).write_text(_allowing(text, more), encoding="utf-8", newline="")
    _add(site / "_headers", own / "_headers", language)
    robots, theirs = site / "robots.txt", own / "robots.txt"
    if robots.is_file() and theirs.is_file():
        text = robots.read_text(encoding="utf-8").rstrip("\n")
        told = theirs.read_text(encoding="utf-8").rstrip("\n").rpartition("\n")[2]  # where its pages are listed
        robots.write_text(f"{text}\n{told}\n", encoding="utf-8", newline="")
    for name in ALONE:
        shutil.rmtree(own / name) if (own / name).is_dir() else (own / name).unlink(missing_ok=True)


def _allowing(text: str, more: str) -> str:
    """Return a text with a policy that allows the hashes of another's policy, too."""
    for tag in ("script", "style"):
        allowed = re.compile(rf"\b{tag}-src [^;]*")
        found, other = allowed.search(text), allowed.search(more)
        if found and other:
            new = sorted(set(_HASH.findall(other[0])) - set(_HASH.findall(found[0])))
            text = allowed.sub(" ".join((found[0], *new)), text)
    return text


def _add(headers: Path, theirs: Path, language: str) -> None:
    """Add the blocks of a translation's `_headers` for single paths, in its folder."""
    if headers.is_file() and theirs.is_file():
        blocks = _BLOCK.findall(theirs.read_text(encoding="utf-8"))
        told = "".join(f"\n/{language}{path}\n{lines}" for path, lines in blocks if path != "/*")
        headers.write_text(headers.read_text(encoding="utf-8") + told, encoding="utf-8", newline="")
