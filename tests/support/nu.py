"""The Nu HTML checker (https://validator.github.io/validator/), on the files of a site."""

from __future__ import annotations

import subprocess
from pathlib import Path

from .tools import checker, java


def nu(site: Path) -> str:
    """Return what the checker has to say against the pages of a site; nothing when all is well."""
    found = subprocess.run(
        [java(), "-jar", str(checker()), "--skip-non-html", "--stdout", "--format", "gnu",
         # A file has no host of its own; and the checker's CSS is that of some years ago.
         "--filterpattern", ".*violates Content Security Policy.*|CSS: .*",
         str(site)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return found.stdout
