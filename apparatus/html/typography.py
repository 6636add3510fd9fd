"""Typography of what comes from the data; of the prose, Python-Markdown's smarty and markup/spaces.py."""

from __future__ import annotations

import re

_OPENING = re.compile(r"(^|[\s(\[{–—/‘“])(['\"])(?=\S)")


def curly(text: str) -> str:
    """Set straight quotation marks of the data as the prose sets them ('smarty' works on prose alone)."""
    text = _OPENING.sub(lambda m: m[1] + ("‘" if m[2] == "'" else "“"), text)
    return text.replace("'", "’").replace('"', "”")
