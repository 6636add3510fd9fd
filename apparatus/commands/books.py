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
from ..translation.assemble import assemble, wanted
from .console import SITE, Console, Refused, common, count, refuse_if

NOTHING = "Nothing was changed."


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

    folder, project = site or root / "site", load_project(root)
    refuse_if(project.problems, NOTHING)
    for language in wanted(root, drafts):
        refuse_if(assemble(root, language, project.pages).problems, NOTHING)
    with console.progress("Reading the site") as tell, _typesetting(tell):
        try:
            sizes = make_books(folder, project, tell, drafts)
        except NotBuilt as error:
            raise Refused(f"{folder} is not a built site: {error} Run make build first. {NOTHING}") from error
        except NoPdf as error:
            raise Refused(f"No PDF: {error} {NOTHING}") from error
        except NoRaqm as error:
            raise Refused(f"No cover: {error} {NOTHING}") from error
        except PandocFailed as error:
            raise Refused(f"No DOCX or Markdown, for Pandoc says: {error} {NOTHING}") from error
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
