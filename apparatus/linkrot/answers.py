"""What a visit to an address can come to.

Four verdicts: `alive`; `gone`, the host says so (404, 410) or has no name any more; `silent`, nobody answered, or with a fault of the
server; `unverified`, somebody answers whom a machine cannot judge: a wall against robots (401, 403, 429), a certificate that is not valid, redirects
in a circle, a page that calls itself 'not found', a front page. Readers may well get further, so it is never held against the source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["alive", "gone", "silent", "unverified"]


@dataclass(frozen=True)
class Answer:
    """What came of a visit. `final` is where redirects led, if elsewhere; `wait` the seconds that the host asks to be left alone.

    `heard` is false when no answer came at all: then the fault may be our own line's. `settled` means that GET would tell no more.
    """

    verdict: Verdict
    words: str
    final: str | None = None
    wait: float = 0
    heard: bool = True
    settled: bool = False
