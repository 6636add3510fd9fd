"""The last look at a built site: no page shows the code of a mark, or the place-holder of a tool.

In: the folder of a built site. Out: nothing, or RawMarks. The checks should have refused whatever ends so; this is for
what they, too, have overlooked, and keeps it from readers, because the old site stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..html.tree import classed, parse_page

_RAW = re.compile(
    r"\[-?@\w|\[\^[^\]\s]*\]|\^\[\w|\]\{|\{: "
    r"?#?\w|\{(?:claim|term|person)\b|\]\((?:https?:|\.\.?/|#)|(?<![:/])/{3,}|klzzwxh|wzxhzdk|[\x02\x03\ufffb-\ufffd]",
    re.MULTILINE,
)
_NOT_PROSE = ("code", "pre", "script", "style", "template")


class RawMarks(RuntimeError):
    """Pages show what was typed for the machine. The message names them, and what they show."""


def refuse_raw_marks(site: Path) -> None:
    """Read every page of the site. Raises RawMarks."""
    if found := [f"{page}: {shown}" for page, shown in _found(site)]:
        raise RawMarks(
            "The pages show marks as they were typed:\n"
            + "\n".join(found)
            + "\nMend them in docs/; nothing was published."
        )


def _found(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*.html")):
        page = parse_page(path)
        for element in classed(page, "problem"):
            yield path.relative_to(site).as_posix(), " ".join(element.text_content().split())
        for article in page.iter("article", "main"):
            for part in list(article.iter(*_NOT_PROSE)):
                part.text = ""
                for child in list(part):
                    part.remove(child)
            shown = article.text_content()
            for m in _RAW.finditer(shown):
                around = shown[max(0, m.start() - 20) : m.end() + 30]
                yield path.relative_to(site).as_posix(), f"'{' '.join(around.split())}'"
            break
