"""Dates in the data are not in the future (C026). Their form is checked on reading (C003)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime

from ..problem import Problem
from ..project import Project

_FIELDS = ("issued", "accessed", "as_of", "date", "born", "died", "checked")


def today() -> str:
    """Return today's date, or the one that SOURCE_DATE_EPOCH names
    (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(int(epoch), UTC).date() if epoch else date.today()).isoformat()


def check(project: Project) -> Iterator[Problem]:
    """Yield each date of the data that is later than today."""
    now = today()
    for file in project.record.files.values():
        for id, entry in file.entries.items():
            dated = [(field, vars(entry).get(field)) for field in _FIELDS]
            dated += [(f"cases.{i}", case.as_of) for i, case in enumerate(vars(entry).get("cases", ()))]
            for field, value in dated:
                last = (value or "").split("/")[-1].rstrip("~")
                if last and "X" not in last and last > now[: len(last)]:
                    place: tuple[str | int, ...] = ("cases", int(field[6:])) if field.startswith("cases.") else (field,)
                    what = f"'{id}' has a date in the future: {last}."
                    yield Problem(file.path, file.line(id, *place), "C026", what, f"Today is {now}.")
