"""The ledger of visits, docs/data/links.yml: read, brought forward after each visit, and written whole or not at all.

It is a file of its own because a machine writes it; docs/data/sources.yml stays in the hands of its writers. A source keeps its id there, and
the address that was visited, so that a mended address begins anew.

A source is called dead only when it has failed on three days, two weeks apart from first to last: one night's outage, a
forgotten renewal of a name or a move between hosts is over by then, and a weekly schedule needs no more to notice. Where nobody answers, rather than the
host saying that the page is gone, it takes sixty days, because a firewall may shut out our machine alone and a wrong 'dead' takes a
living page from the reader. Only a page that answers clears what has failed; what a machine cannot judge changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ..record.models import Source, Visit
from .answers import Answer, Verdict

LEDGER = "docs/data/links.yml"
FAILURES = 3
DAYS: Mapping[Verdict, int] = {"gone": 14, "silent": 60}
"""The days from the first failure to the last after which a source is dead, by the last verdict."""
_HEAD = """\
# yaml-language-server: $schema=../../apparatus/schemas/links.json
# What the last visit to each source's address found. Written by 'make sources-check', never by hand.
"""


def days_between(first: str, last: str) -> int:
    """Return the days from one day to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def due(sources: Mapping[str, Source], visits: Mapping[str, Visit], today: str, older: int) -> dict[str, list[str]]:
    """Return the addresses last visited `older` days ago or more, or never, each with the ids of its sources, longest ago first."""
    last: dict[str, str] = {}
    ids: dict[str, list[str]] = {}
    for id, source in sources.items():
        if source.url:
            visit = visits.get(id)
            known = visit.checked if visit and visit.address == source.url else ""
            last[source.url] = min(last.get(source.url, known), known)
            ids.setdefault(source.url, []).append(id)
    waiting = [url for url, day in last.items() if not day or not 0 <= days_between(day, today) < older]
    return {url: ids[url] for url in sorted(waiting, key=lambda url: last[url])}


def brought_forward(id: str, address: str, before: Visit | None, answer: Answer, today: str) -> Visit:
    """Return the entry of a source after a visit; `before` is the one it had."""
    before = before if before and before.address == address else None
    entry: dict[str, Any] = {
        "id": id, "address": address, "checked": today, "answer": answer.words, "final": answer.final,
    }  # fmt: skip
    if answer.verdict == "alive":
        return Visit(**entry, status="alive", seen=today)
    seen, since, failures = (before.seen, before.since, before.failures) if before else (None, None, 0)
    was_dead = before is not None and before.status == "dead"
    if answer.verdict == "unverified":
        status = "dead" if was_dead else "unverified"
        return Visit(**entry, status=status, seen=seen, since=since, failures=failures)
    since = since or today
    failures += not failures or before is None or before.checked != today
    dead = was_dead or (failures >= FAILURES and days_between(since, today) >= DAYS[answer.verdict])
    return Visit(**entry, status="dead" if dead else "failing", seen=seen, since=since, failures=failures)


def write_ledger(root: Path, visits: Iterable[Visit]) -> None:
    """Write the ledger in order of ids: a new file that takes the old one's place, so that a kill leaves one or the other."""
    entries = [visit.model_dump(exclude_none=True, exclude_defaults=True) for visit in visits]
    entries.sort(key=lambda entry: str(entry["id"]))
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    path = root / LEDGER
    fresh = path.with_name(f".{path.name}-new")
    try:
        with fresh.open("w", encoding="utf-8") as file:
            file.write(_HEAD)
            yaml.dump(entries, file, Dumper=dumper, sort_keys=False, allow_unicode=True, width=1_000)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
