"""What every command has in common: --root and --quiet, a report of what was done and how long it took, progress,
refusal.

A report is a line or two on the standard output, and says what to do next where that is of use. Problems and progress
go to standard error. Progress is shown on a terminal only and leaves nothing behind. With --quiet a command that
succeeds says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import IO, Any

import click
import rich.console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ..postbuild.progress import Tell
from ..problem import Problem


class Refused(click.ClickException):
    """The command did nothing. The message says why, and how to mend it; the exit code is 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the message to standard error as it is: one problem a line, without a prefix."""
        click.echo(self.message, file=file, err=True)


def refuse_if(problems: Iterable[Problem], then: str) -> None:
    """Raise Refused with every problem, one a line, and `then`, a sentence, if there are any."""
    if found := sorted(problems):
        raise Refused("\n".join((*map(str, found), f"{count(len(found), 'problem')}. {then}")))


def count(many: int, thing: str) -> str:
    """Return a number and what is counted: '1 page', '1,234 pages'."""
    plural = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{many:,} {thing if many == 1 else plural}"


class Console:
    """Where a command reports; it measures the time from its own making."""

    def __init__(self, quiet: bool) -> None:
        self.quiet, self._began = quiet, monotonic()

    @property
    def seconds(self) -> str:
        """How long the command has run so far: '0.4 s', '1 min 32 s'."""
        took = monotonic() - self._began
        return f"{took:.1f} s" if took < 60 else f"{took // 60:.0f} min {took % 60:.0f} s"

    def report(self, *lines: str) -> None:
        """Say what was done, unless --quiet was given."""
        if not self.quiet:
            click.echo("\n".join(lines))

    @contextmanager
    def progress(self, what: str) -> Iterator[Tell]:
        """Show that something is going on while the block runs; the callable that it gets says what, and
        how far it is.
        """
        shown = rich.console.Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), TimeElapsedColumn())
        hidden = self.quiet or not shown.is_terminal or shown.is_dumb_terminal
        with Progress(*columns, console=shown, transient=True, disable=hidden) as progress:
            task = progress.add_task(what, total=None)

            def tell(what: str, done: int = 0, total: int = 0) -> None:
                progress.update(task, description=what, completed=done, total=total or None)

            yield tell


def _console(context: click.Context, parameter: click.Parameter, quiet: bool) -> Console:
    return Console(quiet)


_ROOT = click.option(
    "--root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path(), metavar="FOLDER",
    help="The folder that holds mkdocs.yml; by default the one you are in.",
)  # fmt: skip
_QUIET = click.option(
    "-q", "--quiet", "console", is_flag=True, callback=_console, help="Say nothing but what is wrong."
)
SITE = click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="The site's folder; by default site/.",
)
"""For the commands that write or read a built site."""


def common(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options --root, passed as `root`, and --quiet, passed as `console`."""
    return _ROOT(_QUIET(function))
