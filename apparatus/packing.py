"""The stylesheet and the script as they are published: without comments and indentation, under a name that changes with what is in them.

What stands in overrides/ is written to be read; a reader on a metered line need not pay for that (2.4 kB of 11.7 compressed), and a name with a hash
lets a host tell browsers to keep the file for a year. rcssmin and rjsmin only take out what is between the words.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

from rcssmin import cssmin
from rjsmin import jsmin

PACKED = {"assets/stylesheets/essay.css": cssmin, "assets/scripts/essay.js": jsmin}
"""What every page loads, by its path in overrides/, and what shortens it."""
HASH_LENGTH = 8  # hexadecimal digits; hosting/ and overrides/_headers know names of this form


def pack(path: str, text: str) -> tuple[str, str]:
    """Return the name under which `path` is published and its shortened text: 'essay.css' becomes 'essay.1f0c22ab.css'."""
    short = PACKED[path](text)
    name = PurePosixPath(path)
    mark = hashlib.sha256(short.encode()).hexdigest()[:HASH_LENGTH]
    return str(name.with_name(f"{name.stem}.{mark}{name.suffix}")), short
