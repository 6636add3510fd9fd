"""Fingerprinting: stylesheet and script minified, without comments and indentation, under a name that changes with what is in them.

What stands in overrides/ is written to be read; a reader on a metered line need not pay for that (2.4 kB of 11.7 compressed), and a name with a hash
lets a host tell browsers to keep the file for a year. It is done to the built site, so that it does not matter what built it.

rjsmin only takes out what is between the words. rcssmin 1.3 was tried for the stylesheet and joined `[a] :is(b)` to `[a]:is(b)`, which is another selector; what `minify_css` does is enough and touches no selector.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from rjsmin import jsmin


def minify_css(css: str) -> str:
    """Return a stylesheet without comments, line ends, indentation, and the space after a colon or a comma.

    Our stylesheets have no strings in which those stand. Before a colon a space is kept: there it says 'any descendant'.
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"([:,]) ", r"\1", re.sub(r"\s+", " ", css))
    return re.sub(r"\s*([{};])\s*", r"\1", css).replace(";}", "}").strip()


MINIFIERS = {
    "assets/stylesheets/essay.css": minify_css, "assets/stylesheets/record.css": minify_css, "assets/scripts/essay.js": jsmin,
}  # fmt: skip
"""What pages load, by its path in overrides/, and what shortens it."""
HASH_LENGTH = 8  # hexadecimal digits; hosting/ knows names of this form
_IMPORT = re.compile(r'@import url\("([\w.]+)"\);')


def fingerprint_assets(site: Path, title: str) -> None:
    """Pack what the pages of `site` load, and have them ask for it by its new name. The title of the essay is put
    where a stylesheet says `__TITLE__`: at the head of a printed page, which no variable of CSS reaches.
    """
    quoted = title.replace("\\", "").replace('"', "”")
    texts = {path: _whole(site / path).replace("__TITLE__", quoted) for path in MINIFIERS if (site / path).is_file()}
    names = {}
    for path, text in texts.items():
        names[path], short = fingerprint(path, text)
        (site / path).unlink()
        (site / names[path]).write_text(short, encoding="utf-8", newline="")
    for page in site.rglob("*.html") if names else ():
        before = page.read_bytes()
        packed = before
        for path, name in names.items():
            packed = packed.replace(f'{path}"'.encode(), f'{name}"'.encode())
        if packed != before:
            page.write_bytes(packed)
    _keep_for_a_year(site / "_headers", names.values())


def _keep_for_a_year(headers: Path, names: Iterable[str]) -> None:
    """Say in the file of headers, if the site has one, that what is named by its content need not be asked for again.

    A block for each path: neither Netlify nor Cloudflare Pages knows a pattern for a part of a file's name.
    """
    if headers.is_file():
        blocks = (f"\n/{name}\n  Cache-Control: public, max-age=31536000, immutable\n" for name in names)
        headers.write_text(headers.read_text(encoding="utf-8") + "".join(blocks), encoding="utf-8", newline="")


def _whole(file: Path) -> str:
    """Return a file's text with those that it imports put in: as one file, since every request costs a reader a journey there and back."""
    text = file.read_text(encoding="utf-8")
    return _IMPORT.sub(lambda m: file.with_name(m[1]).read_text(encoding="utf-8"), text)


def fingerprint(path: str, text: str) -> tuple[str, str]:
    """Return the name under which `path` is published and its shortened text: 'essay.css' becomes 'essay.1f0c22ab.css'."""
    short = MINIFIERS[path](text)
    name = PurePosixPath(path)
    mark = hashlib.sha256(short.encode()).hexdigest()[:HASH_LENGTH]
    return str(name.with_name(f"{name.stem}.{mark}{name.suffix}")), short
