"""What we build and test with: the licence of each direct requirement is said and true, and none asks of readers what
ours do not.
"""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distribution, distributions

import pytest

from .support.project import ROOT

REFUSED = re.compile(r"affero|agpl|sspl|commons clause|proprietary|non-?commercial", re.IGNORECASE)
LINE = re.compile(r"^([\w.-]+)==\S+ +# ([A-Z][A-Za-z]+)", re.MULTILINE)
DIRECT = [
    found
    for name in ("requirements.in", "tests/requirements.in")
    for found in LINE.findall((ROOT / name).read_text("utf-8"))
]


def licence(package: Distribution) -> str:
    """What a package's own meta data say of its licence: the SPDX expression, the field, the classifiers."""
    said = package.metadata.json
    classes = [line for line in said.get("classifier", ()) if line.startswith("License ::")]
    return " ".join(map(str, (said.get("license_expression", ""), str(said.get("license", ""))[:60], *classes)))


@pytest.mark.parametrize(("name", "said"), DIRECT)
def test_a_direct_requirement_has_the_licence_that_is_said(name: str, said: str) -> None:
    own = licence(distribution(name))
    assert said in own or (said.startswith("MPL") and "Mozilla" in own) or not own.strip()


def test_every_direct_requirement_says_its_licence_and_none_is_refused() -> None:
    pinned = "".join((ROOT / name).read_text("utf-8") for name in ("requirements.in", "tests/requirements.in")).count(
        "=="
    )
    assert len(DIRECT) == pinned >= 30
    assert [package.name for package in distributions() if REFUSED.search(licence(package))] == []
