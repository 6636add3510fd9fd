"""Write supply/: what this project is made of and with, under what licences, and which known faults it has.

In: the two locks, and the packages from npm that tests/tools.py names. Out: supply/bom-build.json and supply/bom-tests.json, bills of materials (CycloneDX, by
cyclonedx-py) with every hash that we accept; supply/licences.md; supply/README.md, the audits by pip-audit and npm.

The audits ask PyPI and npm on line. What could not be asked is told as that, and never as "no faults": on a machine that reaches a mirror
alone, that is everything. The tools live in an environment of their own in .cache/, so that nothing is added to what we lock.

Returns 1 when a fault is known, so that the weekly job (.github/workflows/supply.yml) fails and somebody hears of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .licences import LOCKS, packages
from .tools import ACE, CACHE, ROOT, TEXTLINT, VNU

FOLDER = ROOT / "supply"
CYCLONEDX, PIP_AUDIT = "cyclonedx-bom==7.5.0", "pip-audit==2.10.1"
BOMS = dict(zip(LOCKS, ("bom-build.json", "bom-tests.json"), strict=True))
FROM_NPM = (VNU, *TEXTLINT, ACE)


@dataclass(frozen=True)
class Audit:
    """What a database answered: how many packages there are, how many it was asked of, and the faults, a sentence each."""

    by: str
    packages: int
    asked: int
    faults: tuple[str, ...]

    def __str__(self) -> str:
        found = f"{len(self.faults)} known faults" if self.asked else "not known: no answer was to be had from here"
        return f"| {self.by} | {self.packages} | {self.asked} | {found} |"


def main() -> int:
    """Write all reports; return 1 when a fault is known."""
    FOLDER.mkdir(exist_ok=True)
    programs = tools()
    for lock, name in BOMS.items():
        run(programs / "cyclonedx-py", "requirements", lock, "--output-reproducible", "-o", FOLDER / name)
    (FOLDER / "licences.md").write_text("\n".join(licences()) + "\n", encoding="utf-8")
    audits = [python_audit(programs, lock) for lock in LOCKS] + [npm_audit()]
    (FOLDER / "README.md").write_text("\n".join(report(audits)) + "\n", encoding="utf-8")
    print(*report(audits), sep="\n")
    return int(any(audit.faults for audit in audits))


def tools() -> Path:
    """Return the folder of the two programs, installed if need be."""
    folder = CACHE / f"{CYCLONEDX}+{PIP_AUDIT}"
    if not (folder / "bin" / "pip-audit").exists():
        run(sys.executable, "-m", "venv", folder)
        run(folder / "bin" / "pip", "install", "--quiet", CYCLONEDX, PIP_AUDIT)
    return folder / "bin"


def run(*command: str | Path, where: Path = ROOT, may_fail: bool = False) -> str:
    """Return what a command prints. Raises CalledProcessError when it fails, unless it may."""
    done = subprocess.run(
        [str(part) for part in command], cwd=where, stdout=subprocess.PIPE, text=True, check=not may_fail
    )
    return done.stdout


def python_audit(programs: Path, lock: str) -> Audit:
    """Ask PyPI of each locked package. pip-audit calls those that it was not told of 'skipped', and the rest clean."""
    said = run(
        programs / "pip-audit", "--require-hashes", "--disable-pip", "-r", lock, "--format", "json", may_fail=True
    )
    answers: list[dict[str, Any]] = json.loads(said)["dependencies"] if said.strip() else []
    asked = [answer for answer in answers if "skip_reason" not in answer]
    faults = tuple(
        f"{answer['name']} {answer['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for answer in asked
        for fault in answer["vulns"]
    )
    return Audit(f"{PIP_AUDIT.replace('==', ' ')}, `{lock}`", len(answers), len(asked), faults)


def npm_audit() -> Audit:
    """Ask npm of the two checkers, the linter and what they bring with them."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        run(
            "npm",
            "install",
            "--silent",
            "--package-lock-only",
            "--ignore-scripts",
            "--no-audit",
            *FROM_NPM,
            where=folder,
        )
        locked = len(json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]) - 1
        said = json.loads(run("npm", "audit", "--json", where=folder, may_fail=True) or "{}")
    found = said.get("vulnerabilities")
    faults = tuple(
        f"{name}: {fault['severity']}, in versions {fault['range']}" for name, fault in (found or {}).items()
    )
    return Audit(
        "npm audit, " + ", ".join(f"`{name}`" for name in FROM_NPM), locked, 0 if found is None else locked, faults
    )


def licences() -> Iterator[str]:
    """Yield the table of licences, as the packages' own meta data give them."""
    yield "# Licences\n\nOf each package that building (`requirements.txt`) or testing (`tests/requirements.txt`) installs. Written by `make supply`.\n"
    yield "| package | version | licence | for |\n|---|---|---|---|"
    for package in sorted(packages(), key=lambda package: package.name.lower()):
        said = package.licence if package.installed else "not asked: for another system"
        yield f"| {package.name} | {package.version} | {said} | {'building' if package.lock == LOCKS[0] else 'testing'} |"


def report(audits: list[Audit]) -> Iterator[str]:
    """Yield supply/README.md."""
    yield f"""# What it is made of

Written by `make supply` on {datetime.now(UTC):%Y-%m-%d}, with {CYCLONEDX.replace("==", " ")} and {PIP_AUDIT.replace("==", " ")}.

- `bom-build.json`, `bom-tests.json`: bills of materials (CycloneDX 1.6) of what building and testing install, with every hash that is accepted.
- [`licences.md`](licences.md): the licence of each. A test refuses one that is unknown, or that binds whoever serves or copies the site (AGPL, SSPL).
- Nothing of it is sent to a reader but Pagefind's program (MIT) and the typefaces (SIL Open Font License 1.1); all else runs while building or testing,
  as does Pandoc (GPL-2.0-or-later), which `pypandoc-binary` carries.

| asked | packages | answered for | found |
|---|---|---|---|"""
    yield from map(str, audits)
    for fault in (fault for audit in audits for fault in audit.faults):
        yield f"\n- {fault}"


if __name__ == "__main__":
    sys.exit(main())
