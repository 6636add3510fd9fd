"""The ledger of visits agrees with the sources (C085), with itself (C086, C087); an archived address is another than the live one (C088).

A machine writes the ledger; what breaks these rules was made by hand, or by a merge that went wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..linkrot.ledger import DAYS, FAILURES, days_between
from ..problem import Problem, nearest
from ..project import Project
from ..record.models import Visit

_MEND = "Restore docs/data/links.yml, or remove the entry and run: make sources-check."


def check(project: Project) -> Iterator[Problem]:
    """Yield entries of the ledger that cannot be so, and archived addresses that are no copy."""
    file, sources = project.record.files["links"], project.record.files["sources"]
    for id, visit in project.record.visits.items():
        if sources.readable and id not in sources.ids:
            yield Problem(file.path, file.line(id), "C085", f"There is no source '{id}', whose address was visited.",
                          nearest(id, sources.ids) + "Mend the id, or remove the entry.")  # fmt: skip
        fault = _fault(visit)
        if fault:
            yield Problem(file.path, file.line(id, "status"), "C086", f"'{id}' is {visit.status}, but {fault}.", _MEND)  # fmt: skip
        for field, day in (("since", visit.since), ("seen", visit.seen)):
            if day and day > visit.checked:
                yield Problem(file.path, file.line(id, field), "C087",
                              f"'{id}': '{field}' ({day}) is later than the last visit ({visit.checked}).", _MEND)  # fmt: skip
    for id, source in project.record.sources.items():
        if source.url and source.custom.archive == source.url:
            yield Problem(sources.path, sources.line(id, "custom", "archive"), "C088",
                          f"The archived address of '{id}' is its live one.", "Give the address of the copy, or remove 'archive'.")  # fmt: skip


def _fault(visit: Visit) -> str:
    """Return why a status does not follow from what else stands in the entry, or nothing."""
    failed = bool(visit.since and visit.failures)
    if bool(visit.since) != bool(visit.failures):
        return "'since' and 'failures' do not stand together"
    if visit.status == "alive" and failed:
        return f"has failed since {visit.since}"
    if visit.status in ("failing", "dead") and not failed:
        return "no day is given on which it failed"
    if visit.status == "dead" and (
        visit.failures < FAILURES or days_between(str(visit.since), visit.checked) < min(DAYS.values())
    ):
        return f"that takes {FAILURES} failures over {min(DAYS.values())} days"
    return ""
