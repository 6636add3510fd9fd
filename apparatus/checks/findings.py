"""Findings are borne out: sources (C024, C025), length (C034); the accused have an outcome (C027); events a passage
(C028).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..problem import Problem, nearest
from ..project import Project
from ..record.findings import FINDINGS

LONGEST_RECORD = 90
"""English words in which a claim's entry says what the record shows: it has to fit a phone's screen."""


def check(project: Project) -> Iterator[Problem]:
    """Yield claims, people and events that are not borne out."""
    file = project.record.files["claims"]
    for id, claim in project.record.claims.items():
        needs = FINDINGS[claim.finding].needs if claim.finding else ()
        if "for" in needs and not claim.sources_for:
            yield Problem(file.path, file.line(id, "finding"), "C024", f"Claim '{id}' is called {claim.finding} without a source.",
                          "Name its sources under 'for', or call it unsupported.")  # fmt: skip
        if "against" in needs and not claim.sources_against:
            yield Problem(file.path, file.line(id, "finding"), "C025", f"Claim '{id}' is called {claim.finding}, with sources on one side only.",
                          "Name those on the other under 'against'.")  # fmt: skip
        words, most = len((claim.shows or "").split()), round(LONGEST_RECORD * project.words().at("reading.length"))
        if words > most:
            yield Problem(file.path, file.line(id, "shows"), "C034", f"Claim '{id}' says in {words} words what the record shows.",
                          f"{most} are the most.")  # fmt: skip
    contract = project.settings.contract
    if len(project.sections) >= contract.sections and file.readable:
        for id in contract.ids:
            if id not in file.ids:
                yield Problem(
                    file.path, 1, "C019", f"The claim '{id}' is missing.",
                    "mkdocs.yml (extra.contract) asks for it: describe it, and mark the sentence that makes it.",
                )  # fmt: skip
    people = project.record.files["people"]
    for id, person in project.record.people.items():
        if person.accused and not person.cases:
            yield Problem(people.path, people.line(id, "accused"), "C027", f"Person '{id}' is accused, and no outcome is given.",
                          "Describe each case under 'cases', with its present outcome.")  # fmt: skip
    for name, what in (("events", "told"), ("corrections", "made")):
        file = project.record.files[name]
        for id, entry in file.entries.items():
            if entry.passage not in project.passages:
                yield Problem(
                    file.path, file.line(id, "passage"), "C028",
                    f"{type(entry).__name__} '{id}' is {what} in '{entry.passage}', which is no passage.",
                    nearest(entry.passage, project.passages) + "Use the id of the paragraph.",
                )  # fmt: skip
