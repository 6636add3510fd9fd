"""The findings that a claim can have: the one table from which data, checks, pages, books and search take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..words import Words

_RING = "M8 1a7 7 0 1 0 .01 0z"
_HOLE = "M8 2.6a5.4 5.4 0 1 1-.01 0z"


@dataclass(frozen=True)
class Finding:
    """What the record shows of a claim.

    `name` is what claims.yml and the pages say. `path` is its shape, in a square of sixteen units (SVG, filled by the
    even-odd rule), so that colour never tells alone. `needs` are the sides on which sources have to be named. `given`
    is false for what stands where there is no finding.
    """

    name: str
    path: str
    needs: tuple[str, ...] = ()
    given: bool = True

    @property
    def css(self) -> str:
        """The name as a class and as the value of a radio button: 'partly-right'."""
        return self.name.replace(" ", "-")


FINDINGS: Mapping[str, Finding] = {
    one.name: one
    for one in (
        Finding("documented", _RING, needs=("for",)),
        Finding("supported", f"{_RING}M8 2.6V8h5.4A5.4 5.4 0 0 0 8 2.6z", needs=("for",)),
        Finding("partly right", f"{_RING}M8 2.6v10.8A5.4 5.4 0 0 0 8 2.6z", needs=("for",)),
        Finding(
            "disputed",
            f"{_RING}M8 2.6V8h5.4A5.4 5.4 0 0 0 8 2.6zM8 13.4V8H2.6A5.4 5.4 0 0 0 8 13.4z",
            needs=("for", "against"),
        ),
        Finding("cannot be tested", f"{_RING}{_HOLE}M4.6 7.2h6.8v1.6H4.6z"),
        Finding("unsupported", f"{_RING}{_HOLE}"),
        Finding("contradicted", "M3 1.6 8 6.6l5-5L14.4 3l-5 5 5 5L13 14.4l-5-5-5 5L1.6 13l5-5-5-5z"),
        Finding("judgement", "M8 .6 15.4 8 8 15.4.6 8zM8 3.2 3.2 8 8 12.8 12.8 8z", given=False),
    )
}
"""In the order in which they are listed. Full, three quarters, half, two quarters, a bar, empty, crossed, a lozenge."""


def told(kind: str, finding: str | None, words: Words) -> str:
    """Return what a claim is and what was found of it, in words: 'fact, supported'; a judgement has no finding."""
    said = words(f"claim.kinds.{kind}")
    return words("claim.found", kind=said, finding=words(f"claim.findings.{finding}")) if finding else said
