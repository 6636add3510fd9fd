"""The command line: `apparatus check`, `apparatus build` and the others, each in the file of its name.

    check.py, build.py, books.py, ids.py, translated.py, source.py, cards.py, package.py, redirects.py, release.py,
    schemas.py
    console.py    what every command has in common: --root, --quiet, its report, its progress, how it refuses
    staging.py    writing several files, all of them or none

click parses the arguments: MkDocs brings it in any case, it gives each command its own options and help, and its errors
name the option that was meant. rich (MIT) shows progress on a terminal and nothing in a log.
"""

from __future__ import annotations

import click

from .books import books
from .build import build
from .cards import cards
from .check import check
from .ids import ids
from .package import package
from .redirects import redirects
from .release import release
from .schemas import schemas
from .source import source
from .translated import translated

COMMANDS = (check, build, books, ids, translated, source, cards, package, redirects, release, schemas)
"""In the order in which the help lists them."""


class InOrder(click.Group):
    """A group whose help keeps the order of COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=InOrder,
    commands=list(COMMANDS),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def apparatus() -> None:
    """Check, build and release an essay whose every assertion can be checked where it stands.

    'apparatus COMMAND --help' describes a command and its options. A command that refuses leaves every file as it was.
    """
