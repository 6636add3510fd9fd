"""`mkdocs serve` on a copy of the project."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from .project import QUIET
from .waiting import PATIENCE, free_port, until


class Preview:
    """A running preview, with its terminal in a file."""

    def __init__(self, project: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/"
        self.log = project / "terminal.txt"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=project, stdout=self.log.open("w"), stderr=subprocess.STDOUT, env=QUIET,
        )  # fmt: skip

    def wait(self, path: str, text: str, *, absent: bool = False) -> float:
        """Wait until a page has (or no longer has) `text`; return the seconds it took. Fails at once when the preview
        has ended.
        """
        start = time.monotonic()
        until(lambda: self._shows(path, text) is (not absent), lambda: f"{text!r} on {path!r}\n{self._said()}")
        return time.monotonic() - start

    def _shows(self, path: str, text: str) -> bool | None:
        answer = self.answer(path)
        return None if answer is None else text in answer

    def answer(self, path: str) -> str | None:
        """Return what is sent for a path, whether the page or that there is none, or None when nothing comes."""
        assert self.process.poll() is None, self._said()
        try:
            with urlopen(self.url + path, timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except HTTPError as error:
            return error.read().decode()
        except (URLError, ConnectionError, TimeoutError):
            return None

    def said(self) -> str:
        """Return all that stands in its terminal."""
        return self.log.read_text(encoding="utf-8")

    def _said(self) -> str:
        return self.said()[-3000:]

    def close(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(PATIENCE)
