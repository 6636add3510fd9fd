"""Typography of what comes from the data: its quotation marks. Of the prose, Python-Markdown's smarty and
markup/spaces.py.
"""

from __future__ import annotations

import re

from ..record.bibliography import APOSTROPHE as APOSTROPHE
from ..record.bibliography import apostrophes

_OPENING = re.compile(r"(^|[\s(\[{–—/‘“])(['\"])(?=\S)")


def curly(text: str) -> str:
    """Set straight quotation marks of the data as the prose sets them ('smarty' works on prose alone)."""
    text = _OPENING.sub(lambda m: m[1] + ("‘" if m[2] == "'" else "“"), apostrophes(text))
    return text.replace("'", "’").replace('"', "”")
