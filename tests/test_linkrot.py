"""Link rot: what becomes of a source's address from visit to visit and from round to round, and what a reader is told; nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from apparatus.linkrot import rounds
from apparatus.linkrot.answers import Answer
from apparatus.linkrot.ledger import LEDGER, brought_forward, due
from apparatus.linkrot.visiting import Limits
from apparatus.project import load_project
from apparatus.record.models import Visit

from .conftest import ROOT
from .hostile import Hostile
from .test_checks import FOLDER, lay
from .test_markup import convert
from .test_visiting import HASTY, apart

pytestmark = pytest.mark.xdist_group("linkrot")


def check_sources(root: Path, limits: Limits = HASTY) -> int:
    return apart(lambda: rounds.check_sources(root, limits=limits))


# From visit to visit.


def after(*verdicts: tuple[int, str], address: str = "https://example.org/1") -> Visit:
    """The ledger's entry after visits on the given days of 2026, counted from 0."""
    entry: Visit | None = None
    for day, verdict in verdicts:
        now = (date(2026, 1, 1) + timedelta(day)).isoformat()
        entry = brought_forward("x", address, entry, Answer(verdict, "said"), now)  # type: ignore[arg-type]
    assert entry
    return entry


@pytest.mark.parametrize(
    ("verdicts", "status", "failures"),
    [
        ([(0, "alive")], "alive", 0),
        ([(0, "silent")], "failing", 1),
        ([(0, "gone"), (0, "gone"), (0, "gone")], "failing", 1),
        ([(0, "gone"), (7, "gone")], "failing", 2),
        ([(0, "gone"), (20, "gone")], "failing", 2),
        ([(0, "gone"), (7, "gone"), (13, "gone")], "failing", 3),
        ([(0, "gone"), (7, "gone"), (14, "gone")], "dead", 3),
        ([(0, "silent"), (7, "silent"), (59, "silent")], "failing", 3),
        ([(0, "silent"), (7, "silent"), (60, "silent")], "dead", 3),
        ([(0, "gone"), (7, "gone"), (10, "alive"), (14, "gone")], "failing", 1),
        ([(0, "gone"), (7, "unverified"), (14, "gone")], "failing", 2),
        ([(0, "gone"), (7, "gone"), (14, "unverified")], "unverified", 2),
        ([(0, "unverified"), (30, "unverified"), (90, "unverified")], "unverified", 0),
        ([(0, "gone"), (7, "gone"), (14, "gone"), (21, "unverified")], "dead", 3),
        ([(0, "gone"), (7, "gone"), (14, "gone"), (21, "silent")], "dead", 4),
        ([(0, "gone"), (7, "gone"), (14, "gone"), (21, "alive")], "alive", 0),
    ],
)
def test_a_source_dies_slowly_and_comes_back_at_once(verdicts: list[Any], status: str, failures: int) -> None:
    entry = after(*verdicts)
    assert (entry.status, entry.failures) == (status, failures)
    assert bool(entry.since) == bool(failures)


def test_a_mended_address_begins_anew() -> None:
    dead = after((0, "gone"), (7, "gone"), (14, "gone"))
    entry = brought_forward("x", "https://example.org/2", dead, Answer("silent", "said"), "2026-02-01")
    assert (entry.status, entry.since, entry.failures) == ("failing", "2026-02-01", 1)


# Rounds.


def project(folder: Path, addresses: list[str]) -> Path:
    """A project with these addresses as its sources s000, s001 …"""
    root = lay(folder, FOLDER / "base")
    sources = [
        {"id": f"s{i:03}", "type": "webpage", "title": "T", "issued": "2014", "URL": url, "custom": {"kind": "press"}}
        for i, url in enumerate(addresses)
    ]
    (root / "docs/data/sources.yml").write_text(yaml.safe_dump(sources), encoding="utf-8")
    return root


def ledger(root: Path) -> dict[str, dict[str, Any]]:
    path = root / LEDGER
    return {entry["id"]: entry for entry in yaml.safe_load(path.read_text("utf-8"))} if path.exists() else {}


