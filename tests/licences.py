"""Under what licence each locked Python package stands, as its own meta data say.

In: requirements.txt and tests/requirements.txt. Out: a `Package` each. A package that is locked for another system alone is not
installed, and has no meta data to ask. What its meta data leave out is entered by hand in `SEEN`, with the place where it was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from .tools import ROOT

LOCKS = ("requirements.txt", "tests/requirements.txt")
SEEN = {
    "axe-playwright-python": "MIT AND MPL-2.0"
}  # its licenses/LICENSE, and the head of the axe.min.js that it carries
"""Licence by package, where the meta data give none."""
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_LONGEST = 60  # characters: a `License` field that is longer holds the licence's text, not its name


@dataclass(frozen=True)
class Package:
    """A locked package. `licence` is empty when nobody says; `installed` is false for one of another system."""

    name: str
    version: str
    lock: str
    licence: str
    installed: bool


def packages() -> Iterator[Package]:
    """Yield what is locked, in order; what both files lock only once."""
    known: set[str] = set()
    for lock in LOCKS:
        for name, version in _LOCKED.findall((ROOT / lock).read_text(encoding="utf-8")):
            if name not in known:
                known.add(name)
                try:
                    found = distribution(name)
                except PackageNotFoundError:
                    yield Package(name, version, lock, "", installed=False)
                else:
                    yield Package(name, version, lock, licence(found) or SEEN.get(name, ""), installed=True)


def licence(found: Distribution) -> str:
    """Return the SPDX expression (PEP 639), else the classifiers, else a short `License` field, else nothing."""
    said = found.metadata.json
    if expression := said.get("license_expression"):
        return str(expression)
    classes = [line.split(" :: ")[-1] for line in said.get("classifier", ()) if line.startswith("License ::")]
    named = [name for name in classes if name != "OSI Approved"]
    field = str(said.get("license", ""))
    return "; ".join(named) or (field if len(field) <= _LONGEST and field.upper() != "UNKNOWN" else "")
