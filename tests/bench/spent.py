"""What a command takes: time, processor and memory, in a fresh process on two processors.

Memory is the most that the command and all its children held together, asked for twenty times a second where the system
says so (/proc); elsewhere that of the largest of them, which counts what started it, too. What Python compiles of us it
may keep, as it does wherever we are installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from ..support.project import QUIET, ROOT

PROCESSORS = 2
EVERY = 0.05  # seconds between two looks at the memory
ENVIRONMENT = {name: value for name, value in QUIET.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Spent:
    """Seconds from beginning to end, seconds of the processor, megabytes at the peak."""

    seconds: float
    processor: float
    memory: float


def spent(command: Sequence[str]) -> Spent:
    """Run a command in a session of its own. Raises CalledProcessError when it fails."""
    start = time.monotonic()
    running = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, start_new_session=True, stdout=subprocess.DEVNULL)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(running.pid, sorted(os.sched_getaffinity(0))[:PROCESSORS])
    most = 0
    while not (ended := os.wait4(running.pid, os.WNOHANG))[0]:
        most = max(most, sum(_held(running.pid)))
        time.sleep(EVERY)
    seconds, used = time.monotonic() - start, ended[2]
    running.returncode = os.waitstatus_to_exitcode(ended[1])
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss: getrusage(2) of either system
    return Spent(seconds, used.ru_utime + used.ru_stime, (most or used.ru_maxrss * unit) / 1e6)


def medians(runs: Sequence[Spent]) -> Spent:
    """Return the median of each figure."""
    return Spent(*(median(getattr(run, name) for run in runs) for name in ("seconds", "processor", "memory")))


def ranged(figures: Sequence[float], digits: int = 2) -> str:
    """Return the median of figures with their range: '2.31 (2.20–2.52)'."""
    told = (median(figures), min(figures), max(figures))
    return "{} ({}–{})".format(*(f"{figure:.{digits}f}" for figure in told))


def _held(session: int) -> Iterator[int]:
    """Yield the bytes of memory that each process of a session holds now: proc_pid_stat(5), fields 6 and 24."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            said = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if int(said[3]) == session:
            yield int(said[21]) * os.sysconf("SC_PAGE_SIZE")
