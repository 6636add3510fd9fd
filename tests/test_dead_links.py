"""The scheduled visit to the sources: tried on a hostile server, with a `gh` that only writes down what it
was asked.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from .support.hostile import BEHAVIOURS, Hostile
from .support.project import CHECKS, ROOT, convert, lay
from .support.waiting import PATIENCE

pytestmark = pytest.mark.xdist_group("hostile")
GH = """#!/bin/sh
for word in "$@"; do printf '%s\\n' "$word" >> "$CALLS"; done
echo --- >> "$CALLS"
case "$1 $2" in "issue list") echo "$OPEN";; esac
"""


class Visit:
    """One run of the script on addresses of the hostile server."""

    def __init__(
        self, folder: Path, hostile: Hostile, named: list[str], *, open: str = "", dead: tuple[str, ...] = ()
    ) -> None:
        sources = [
            {
                "id": f"s-{name}",
                "URL": hostile.address + name,
                "custom": {"kind": "press", **({"dead": "2026-11-27"} if name in dead else {})},
            }
            for name in named
        ]
        (folder / "sources.yml").write_text(yaml.safe_dump(sources), encoding="utf-8")
        (folder / "gh").write_text(GH, encoding="utf-8")
        (folder / "gh").chmod(0o755)
        environment = {
            **os.environ,
            "PATH": f"{folder}:{os.environ['PATH']}",
            "CALLS": str(folder / "calls"),
            "OPEN": open,
        }
        command: list[str | Path] = [
            sys.executable,
            ROOT / ".github/dead_links.py",
            "--issue",
            "--sources",
            folder / "sources.yml",
            "--seconds",
            "3",
        ]
        self.done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=5 * PATIENCE)
        asked = (folder / "calls").read_text(encoding="utf-8").split("---\n") if (folder / "calls").exists() else []
        self.asked = [" ".join(call.splitlines()[:2]) for call in asked if call]


def test_whatever_servers_do_the_visit_ends_and_says_what_is_dead(tmp_path: Path, hostile: Hostile) -> None:
    visit = Visit(tmp_path, hostile, [*BEHAVIOURS, "nowhere"])
    assert visit.done.returncode == 0, visit.done.stderr
    rows = {
        row.split(" | ")[0][4:]: row.split(" | ")[2][:-2]
        for row in visit.done.stdout.splitlines()
        if row.startswith("| s-")
    }
    assert {
        "gone": "410",
        "nowhere": "404",
        "fault": "500",
        "moved-to-nothing": "404",
        "silent": "none",
        "hangs-up": "none",
    }.items() <= rows.items()
    alive = {
        "front",
        "good",
        "no-head",
        "lies-to-head",
        "fault-once",
        "busy",
        "drips-body",
        "endless-body",
        "bomb",
        "moved",
    }
    closed = {"wall", "busy-for-a-day"}
    assert not (alive | closed) & set(rows)
    assert visit.asked == ["label create", "issue list", "issue create"]


def test_one_issue_is_renewed_and_closed(tmp_path: Path, hostile: Hostile) -> None:
    for name, named, said in (("a", ["gone", "good"], "issue edit"), ("b", ["good"], "issue close")):
        (tmp_path / name).mkdir()
        visit = Visit(tmp_path / name, hostile, named, open="7")
        assert visit.asked == ["label create", "issue list", said]


def test_what_an_editor_found_dead_is_not_asked_again(tmp_path: Path, hostile: Hostile) -> None:
    before = hostile.asked["/gone"]
    visit = Visit(tmp_path, hostile, ["gone", "good"], dead=("gone",))
    assert "Of 1 addresses 0 did not answer" in visit.done.stdout and hostile.asked["/gone"] == before
    assert visit.asked == ["label create", "issue list"]


def test_a_visit_that_failed_touches_no_issue(tmp_path: Path, hostile: Hostile) -> None:
    (tmp_path / "npx").write_text("#!/bin/sh\necho broken >&2; exit 7\n", encoding="utf-8")
    (tmp_path / "npx").chmod(0o755)
    visit = Visit(tmp_path, hostile, ["good"])
    assert visit.done.returncode == 1 and "broken" in visit.done.stderr
    assert visit.asked == []


@pytest.mark.parametrize(
    ("custom", "box", "row"),
    [
        ({}, ["example.org", "(or ask the Wayback Machine)"], "https://example.org/1"),
        ({"archive": "https://web.archive.org/1"}, ["example.org", "archived copy"], "https://example.org/1"),
        ({"archive": "https://web.archive.org/1", "dead": "2026-11-27"}, ["archived copy only"], "https://web.archive.org/1"),
        ({"dead": "2026-11-27"}, ["(or ask the Wayback Machine)"], "record/sources.md#dawn2014"),
    ],
)  # fmt: skip
def test_a_dead_source_shows_what_is_left(tmp_path: Path, custom: dict[str, str], box: list[str], row: str) -> None:
    root = lay(tmp_path, CHECKS / "base")
    path = root / "docs/data/sources.yml"
    source = yaml.safe_load(path.read_text("utf-8"))[0] | {"issued": "2014-06-04"}
    source["custom"] |= custom
    path.write_text(yaml.safe_dump([source]), encoding="utf-8")
    soup = convert("Said.[@dawn2014] [The city voted.]{claim=c01}", root)
    assert [link.get_text() for link in soup.select(".box.source small a:not(.entry)")] == box
    said = any(
        "no longer at its address (27 November 2026)" in shown.get_text().replace("\u00a0", " ")
        for shown in soup.select(".box.source")
    )
    assert said == (custom == {"dead": "2026-11-27"})
    shown = next(p for p in soup.select(".claim-box .row") if "Sources for" in p.get_text())
    assert [link["href"] for link in shown.select("a")] == ["record/sources.md#dawn2014"]
    listed = convert("/// listing | claims\n///", root)
    shown = next(p for p in listed.select(".row") if "Sources for" in p.get_text())
    assert [link["href"] for link in shown.select("a")][:1] == [row]
