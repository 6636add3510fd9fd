"""Writing several files of a project, all of them or none.

A command works on a copy of mkdocs.yml, CITATION.cff and docs/. When it is done and finds the copy sound, what differs
takes the place of the originals; when it refuses, fails or is interrupted, nothing has been touched. All new contents
are on the disk before the first file is replaced, so that a full disk changes nothing either; a file that cannot be
replaced puts back those before it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from ..metadata.citation_cff import FILE
from ..record.settings import CONFIGURATION
from .console import Refused

STAGED = (CONFIGURATION, FILE, "docs")


@contextmanager
def staged(root: Path) -> Iterator[Path]:
    """Yield a copy of the project; when the block ends without an exception, its changes are made in the project.

    Raises Refused, with every file as it was, when one of the changed files was saved by somebody else meanwhile, or
    cannot be written.
    """
    with TemporaryDirectory(prefix="apparatus-") as folder:
        copy = Path(folder)
        shutil.copytree(root / "docs", copy / "docs")
        for file in (root / CONFIGURATION, root / FILE):
            if file.exists():  # the second is written by the first release
                shutil.copy2(file, copy / file.name)
        before = _contents(copy)
        yield copy
        after = _contents(copy)
        changed = {path: after.get(path) for path in before | after if before.get(path) != after.get(path)}
        for path in changed:
            if _content(root / path) != before.get(path):
                raise Refused(f"{path} was changed meanwhile. Nothing was written: run the command again.")
        replace_files(root, changed)


def replace_files(root: Path, contents: Mapping[str, bytes | None]) -> None:
    """Give each file under `root` its new content, or remove it where that is None. Raises Refused, with nothing
    changed.
    """
    kept = {root / path: _content(root / path) for path in contents}
    folders: list[Path] = []
    replaced: list[Path] = []
    try:
        for name, content in contents.items():
            if content is not None:
                folders += _make_folders(root / name)
                _write_beside(root / name, content)
        for name, content in contents.items():
            path = root / name
            path.unlink() if content is None else _beside(path).replace(path)
            replaced.append(path)
    except BaseException as error:
        for path in replaced:
            _put_back(path, kept[path])
        for left in (*map(_beside, kept), *reversed(folders)):
            with suppress(OSError):
                left.rmdir() if left in folders else left.unlink()
        if isinstance(error, OSError):
            told = f"{error.filename or root} could not be written: {error.strerror}."
            raise Refused(f"{told} Nothing was changed.") from error
        raise


def _contents(root: Path) -> dict[str, bytes]:
    files = [file for top in STAGED for file in (root / top, *(root / top).rglob("*")) if file.is_file()]
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _make_folders(path: Path) -> list[Path]:
    """Make the folders that are missing on the way to `path`; return them."""
    missing = [folder for folder in reversed(path.parents) if not folder.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    return missing


def _write_beside(path: Path, content: bytes) -> None:
    _beside(path).write_bytes(content)
    if path.exists():
        shutil.copymode(path, _beside(path))


def _put_back(path: Path, content: bytes | None) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True) if content is None else path.write_bytes(content)
