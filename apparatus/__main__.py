"""The command line: `.venv/bin/apparatus`, or python -m apparatus. The commands are in apparatus/commands/, a file
each.
"""

from __future__ import annotations

import sys

import click

from .commands import apparatus


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0, 1 when it refused, 2 when the arguments are wrong, 130 when it was interrupted."""
    try:
        apparatus.main(arguments, prog_name="apparatus", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo("Interrupted. Every file is as it was.", err=True)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
