"""Ask the address of every source whether it still answers, and keep one issue with those that do not.

In: docs/data/sources.yml, without the sources that an editor has marked dead. Out: a report in Markdown on standard
output; with `--issue`, the same in the one open issue labelled `dead-links`, which is opened, renewed, or closed when
every address answers (by `gh`, the command of GitHub). An editor looks at each in a browser, and enters what is dead:
nothing here changes the data.

The visits are made by linkinator (MIT). It was tried beside LinkChecker 10.6 on a server that does to visitors whatever
servers do (tests/hostile.py, 53 addresses): linkinator 7.6.1 was done in 6 seconds and 114 MB; LinkChecker had not
ended after 200 seconds, held up by pages that never end. Both follow a redirect into a private network, so run it where
there is none worth reading, as on a host's runner.

Exits with 1, and touches no issue, when linkinator or gh cannot do its work.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

LINKINATOR = "linkinator@7.6.1"
LABEL = "dead-links"
TITLE = "Sources whose address leads nowhere"
CLOSED = {401, 403, 405, 406, 429, 451, 999}
"""Answers of hosts that let people in and machines not: they say nothing of the page."""


def addresses(sources: Path) -> dict[str, list[str]]:
    """Return the ids of the sources at each address that nobody has found dead."""
    found: dict[str, list[str]] = {}
    for source in yaml.safe_load(sources.read_text(encoding="utf-8")) or []:
        if source.get("URL") and not source.get("custom", {}).get("dead"):
            found.setdefault(source["URL"].partition("#")[0], []).append(source["id"])
    return found


def visit(urls: list[str], seconds: int) -> dict[str, int]:
    """Return the HTTP status of each address that is broken by linkinator's judgement; 0 where nothing answered. Exits
    with 1 when it fails.
    """
    with TemporaryDirectory() as folder:
        links = "\n".join(f'<a href="{escape(url)}">x</a>' for url in urls)
        (Path(folder) / "index.html").write_text(f"<!doctype html><title>Sources</title>{links}", encoding="utf-8")
        options = ["--format", "json", "--concurrency", "4", "--timeout", str(seconds * 1000)]
        said = _run("npx", "--yes", LINKINATOR, "index.html", *options, folder=folder, codes=(0, 1))
    try:
        links_found: list[dict[str, Any]] = json.loads(said)["links"]
    except (ValueError, KeyError):
        sys.exit(f"{LINKINATOR} gave no report: {said[:500]}")
    return {link["url"]: link["status"] for link in links_found if link["state"] == "BROKEN"}


def report(known: dict[str, list[str]], broken: dict[str, int]) -> tuple[int, str]:
    """Return how many addresses lead nowhere, and the report."""
    dead = {url: status for url, status in broken.items() if url in known and status not in CLOSED}
    closed = sum(url in known and status in CLOSED for url, status in broken.items())
    lines = [
        f"Of {len(known)} addresses {len(dead)} did not answer with a page; {closed} let no machine in, which says "
        "nothing of them.",
        "",
    ]
    if dead:
        lines += [
            "Look at each in a browser. When it is dead, enter in `docs/data/sources.yml`, under `custom` of the "
            "source, `dead:` with the day, and `archive:` with",
            "the address of a copy if there is one; the site then shows the copy alone.",
            "",
            "| source | address | answer |",
            "|---|---|---|",
            *(
                f"| {', '.join(known[url])} | <{url.replace('|', '%7C')}> | {status or 'none'} |"
                for url, status in sorted(dead.items())
            ),
        ]
    return len(dead), "\n".join(lines) + "\n"


def keep_issue(dead: int, text: str) -> None:
    """Open the issue, renew it, or close it when nothing is dead."""
    _run("gh", "label", "create", LABEL, "--force", "--description", "Kept by .github/dead_links.py")
    number = _run(
        "gh", "issue", "list", "--label", LABEL, "--state", "open", "--json", "number", "--jq", ".[0].number"
    ).strip()
    if dead and number:
        _run("gh", "issue", "edit", number, "--body", text)
    elif dead:
        _run("gh", "issue", "create", "--title", TITLE, "--label", LABEL, "--body", text)
    elif number:
        _run("gh", "issue", "close", number, "--comment", text)


def _run(program: str, *arguments: str, folder: str | None = None, codes: tuple[int, ...] = (0,)) -> str:
    if not shutil.which(program):
        how = {"npx": "install Node 20 or newer", "gh": "install GitHub's gh (https://cli.github.com)"}[program]
        sys.exit(f"There is no {program}: {how}.")
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode not in codes:
        sys.exit(f"{program} {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout


def main() -> None:
    """Visit, report, and keep the issue if that is asked for."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--issue", action="store_true", help="open, renew or close the issue on GitHub")
    parser.add_argument("--sources", type=Path, default=Path("docs/data/sources.yml"))
    parser.add_argument("--seconds", type=int, default=30, help="how long to wait for an answer (default: 30)")
    chosen = parser.parse_args()
    known = addresses(chosen.sources)
    dead, text = report(known, visit(list(known), chosen.seconds) if known else {})
    print(text, end="")
    if chosen.issue:
        keep_issue(dead, text)


if __name__ == "__main__":
    main()
