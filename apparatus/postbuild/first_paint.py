"""The first paint: what the first screen needs stands in each page, so that nothing is waited for but the page itself.

In: a built site whose pages ask for stylesheets and scripts by their names in overrides/. Out: in each page the
typefaces' addresses, the first screen's layers of its stylesheet, and the script that applies the reader's choices; at
its end, a link to the rest of the stylesheet, which is fetched while the text is read, with scripts off too. What
stands in a page is allowed by its hash: in that page's policy and, for all pages together, in the files that hosts
read, which say `POLICY` until then. Where there are two policies, a browser does what both allow.

guide/benchmarks.md says what this costs in bytes, and what else was tried.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path

FIRST = ("fonts", "tokens", "page", "prose", "marks", "record", "choices", "language")
"""The layers of essay.css, record.css and a site's own stylesheets (`extra_css`) that the first screen needs. What
stands outside all layers goes with them.
"""
POLICY = "__POLICY__"
FOR_HOSTS = ("_headers", "hosting/policy.nginx", "hosting/policy.caddy")
_BRACE = re.compile(r"[{}]")
_STATEMENT = re.compile(r"[^{};]*[{;]")
_LAYER = re.compile(r"@layer ([\w-]+)\{")
_ASKED = re.compile(
    r'<link rel="stylesheet" href="(?P<up>[^"]*?)(?P<style>assets/stylesheets/\w+\.css)">'
    r'|<script src="[^"]*?(?P<script>assets/scripts/\w+\.js)"></script>'
)
_META = re.compile(r'(?<=<meta http-equiv="Content-Security-Policy" content=")[^"]*')
_INLINE = re.compile(r"<(?P<tag>script|style)(?P<attributes>[^>]*)>(?P<text>.*?)</(?P=tag)>", re.DOTALL)
_BETWEEN_STYLES = re.compile(r"</style>\s*<style>")  # one hash for both, which is what does not pack
_DATA = "application/ld+json"


def split(css: str) -> tuple[str, str]:
    """Part a minified stylesheet into what the first screen needs and the rest. Raises ValueError where a brace is not
    closed.
    """
    first: list[str] = []
    rest: list[str] = []
    for statement in _statements(css):
        layer = _LAYER.match(statement)
        (rest if layer and layer[1] not in FIRST else first).append(statement)
    return "".join(first), "".join(rest)


def _statements(css: str) -> Iterator[str]:
    """Yield the rules of a stylesheet that stand in no other."""
    start = 0
    while found := _STATEMENT.match(css, start):
        end, depth = found.end(), found[0].count("{")
        while depth:
            brace = _BRACE.search(css, end)
            if brace is None:
                raise ValueError(f"A brace is not closed after '{found[0]}'.")
            end, depth = brace.end(), depth + (1 if brace[0] == "{" else -1)
        yield css[start:end]
        start = end


def put_inside(page: str, inside: Mapping[str, str], files: Mapping[str, str]) -> str:
    """Return a page with what it asks for put into it.

    `inside` has the texts that are to stand in pages, `files` the published names of what stays a file, both by path in
    overrides/.
    """
    later: list[str] = []

    def put(asked: re.Match[str]) -> str:
        path = asked["style"] or asked["script"]
        if path not in inside:
            return asked[0]
        if asked["script"]:
            return f"<script>{inside[path]}</script>"
        if path in files:
            later.append(f'<link rel="stylesheet" href="{asked["up"]}{files[path]}">')
        style = inside[path].replace('url("../', f'url("{asked["up"]}assets/')
        return f"<style>{style}</style>" if style else ""

    joined = _BETWEEN_STYLES.sub("", _ASKED.sub(put, page))
    text, end, tail = joined.rpartition("</body>")
    return text + "".join(later) + end + tail


def allow_inside(site: Path) -> None:
    """Allow what stands in the pages of a site, by its hash, in the policy of each page that has one and in the files
    that hosts read.
    """
    everything: dict[str, set[str]] = {"script": set(), "style": set()}
    policy = ""
    for path in sorted(site.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        if said := _META.search(page):
            policy, hashes = said[0], _hashes(page)
            path.write_text(_META.sub(lambda _: _with(policy, hashes), page), encoding="utf-8", newline="")  # noqa: B023
            for tag, found in hashes.items():
                everything[tag] |= found
    for file in map(site.joinpath, FOR_HOSTS):
        if file.is_file():
            text = file.read_text(encoding="utf-8").replace(POLICY, _with(policy, everything))
            file.write_text(text, encoding="utf-8", newline="")


def _hashes(page: str) -> dict[str, set[str]]:
    """Return the hashes of a page's own scripts (data are none) and styles."""
    hashes: dict[str, set[str]] = {"script": set(), "style": set()}
    for found in _INLINE.finditer(page):
        if found["text"] and _DATA not in found["attributes"]:
            digest = hashlib.sha256(found["text"].encode()).digest()
            hashes[found["tag"]].add(f"'sha256-{b64encode(digest).decode()}'")
    return hashes


def _with(policy: str, hashes: Mapping[str, set[str]]) -> str:
    """Return a policy that allows these hashes, too."""
    for tag, found in hashes.items():
        policy = re.sub(rf"\b{tag}-src [^;]*", lambda said: " ".join((said[0], *sorted(found))), policy)  # noqa: B023
    return policy