def test_a_round_enters_every_source_and_the_next_has_nothing_to_do(
    tmp_path: Path, hostile: Hostile, capsys: pytest.CaptureFixture[str]
) -> None:
    named = ["good", "gone", "wall", "bomb", "to-file", "moved", "good"]
    root = project(tmp_path, [hostile.address + path for path in named])
    assert check_sources(root) == 0
    out = capsys.readouterr()
    assert [entry["status"] for entry in ledger(root).values()] == [
        "alive", "failing", "unverified", "alive", "unverified", "alive", "alive",
    ]  # fmt: skip
    assert "failing     s001: 410 Gone since" in out.out and "6 of 6 addresses that were due" in out.out
    assert not out.err, "a progress bar is for terminals"
    assert load_project(root).record.problems == ()
    asked = len(hostile.requests)
    assert check_sources(root) == 0
    assert len(hostile.requests) == asked
    assert not list((root / "docs/data").glob(".*"))


def test_a_host_gets_one_request_at_a_time_with_a_pause_and_hosts_go_side_by_side(
    tmp_path: Path, hostile: Hostile
) -> None:
    named = ["good", "to-localhost", "wall", "no-head"]
    hosts = [hostile.address, hostile.address.replace("127.0.0.1", "localhost")]
    root = project(tmp_path, [f"{host}{path}/as/{i}" for host in hosts for i, path in enumerate(named)])
    before, pause = len(hostile.requests), 0.1
    assert check_sources(root, limits=Limits(pause=pause, private=HASTY.private)) == 0
    requests = hostile.requests[before:]
    for host, asked in (("127.0.0.1", 7), ("localhost", 11)):
        own = [request for request in requests if request.host.startswith(host)]
        assert len(own) == asked
        for first, second in pairwise(own):
            assert second.began - first.ended > 0.8 * pause
    turns = [request.host for request in requests]
    assert sum(a != b for a, b in pairwise(turns)) > 4, "one host waited for the other"
    assert {request.method for request in requests if "/good/as/" in request.path} == {"HEAD"}


def test_a_host_that_asks_for_peace_gets_it(tmp_path: Path, hostile: Hostile) -> None:
    root = project(tmp_path, [f"{hostile.address}busy-for-a-day/as/{i}" for i in range(5)])
    before = len(hostile.requests)
    assert check_sources(root) == 0
    assert len(hostile.requests) - before == 1 == len(ledger(root))


def test_a_machine_off_the_network_buries_nothing(
    tmp_path: Path, hostile: Hostile, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path, ["http://127.0.0.1:1/a", "http://127.0.0.1:1/b"])
    assert check_sources(root) == 1
    assert ledger(root) == {} and "on line" in capsys.readouterr().err


def test_silence_is_believed_once_another_host_answers(tmp_path: Path, hostile: Hostile) -> None:
    root = project(
        tmp_path, ["http://127.0.0.1:1/a", "http://127.0.0.1:1/b", hostile.address.replace("127.0.0.1", "localhost")]
    )
    (root / LEDGER).write_text(
        yaml.safe_dump([{"id": "s002", "address": hostile.address.replace("127.0.0.1", "localhost"), "status": "alive",
                         "checked": date.today().isoformat(), "seen": date.today().isoformat(), "answer": "200 OK"}])
    )  # fmt: skip
    assert check_sources(root) == 0
    assert [entry["status"] for entry in ledger(root).values()] == ["failing", "failing", "alive"]


def test_longest_unvisited_come_first_and_a_wrong_clock_leaves_none_out() -> None:
    sources = load_project(ROOT).record.sources
    few = dict(list(sources.items())[:4])
    days = ["2026-01-10", "2026-01-01", "2999-01-01"]
    visits = {
        id: Visit(id=id, address=str(source.url), status="alive", checked=day, answer="200 OK", seen=day)
        for (id, source), day in zip(few.items(), days, strict=False)
    }
    urls = [source.url for source in few.values()]
    assert list(due(few, visits, "2026-01-12", 6)) == [urls[3], urls[1], urls[2]]


RUNNER = """
import sys
from pathlib import Path
from apparatus.linkrot.rounds import check_sources
from apparatus.linkrot.visiting import Limits
sys.exit(check_sources(Path(sys.argv[1]), limits=Limits(pause=.03, private=frozenset({"127.0.0.1"}))))
"""


