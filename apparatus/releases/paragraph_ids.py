"""Give addresses to blocks that have none, and enter the given ones in the register. Neither ever changes
an old one.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..essay.page import Page
from ..project import Project, load_project
from ..record.yaml_source import read_yaml

REGISTER = "docs/data/published.yml"
_FIRST = "bcdfghjkmnpqrstvwxz"
_LATER = _FIRST + "0123456789"


@dataclass(frozen=True)
class Register:
    """What has been published: the page of each id, and how many sources there were."""

    pages: Mapping[str, str] = field(default_factory=dict)
    sources: int = 0


def read_register(root: Path) -> Register:
    """Read the register. Raises YamlError; a missing file is an empty register."""
    if not (root / REGISTER).is_file():
        return Register()
    value = read_yaml(root / REGISTER).value or {}
    pages = {id: page for page, ids in (value.get("passages") or {}).items() for id in str(ids).split()}
    return Register(pages, int(value.get("sources", 0)))


def give_ids(root: Path) -> int:
    """Write an address after each block of the essay without one; return how many were written.

    A section with a problem is left alone: where its blocks begin and end is not sure until it is mended.
    """
    project = load_project(root)
    taken = set(project.passages) | set(read_register(root).pages) | {id for id, _ in project.last_releases}
    taken |= {id for page in project.pages.values() for id, _ in page.anchors} | set(project.record.retired)
    return sum(_give(project, page, taken) for page in project.sections if not page.problems)


def _give(project: Project, page: Page, taken: set[str]) -> int:
    """Write the addresses of one page, line by line, so that the file keeps its other bytes: its mark of order, and the
    way in which its lines end.
    """
    path = project.root / "docs" / page.path
    lines = path.read_bytes().decode("utf-8").split("\n")
    without = [passage for passage in page.passages if not passage.id]
    for passage in reversed(without):
        last, id = lines[passage.last - 1], _new(taken)
        end = "\r" if last.endswith("\r") else ""
        if (
            passage.tag == "p" and re.match(r"[ ]{0,3}\{:?[ ]", last) and passage.last > passage.line
        ):  # it has a class, or a language
            lines[passage.last - 1] = re.sub(r"\{:?[ ]*", f"{{: #{id} ", last, count=1)
        else:
            address = [f"{{: #{id} }}"] if passage.tag == "p" else ["", f"{{: #{id} }}"]
            lines[passage.last : passage.last] = [line + end for line in address]
    if without:
        path.write_bytes("\n".join(lines).encode("utf-8"))
    return len(without)


def _new(taken: set[str]) -> str:
    while True:
        id = secrets.choice(_FIRST) + "".join(secrets.choice(_LATER) for _ in range(3))
        if id not in taken:
            taken.add(id)
            return id


def enter(root: Path) -> None:
    """Add the present addresses and the number of sources to the register."""
    project, register = load_project(root), read_register(root)
    pages = dict(register.pages) | {id: page.path for id, page in project.passages.items() if page.is_section}
    lines = ["# What has been published. Written by 'make release'; it only grows.",
             f"sources: {max(register.sources, len(project.record.sources))}", "passages:"]  # fmt: skip
    for path in sorted(set(pages.values())):
        lines.append(f"  {path}: {' '.join(sorted(id for id, page in pages.items() if page == path))}")
    (root / REGISTER).write_text("\n".join(lines) + "\n", encoding="utf-8")
