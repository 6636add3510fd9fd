"""How far a long piece of work is: whoever does it calls a `Tell`, whoever shows it supplies one."""

from __future__ import annotations

from typing import Protocol


class Tell(Protocol):
    """Called with what is being done and, where that is known, how many steps of how many are."""

    def __call__(self, what: str, done: int = 0, total: int = 0) -> None: ...


def untold(what: str, done: int = 0, total: int = 0) -> None:
    """Tell nobody."""
