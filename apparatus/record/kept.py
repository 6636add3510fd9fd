"""What has been made before, kept on disk: formatted references, drawings, converted pages, the
essay on one page.

In: the root of a project, the name of what is made, and the key of what it is made from: `key_of` takes that itself,
and the code that makes it. Out: the bytes that were kept for this name, if they were made from the same; else None, and
what is made now takes their place.

Each name is a file in .cache/kept/, which begins with the SHA-256 of its key and its content. So a file that was
damaged, cut off or written by somebody else is none, whatever it holds, and nothing is ever asked whether it is old.
Files are written whole beside their place and then renamed: two builds may run at once. The folder may be removed at
any moment; a disk that takes nothing keeps nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

FOLDER = ".cache/kept"
_CODE = (".py", ".yml")


def key_of(made_from: Iterable[str | bytes], code: tuple[Path, ...]) -> bytes:
    """Return the key of a thing: the digest of what it is made from, part by part, and of the code that makes it, files
    and folders.
    """
    digest = sha256(_made_by(code))
    for part in made_from:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.digest()


@lru_cache
def _made_by(code: tuple[Path, ...]) -> bytes:
    """Return the digest of code, and of what is installed: the names of those folders tell every library and its
    version.
    """
    files = [file for path in code for file in ([path] if path.is_file() else sorted(_files(path)))]
    libraries = {found.name for path in set(sys.path) for found in Path(path).glob("*.dist-info")}
    told = [sys.version, *sorted(libraries), *(file.read_text(encoding="utf-8") for file in files)]
    return sha256("\0".join(told).encode()).digest()


def _files(folder: Path) -> Iterator[Path]:
    return (file for suffix in _CODE for file in folder.rglob(f"*{suffix}"))


def read(root: Path, name: str, key: bytes) -> bytes | None:
    """Return what was kept under `name`, if it was made from what `key` stands for."""
    try:
        raw = _file(root, name).read_bytes()
    except OSError:
        return None
    mark, content = raw[: sha256().digest_size], raw[sha256().digest_size :]
    return content if mark == _mark(key, content) else None


def write(root: Path, name: str, key: bytes, content: bytes) -> None:
    """Keep `content` under `name`, in the place of what was kept there before."""
    path = _file(root, name)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("wb", dir=path.parent, prefix=".", delete=False) as file:
            beside = Path(file.name)
        try:
            beside.write_bytes(_mark(key, content) + content)
            beside.replace(path)
        except OSError:
            beside.unlink()


def kept(root: Path, name: str, key: bytes, make: Callable[[], bytes]) -> bytes:
    """Return what was kept, or what `make` makes now, which is kept then. What `make` raises passes through."""
    content = read(root, name, key)
    if content is None:
        content = make()
        write(root, name, key, content)
    return content


def _mark(key: bytes, content: bytes) -> bytes:
    return sha256(key + content).digest()


def _file(root: Path, name: str) -> Path:
    return root / FOLDER / sha256(name.encode()).hexdigest()[:24]
