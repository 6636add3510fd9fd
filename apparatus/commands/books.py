"""`apparatus books`: make every form of the whole to take away from a built site, and add them to it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ..postbuild.book import NotBuilt
from ..postbuild.progress import Tell
from ..project import load_project
from .console import SITE, Console, Refused, common, count


@click.command()
@common
@SITE
@click.option("--drafts", is_flag=True, help="Make those of translations that are drafts too.")
def books(root: Path, console: Console, site: Path | None, drafts: bool) -> None:
    """Add EPUB, PDF, DOCX, Markdown and single file to a built site.

    All of them or none. The PDF takes longest, a minute or two, and needs Pango from the system.
    """
    from ..books.for_pandoc import PandocFailed
    from ..books.make import make_books
    from ..books.pdf import NoPdf
    from ..metadata.lettering import NoRaqm

    folder = site or root / "site"
    with console.progress("Reading the site") as tell, _typesetting(tell):
        try:
            sizes = make_books(folder, load_project(root), tell, drafts)
        except NotBuilt as error:
            raise Refused(
                f"{folder} is not a built site: {error} Run make build first. Nothing was changed."
            ) from error
        except NoPdf as error:
            raise Refused(f"No PDF: {error} Nothing was changed.") from error
        except NoRaqm as error:
            raise Refused(f"No cover: {error} Nothing was changed.") from error
        except PandocFailed as error:
            raise Refused(f"No DOCX or Markdown, for Pandoc says: {error} Nothing was changed.") from error
    console.report(
        f"Made {count(len(sizes), 'book')} in {console.seconds}:",
        *(f"  {folder / name}, {size / 1000:,.0f} kB" for name, size in sizes.items()),
    )


@contextmanager
def _typesetting(tell: Tell) -> Iterator[None]:
    """Pass on what WeasyPrint says of its steps, which it tells a logger of its own."""

    class Steps(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            tell(f"PDF: {record.getMessage()}")

    log, steps = logging.getLogger("weasyprint.progress"), Steps()
    level = log.level
    log.addHandler(steps)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(steps)
        log.setLevel(level)
