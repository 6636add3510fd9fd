"""Put a finished build in the place of the old one, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp


def publish(site: Path, build: Callable[[Path], None]) -> None:
    """Call `build` with an empty folder beside `site`; when it returns, that folder becomes `site`.

    Whatever `build` raises passes through, and `site` stays as it was.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(mkdtemp(prefix=f".{site.name}-new-", dir=site.parent))
    try:
        build(fresh)
        fresh.chmod(0o755)
        _replace(fresh, site)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _replace(fresh: Path, site: Path) -> None:
    """Move `fresh` to `site`. The old folder is moved aside first, and back if the second move fails."""
    if not site.exists():
        fresh.rename(site)
        return
    old = site.with_name(f".{site.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    site.rename(old)
    try:
        fresh.rename(site)
    except OSError:
        old.rename(site)
        raise
    shutil.rmtree(old)