def test_a_round_that_is_killed_or_stopped_goes_on_where_it_was(tmp_path: Path, hostile: Hostile) -> None:
    addresses = [f"{hostile.address}good/as/{os.getpid()}-{i}" for i in range(50)]
    root = project(tmp_path, addresses)
    before, chance, known = len(hostile.requests), random.Random(20261123), set[str]()
    for signum, code in ((signal.SIGKILL, -9), (signal.SIGINT, 130), (signal.SIGKILL, -9)):
        asked = len(hostile.requests)
        with subprocess.Popen(
            [sys.executable, "-c", RUNNER, str(root)], cwd=ROOT, stderr=subprocess.PIPE, text=True
        ) as running:
            while len(hostile.requests) < asked + 8 and running.poll() is None:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.05))
            running.send_signal(signum)
            _, err = running.communicate(timeout=10)
        assert (running.returncode, err) == (code, "")
        entered = set(ledger(root))
        assert known < entered, "what was entered is lost"
        known = entered
    assert len(known) < len(addresses)
    assert check_sources(root) == 0
    assert len(ledger(root)) == len(addresses)
    again = len(hostile.requests) - before - len(addresses)
    assert again <= 3, "a visit that was entered is not made again"


def test_two_rounds_do_not_run_at_once_and_unsound_data_start_none(
    tmp_path: Path, hostile: Hostile, capsys: pytest.CaptureFixture[str]
) -> None:
    import fcntl

    root = project(tmp_path, [hostile.address + "good"])
    folder = os.open(root / "docs/data", os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    asked = len(hostile.requests)
    assert check_sources(root) == 1
    assert "Another round" in capsys.readouterr().err
    os.close(folder)
    (root / LEDGER).write_text("- {id: s000, status: well}\n", encoding="utf-8")
    assert check_sources(root) == 1
    assert "C003 docs/data/links.yml:1" in capsys.readouterr().err
    assert (root / LEDGER).read_text("utf-8") == "- {id: s000, status: well}\n"
    assert len(hostile.requests) == asked


def test_a_disk_that_takes_no_more_ends_the_round_with_a_sentence(
    tmp_path: Path, hostile: Hostile, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path, [hostile.address + "good", hostile.address + "gone"])
    (root / LEDGER).write_text("[]\n", encoding="utf-8")

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert check_sources(root) == 1
    assert "could not be written" in capsys.readouterr().err
    assert (root / LEDGER).read_text("utf-8") == "[]\n" and not list((root / "docs/data").glob(".*"))


def test_a_visitor_says_who_it_is(tmp_path: Path, hostile: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://essay.example/\r\nX: y")
    assert check_sources(project(tmp_path, [hostile.address + "good"])) == 0
    agent = hostile.requests[-1].agent
    assert (
        agent
        == "sources-check/1.0 (A project without a problem; a check that its sources are still there; +https://essay.example/ X: y)"
    )


# What a reader is shown.


@pytest.mark.parametrize(
    ("status", "archive", "box", "page"),
    [
        ("alive", None, ["example.org"], "there on 1 March 2026"),
        ("alive", "https://web.archive.org/1", ["example.org", "archived copy"], "there on 1 March 2026"),
        ("failing", None, ["example.org"], "not found on 1 March 2026"),
        ("unverified", None, ["example.org"], "closed to our machine on 1 March 2026"),
        ("dead", "https://web.archive.org/1", ["archived copy only"], "still not found on 1 March 2026"),
        ("dead", None, [], "no longer at its address (1 January 2026)"),
    ],
)
def test_boxes_and_the_list_of_sources_say_what_is_left(
    tmp_path: Path, status: str, archive: str | None, box: list[str], page: str
) -> None:
    root = lay(tmp_path, FOLDER / "base")
    path = root / "docs/data/sources.yml"
    source = yaml.safe_load(path.read_text("utf-8"))[0] | {"issued": "2014-06-04"}
    source["custom"] |= {"archive": archive} if archive else {}
    path.write_text(yaml.safe_dump([source]), encoding="utf-8")
    failed = {"since": "2026-01-01", "failures": 4} if status in ("failing", "dead") else {}
    entry = {
        "id": "dawn2014",
        "address": source["URL"],
        "status": status,
        "checked": "2026-03-01",
        "answer": "said",
    } | failed
    (root / LEDGER).write_text(yaml.safe_dump([entry]), encoding="utf-8")
    soup = convert("Said.[@dawn2014] [The city voted.]{claim=c01}", root)
    links = soup.select(".box.source .links a:not(.entry a)")
    assert [link.get_text() for link in links] == box
    gone = any("no longer at its address" in shown.get_text() for shown in soup.select(".box.source"))
    assert gone == (status == "dead" and not archive)
    row = next(p for p in soup.select(".claim-box .row") if "Sources for" in p.get_text())
    assert [link["href"] for link in row.select("a")][:1] == [
        archive or "record/sources.md#dawn2014" if status == "dead" else source["URL"]
    ]
    assert page in convert("/// listing | sources\n///", root).get_text()
