"""Atomic replacement: put a finished build in the place of the old one, whole or not at all, whenever the machine may
stop.

The build goes into a folder beside the site. When it is whole the two folders change names in one step of the kernel:
renameat2 with RENAME_EXCHANGE on Linux, renamex_np with RENAME_SWAP on macOS. Where neither is to be had (a file system
of a network, another system) two renames do it, and between them there is an instant in which a kill would leave the
site under its other name, `.site-old`; the next build then puts it back.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

AT_FDCWD = -100  # Linux, <fcntl.h>: paths are taken from the working directory
RENAME_EXCHANGE = 2  # Linux, <linux/fs.h>
RENAME_SWAP = 2  # macOS, <sys/stdio.h>


def swap_in(site: Path, build: Callable[[Path], None]) -> None:
    """Call `build` with an empty folder beside `site`; when it returns, that folder becomes `site`.

    Whatever `build` raises passes through, and `site` stays as it was. A second build of the same site waits for the
    first. What a build that was killed left behind is removed by the next. A site is for everybody to read, whatever
    the umask of whoever builds it: a web server is another user.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    old = site.with_name(f".{site.name}-old")
    with _locked(site.parent), _readable_by_all():
        if old.exists() and not site.exists():
            old.rename(site)
        for left in (old, *site.parent.glob(f".{site.name}-new-*")):
            shutil.rmtree(left, ignore_errors=True)
        fresh = Path(mkdtemp(prefix=f".{site.name}-new-", dir=site.parent))
        try:
            build(fresh)
            fresh.chmod(0o755)
            _replace(site, fresh, old)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system lets go when the process ends, however it ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _readable_by_all() -> Iterator[None]:
    """Make files 0644 and folders 0755, in this process and in those that it starts."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def _replace(site: Path, fresh: Path, old: Path) -> None:
    """Make `fresh` the site. What was there is left under the name of `fresh`, or removed."""
    if not site.exists():
        fresh.rename(site)
    elif not _exchange(site, fresh):
        site.rename(old)
        try:
            fresh.rename(site)
        except OSError:
            old.rename(site)
            raise
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names at once; return whether the system could."""
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one.resolve()), os.fsencode(other.resolve())
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return bool(library.renamex_np(*names, RENAME_SWAP) == 0)
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0)
    return False
