"""The command line: python -m apparatus check | ids | publish | schemas | cards | package | build | edition | editions.

check     run the numbered checks without building
ids       give an address to each block of the essay that has none; changes nothing else
publish   enter the present addresses and the number of sources in the register of what has been published
schemas   write the JSON Schemas by which an editor checks docs/data/*.yml
cards     draw the pictures that appear where a section's address is shared (needs Pillow)
package   write docs/data/series/datapackage.json, which describes the series for other programs
build     build the site strictly; the old one stays until the new one is whole
edition   freeze the present text as an edition, and enter it and its addresses; --number 1.1 --date 2027-02-01 --summary "What is new."
editions  add EPUB, PDF and the one file of HTML to the built site, all of them or none
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

from pydantic import TypeAdapter

from .checks import check
from .checks.releases import MENDED_BY_FREEZING
from .figures.data_package import PATH, data_package
from .metadata.social_cards import draw_cards
from .project import load_project
from .record.data_files import ALL
from .releases.freeze import NewRelease, Unfit, freeze
from .releases.paragraph_ids import enter, give_ids


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 when there are problems."""
    parser = ArgumentParser("python -m apparatus", description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument(
        "command",
        choices=[
            "check",
            "ids",
            "publish",
            "schemas",
            "cards",
            "package",
            "build",
            "edition",
            "editions",
        ],
    )
    parser.add_argument("--root", type=Path, default=Path(), help="the folder that holds mkdocs.yml")
    parser.add_argument("--site", type=Path, help="where build writes (default: site)")
    for name, told in (
        ("number", "1.1"),
        ("date", "2027-02-01, the day on which it goes out"),
        ("summary", "what is new, in a sentence"),
    ):
        parser.add_argument(f"--{name}", default="", help=f"edition: {told}")
    chosen = parser.parse_args(arguments)
    if chosen.command == "build":
        return _build(chosen.root, chosen.site)
    if chosen.command == "edition":
        return _edition(chosen.root, NewRelease(chosen.number, chosen.date, chosen.summary))
    if chosen.command == "editions":
        return _editions(chosen.site or chosen.root / "site")
    if chosen.command == "check":
        return _check(chosen.root)
    if chosen.command == "ids":
        print(f"{give_ids(chosen.root)} addresses given.")
    elif chosen.command == "publish":
        return _check(chosen.root) or enter(chosen.root)
    elif chosen.command == "cards":
        for name, size in draw_cards(load_project(chosen.root)).items():
            print(f"{size:7} {name}")
    elif chosen.command == "package":
        project = load_project(chosen.root)
        text = data_package(project.record.series, project.tables, project.record.sources)
        (chosen.root / PATH).write_text(text, encoding="utf-8")
    else:
        write_schemas(chosen.root / "apparatus" / "schemas")
    return 0


def _check(root: Path) -> int:
    problems = check(load_project(root))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _edition(root: Path, asked: NewRelease) -> int:
    """Check, freeze, register the addresses, and check again."""
    project = load_project(root)
    before = project.record.releases.get(asked.number)
    entered = NewRelease(
        asked.number, asked.date or (before.date if before else ""), asked.summary or (before.summary if before else "")
    )
    if not all((entered.number, entered.date, entered.summary)):
        print(
            'Say which: make edition NUMBER=1.1 DATE=2027-02-01 SUMMARY="What is new, in a sentence."', file=sys.stderr
        )
        return 1
    if problems := [problem for problem in check(project) if problem.code not in MENDED_BY_FREEZING]:
        print(*problems, "Nothing was frozen.", sep="\n", file=sys.stderr)
        return 1
    try:
        freeze(project, entered)
    except Unfit as error:
        print(f"{error} Nothing was frozen.", file=sys.stderr)
        return 1
    return enter(root) or _check(root)


def _build(root: Path, site: Path | None) -> int:
    import click

    from .mkdocs.plugin import build

    try:
        build(root, site)
    except click.ClickException as error:
        print(error.format_message(), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The site could not be written: {error}. What was there is untouched.", file=sys.stderr)
        return 1
    return 0


def _editions(site: Path) -> int:
    from .books.make import make_books
    from .books.pdf import NoPdf
    from .postbuild.book import NotBuilt

    try:
        make_books(site)
    except (NotBuilt, NoPdf) as error:
        said = (
            f"{site} is not a built site: {error} Run make build first."
            if isinstance(error, NotBuilt)
            else f"No PDF: {error}"
        )
        print(f"{said} Nothing was changed.", file=sys.stderr)
        return 1
    return 0


def write_schemas(folder: Path) -> None:
    """Write one JSON Schema a data file into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in ALL.items():
        schema = TypeAdapter(list[model]).json_schema(by_alias=True)  # type: ignore[valid-type]
        (folder / f"{name}.json").write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
