"""A round of visits to all addresses that are due. In goes the project, out comes its ledger, written after every visit.

One request at a time a host, with a pause between two; several hosts at once; the host with most sources first, for it takes longest. A round
that is stopped, killed or cut off has lost at most the visits that it was making: the next goes on with what is still due.

Silence is believed only when some page has answered after it, for a machine that has fallen off the network would bury every source at once. What
is still in doubt at the end is settled by asking pages that were there before; if they too are silent, the doubtful visits are not entered.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from ..checks import visits as sound
from ..checks.dates import today
from ..project import load_project
from ..record.models import Source, Visit
from ..record.yaml_source import read_yaml
from .answers import Answer
from .ledger import brought_forward, due, write_ledger
from .visiting import Limits, Visitor, turn_of

WITNESSES = 3
"""Pages known to answer that are asked whether our own line is there."""


def check_sources(root: Path, older: int = 6, limits: Limits | None = None) -> int:
    """Visit every source not visited for `older` days (so that a weekly schedule misses none).

    Returns 0; 1 when data are unsound, another round is running, the ledger cannot be written or our line seems to be down; 130 when stopped.
    Prints problems and the outcome; a progress bar goes to a terminal only.
    """
    project = load_project(root)
    problems = [*project.problems, *sound.check(project)]
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    try:
        with _alone(root / "docs" / "data"):
            return _round(root, project.record.sources, project.record.visits, older, limits or Limits())
    except BlockingIOError:
        print("Another round is running: nothing was visited.", file=sys.stderr)
    except OSError as error:
        print(f"The ledger could not be written: {error}. What was there is untouched.", file=sys.stderr)
    return 1


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a lock on a folder. Raises BlockingIOError when another process holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _round(root: Path, sources: Mapping[str, Source], before: Mapping[str, Visit], older: int, limits: Limits) -> int:
    now = today()
    visits = {id: visit for id, visit in before.items() if id in sources}
    waiting = due(sources, visits, now, older)
    entered: set[str] = set()

    def enter(address: str, answer: Answer) -> None:
        for id in waiting[address]:
            visits[id] = brought_forward(id, address, visits.get(id), answer, now)
        entered.add(address)
        write_ledger(root, visits.values())

    code = 0
    with click.progressbar(length=len(waiting), label="Visiting sources", show_pos=True, file=sys.stderr,
                           hidden=not sys.stderr.isatty()) as bar:  # fmt: skip
        visiting = _Round(limits, enter, lambda: bar.update(1), _there(before))
        try:
            asyncio.run(visiting.run(waiting, _agent(root)))
        except KeyboardInterrupt:
            code = 130
    for line in _outcome(sources, visits, entered, waiting):
        print(line)
    if visiting.doubtful and not code:
        print(
            f"No page was there after {len(visiting.doubtful)} that gave no answer, so these were not entered: is this machine on line?",
            file=sys.stderr,
        )
        return 1
    return code


class _Round:
    """The visits of one round; `enter` is called with each answer that is believed, `tick` after each visit.

    `there` has a page of each host that is known to answer, the latest last.
    """

    def __init__(
        self, limits: Limits, enter: Callable[[str, Answer], None], tick: Callable[[], None], there: dict[str, str]
    ) -> None:
        self._limits, self._enter, self._tick, self._there = limits, enter, tick, there
        self.doubtful: list[tuple[str, Answer]] = []

    async def run(self, addresses: Mapping[str, object], agent: str) -> None:
        queues: dict[str, list[str]] = {}
        for address in addresses:
            queues.setdefault(turn_of(address), []).append(address)
        places = asyncio.Semaphore(self._limits.hosts)
        async with Visitor(self._limits, agent) as visitor:
            longest_first = sorted(queues.values(), key=len, reverse=True)
            await asyncio.gather(*(self._host(visitor, queue, places) for queue in longest_first))
            for address in [*self._there.values()][: -WITNESSES - 1 : -1]:
                if self.doubtful and (await visitor.visit(address)).heard:
                    self._believe()

    async def _host(self, visitor: Visitor, queue: list[str], places: asyncio.Semaphore) -> None:
        async with places:
            for address in queue:
                answer = await visitor.visit(address)
                self._tick()
                if not answer.heard:
                    self.doubtful.append((address, answer))
                    continue
                self._believe()
                self._enter(address, answer)
                if answer.verdict == "alive":
                    self._there[turn_of(address)] = address
                if answer.wait > self._limits.longest_wait:
                    return  # the host asks for peace: the rest of its pages are for another day

    def _believe(self) -> None:
        doubtful, self.doubtful = self.doubtful, []
        for address, answer in doubtful:
            self._enter(address, answer)


def _there(visits: Mapping[str, Visit]) -> dict[str, str]:
    """Return an address of each host that answered when it was last visited, the latest last."""
    alive = sorted((visit for visit in visits.values() if visit.status == "alive"), key=lambda visit: visit.checked)
    return {turn_of(visit.address): visit.address for visit in alive}


def _agent(root: Path) -> str:
    """Return the User-Agent: what we are, for which site, and where that is, so that a host can ask or block us."""
    config = read_yaml(root / "mkdocs.yml").value or {}
    place = os.environ.get("SITE_URL", "")
    parts = (str(config.get("site_name", "")), "a check that its sources are still there", place and f"+{place}")
    about = "; ".join(part for part in parts if part).encode("ascii", "ignore").decode()
    return f"sources-check/1.0 ({' '.join(about.split())})"


def _outcome(
    sources: Mapping[str, Source], visits: Mapping[str, Visit], entered: set[str], waiting: Mapping[str, list[str]]
) -> Iterator[str]:
    """Yield a line for each source that was not found, and how many there are of each sort."""
    for id, visit in sorted(visits.items()):
        if visit.address in entered and visit.status != "alive":
            copy = "" if sources[id].custom.archive or visit.status != "dead" else " (no archived copy)"
            since = f" since {visit.since}" if visit.since else ""
            yield f"{visit.status:<11} {id}: {visit.answer}{since}{copy} {visit.address}"
    counted = Counter(visit.status for visit in visits.values())
    every = ", ".join(f"{counted[status]} {status}" for status in ("alive", "failing", "dead", "unverified"))
    yield f"{len(entered)} of {len(waiting)} addresses that were due have been visited. All sources: {every}."
