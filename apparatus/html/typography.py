"""Typography of what comes from the data, quotation marks and dates; of the prose, Python-Markdown's smarty and markup/spaces.py."""

from __future__ import annotations

import re
from calendar import month_name

from ..record.bibliography import APOSTROPHE as APOSTROPHE
from ..record.bibliography import apostrophes

_OPENING = re.compile(r"(^|[\s(\[{–—/‘“])(['\"])(?=\S)")


def curly(text: str) -> str:
    """Set straight quotation marks of the data as the prose sets them ('smarty' works on prose alone)."""
    text = _OPENING.sub(lambda m: m[1] + ("‘" if m[2] == "'" else "“"), apostrophes(text))
    return text.replace("'", "’").replace('"', "”")


def spoken_date(date: str) -> str:
    """Return an EDTF date as the essay writes dates: '2 January 1965', 'January 1965', '1947–1954', 'undated'."""
    if "/" in date:
        return _spoken_interval(*date.split("/"))
    if "X" in date:
        return "undated"
    if date.endswith("~"):
        return f"about {spoken_date(date[:-1])}"
    year, *rest = date.split("-")
    month = month_name[int(rest[0])] + " " if rest else ""
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return day + month + year


def _spoken_interval(first: str, last: str) -> str:
    """Return '7–10 January 1953', '30 September – 1 October 1988' or '1947–1954': what both dates share is said once."""
    start, end = spoken_date(first).split(" "), spoken_date(last).split(" ")
    while len(start) > 1 and start[-1] == end[len(start) - 1] and len(start) == len(end[: len(start)]):
        start.pop()
    dash = " – " if len(start) > 1 else "–"
    return " ".join(start) + dash + " ".join(end)
