"""The workflows of the host: they run what anybody can run, with no more rights than each job needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from .support.project import ROOT

FOLDER = ROOT / ".github/workflows"
WORKFLOWS = sorted(path.name for path in FOLDER.glob("*.yml"))
RUN = {
    "publish.yml": ["make test", "make books"],
    "dead-links.yml": ["make dead-links ISSUE=--issue"],
    "supply.yml": ["make supply"],
}
"""What each runs; beyond it only git and gh, to hand on what was made, and apt-get, for the libraries that the guide
for publishing names.
"""
WRITES = {
    ("publish.yml", "deploy"): {"pages", "id-token"},
    ("dead-links.yml", "visit"): {"issues"},
}


def jobs(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))["jobs"])


def steps(name: str) -> Iterator[dict[str, Any]]:
    for job in jobs(name).values():
        yield from job["steps"]


def test_every_workflow_is_described() -> None:
    assert set(WORKFLOWS) == set(RUN)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_runs_what_anybody_runs(name: str) -> None:
    commands = [line for step in steps(name) for line in step.get("run", "").splitlines()]
    assert [line for line in commands if not line.startswith(("git ", "gh ", "sudo apt-get install "))] == RUN[name]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {command.removeprefix("make ").split()[0] for command in RUN[name]} <= targets


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_has_no_more_rights_than_its_jobs_need(name: str) -> None:
    whole = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    assert whole["permissions"] == {}
    for job, made in jobs(name).items():
        assert {right for right, how in made["permissions"].items() if how == "write"} == WRITES.get((name, job), set())
        assert made["timeout-minutes"]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_uses_the_hosts_own_actions_alone(name: str) -> None:
    used = [step["uses"] for step in steps(name) if "uses" in step]
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", action)] == []


EVENTS = [
    ("push", "refs/heads/main"),
    ("push", "refs/heads/other"),
    ("pull_request", "refs/pull/1/merge"),
    ("pull_request", "refs/heads/main"),
]


def runs(condition: str, event: str, ref: str) -> bool:
    """Return whether a job with this condition runs, as the host reads it: names, strings, ==, !=, && and ||."""
    asked = condition.replace("github.event_name", repr(event)).replace("github.ref", repr(ref))
    assert re.fullmatch(r"(?:'[\w/]*'|[=!]=|&&|\|\||\s)+", asked), condition
    return bool(eval(asked.replace("&&", " and ").replace("||", " or ")))


def test_what_comes_from_outside_is_tested_and_not_published() -> None:
    assert [event for event in EVENTS if runs(jobs("publish.yml")["build"]["if"], *event)] == [
        ("push", "refs/heads/main")
    ]
    assert jobs("publish.yml")["deploy"]["needs"] == "build"
    assert jobs("publish.yml")["build"]["needs"] == "test"
