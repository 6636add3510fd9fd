"""Addresses that lead on (docs/data/moved.yml): pages that have moved, and short addresses for print and for speech.

In: the project. Out: what each host reads. Netlify and Cloudflare Pages take `_redirects` from the site itself; nginx
and Caddy have lines of their settings in hosting/, which `apparatus redirects` writes and C123 compares. A host that
reads none of these sends the page that stands at the old address (overrides/moved.html), which leads on in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..project import Project, page_url
from ..translation.assemble import wanted

REDIRECTS = "_redirects"
"""The file of the site that Netlify and Cloudflare Pages read."""
HOSTS: Mapping[str, Callable[[str, str], str]] = {
    "hosting/nginx.conf": lambda old, new: f"    location = {old} {{ return 301 {new}; }}",
    "hosting/Caddyfile": lambda old, new: f"\tredir {old} {new} permanent",
}
"""How the settings of a server of one's own say it, by their file."""
_WRITTEN = re.compile(r"(?<=\n)(?P<head>[ \t]*# Addresses that lead on[^\n]*\n).*?(?=\n\n|\n\}|\Z)", re.DOTALL)


def pairs(project: Project) -> Mapping[str, str]:
    """Return the address from the site's root, without a slash at its end, of what leads on, and the one to which it
    does.
    """
    return {
        f"/{page_url(id).rstrip('/') if id.endswith('.md') else id}": f"/{page_url(entry.to)}"
        for id, entry in project.record.moved.items()
    }


def told(project: Project) -> Mapping[str, str]:
    """Return what hosts are told: these addresses, and those of pages that have moved in the languages that are
    published too.
    """
    own = pairs(project)
    pages = [pair for pair, id in zip(own.items(), project.record.moved, strict=True) if id.endswith(".md")]
    languages = wanted(project.root, drafts=False)
    return {**own, **{f"/{one}{old}": f"/{one}{new}" for one in languages for old, new in pages}}


def netlify(project: Project) -> str:
    """Return the text of `_redirects` (https://docs.netlify.com/manage/routing/redirects/overview/); a slash at the end
    makes no difference there.
    """
    return "".join(f"{old} {new} 301\n" for old, new in told(project).items())


def settings(project: Project, file: str, text: str) -> str:
    """Return the settings of a host with the lines that lead on as they should be, under the comment that
    begins them.
    """
    say = HOSTS[file]
    lines = [say(one, new) for old, new in told(project).items() for one in (old, f"{old}/")]
    return _WRITTEN.sub(lambda found: found["head"] + "\n".join(lines), text, count=1)
