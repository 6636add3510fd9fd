"""Fingerprinting: stylesheet and script minified, without comments and indentation; what of them is a file, under a
name that changes with it.

What stands in overrides/ is written to be read; a reader on a metered line need not pay for that (2.4 kB of 11.7
compressed), and a name with a hash lets a host tell browsers to keep the file for a year. It is done to the built site,
so that it does not matter what built it.

rjsmin only takes out what is between the words. rcssmin 1.3 was tried for the stylesheet and joined `[a] :is(b)` to
`[a]:is(b)`, which is another selector; what `minify_css` does is enough and touches no selector.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from rjsmin import jsmin

from .first_paint import allow_inside, put_inside, split


def minify_css(css: str) -> str:
    """Return a stylesheet without comments, line ends, indentation, and the space after a colon or a comma and around a
    > or ~.

    Our stylesheets have no strings in which those stand. Before a colon a space is kept: there it says 'any
    descendant'.
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"([:,]) | ([>~]) ", r"\1\2", re.sub(r"\s+", " ", css))
    return re.sub(r"\s*([{};])\s*", r"\1", css).replace(";}", "}").strip()


_BLOCK = (
    "article|aside|blockquote|body|details|div|dl|dd|dt|fieldset|figcaption|figure|footer|h[1-6]|head|header|"
    "html|li|link|main|meta|nav|ol|p|section|summary|table|tbody|td|th|thead|title|tr|ul"
)
_CODE = re.compile(r"(<(script|style|pre)\b.*?</\2>)", re.DOTALL)
_TAG = re.compile(r'<[a-z][^"<>]*(?:"[^"]*"[^"<>]*)+>')
_QUOTED = re.compile(r'(?<==)(?<!http-equiv=)"([\w#.:/-]*[\w#.:-])"')
_SPACE = re.compile(rf"(</?(?:{_BLOCK})\b[^<>]*>)\s+(?=<|\Z)")


def _first(found: re.Match[str]) -> str:
    """Return the first group; the template that says the same takes three times as long."""
    return found[1]


def minify_html(page: str) -> str:
    """Return a page without the space that follows the tag of a block, which no browser shows, and the quotation marks
    that HTML can do without.

    Two per cent of a section. What is in scripts, styles and preformatted text stays as it is.
    """
    parts = _CODE.split(page)  # text, code, the tag's name, text, code ...
    for at in range(0, len(parts), 3):
        parts[at] = _SPACE.sub(_first, _TAG.sub(lambda tag: _QUOTED.sub(_first, tag[0]), parts[at]))
        parts[at] = "" if parts[at].isspace() else parts[at]  # between a script and a style
    return "".join(part for at, part in enumerate(parts) if at % 3 != 2)


SCRIPTS, STYLES = "assets/scripts", "assets/stylesheets"
MINIFIERS = {
    "assets/stylesheets/fonts.css": minify_css,
    "assets/stylesheets/essay.css": minify_css,
    "assets/stylesheets/record.css": minify_css,
    "assets/stylesheets/diagrams.css": minify_css,
    "assets/scripts/choices.js": jsmin,
    "assets/scripts/essay.js": jsmin,
    "assets/scripts/elsewhere.js": jsmin,
}
"""What pages load, by its path in overrides/, and what shortens it."""
IN_THE_PAGE = ("assets/stylesheets/fonts.css", "assets/stylesheets/diagrams.css", "assets/scripts/choices.js")
"""What of it stands in each page as a whole."""
HASH_LENGTH = 8  # hexadecimal digits; hosting/ knows names of this form
_IMPORT = re.compile(r'@import url\("([\w.]+)"\);')


def fingerprint_assets(site: Path, title: str, stylesheets: Iterable[str] = ()) -> None:
    """Pack what the pages of `site` load: what the first screen needs into each page, the rest into files under their
    new names. `stylesheets` are the site's own, beside those of overrides/.

    The title of the essay is put where a stylesheet says `__TITLE__`: at the head of a printed page, which no variable
    of CSS reaches.
    """
    quoted = title.replace("\\", "").replace('"', "”")
    texts = {
        path: minify(_whole(site / path)).replace("__TITLE__", quoted)
        for path, minify in {**MINIFIERS, **dict.fromkeys(stylesheets, minify_css)}.items()
        if (site / path).is_file()
    }
    inside, files = {}, {}
    for path, text in texts.items():
        (site / path).unlink()
        if path in IN_THE_PAGE:
            inside[path], rest = text, ""
        elif path.endswith(".css"):
            inside[path], rest = split(text)
        else:
            rest = text
        if rest:
            files[path] = fingerprint(path, rest)
            (site / files[path]).write_text(rest, encoding="utf-8", newline="")
    for page in site.rglob("*.html") if texts else ():
        html = put_inside(page.read_text(encoding="utf-8"), inside, files)
        for path, name in files.items():
            html = html.replace(f'{path}"', f'{name}"')
        page.write_text(minify_html(html), encoding="utf-8", newline="")
    for file in [*site.glob(f"{SCRIPTS}/*.js"), *site.glob(f"{STYLES}/*.css")]:
        if file.relative_to(site).as_posix() not in files.values():  # asked for by its name, by a script
            minify = jsmin if file.suffix == ".js" else minify_css
            file.write_text(minify(file.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    allow_inside(site)
    _keep_for_a_year(site / "_headers", files.values())


def _keep_for_a_year(headers: Path, names: Iterable[str]) -> None:
    """Say in the file of headers, if the site has one, that what is named by its content need not be asked for again.

    A block for each path: neither Netlify nor Cloudflare Pages knows a pattern for a part of a file's name.
    """
    if headers.is_file():
        blocks = (f"\n/{name}\n  Cache-Control: public, max-age=31536000, immutable\n" for name in names)
        headers.write_text(headers.read_text(encoding="utf-8") + "".join(blocks), encoding="utf-8", newline="")


def _whole(file: Path) -> str:
    """Return a file's text with those that it imports put in: as one file, since every request costs a reader a journey
    there and back.
    """
    text = file.read_text(encoding="utf-8")
    return _IMPORT.sub(lambda m: file.with_name(m[1]).read_text(encoding="utf-8"), text)


def fingerprint(path: str, text: str) -> str:
    """Return the name under which `path` is published if it holds `text`: 'essay.css' becomes 'essay.1f0c22ab.css'."""
    name = PurePosixPath(path)
    mark = hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]
    return str(name.with_name(f"{name.stem}.{mark}{name.suffix}"))
