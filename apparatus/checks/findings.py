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
            what = f"Claim '{id}' is called {claim.finding} without a source."
            mend = "Name its sources under 'for', or call it unsupported."
            yield Problem(file.path, file.line(id, "finding"), "C024", what, mend)
        if "against" in needs and not claim.sources_against:
            what = f"Claim '{id}' is called {claim.finding}, with sources on one side only."
            yield Problem(file.path, file.line(id, "finding"), "C025", what, "Name those on the other under 'against'.")
        words, most = len((claim.shows or "").split()), round(LONGEST_RECORD * project.words.at("reading.length"))
        if words > most:
            what = f"Claim '{id}' says in {words} words what the record shows."
            yield Problem(file.path, file.line(id, "shows"), "C034", what, f"{most} are the most.")
    contract = project.settings.contract
    if len(project.sections) >= contract.sections and file.readable:
        for id in contract.ids:
            if id not in file.ids:
                mend = "mkdocs.yml (extra.contract) asks for it: describe it, and mark the sentence that makes it."
                yield Problem(file.path, 1, "C019", f"The claim '{id}' is missing.", mend)
    people = project.record.files["people"]
    for id, person in project.record.people.items():
        if person.accused and not person.cases:
            what = f"Person '{id}' is accused, and no outcome is given."
            mend = "Describe each case under 'cases', with its present outcome."
            yield Problem(people.path, people.line(id, "accused"), "C027", what, mend)
    for name, done in (("events", "told"), ("corrections", "made")):
        file = project.record.files[name]
        for id, entry in file.entries.items():
            if entry.passage not in project.passages:
                what = f"{type(entry).__name__} '{id}' is {done} in '{entry.passage}', which is no passage."
                mend = nearest(entry.passage, project.passages) + "Use the id of the paragraph."
                yield Problem(file.path, file.line(id, "passage"), "C028", what, mend)
