"""`apparatus build`: check, build the site strictly, and put it in the place of the old one."""

from __future__ import annotations

from pathlib import Path

import click

from .console import SITE, Console, Refused, common, count


@click.command()
@common
@SITE
@click.option("--drafts", is_flag=True, help="Build translations that are drafts too.")
def build(root: Path, console: Console, site: Path | None, drafts: bool) -> None:
    """Check the project and build the site.

    The old site stays until the new one is whole: a problem, a warning of MkDocs, a full disk or a kill leaves it as it
    was.
    """
    from ..mkdocs.plugin import build as build_site

    folder = site or root / "site"
    with console.progress("Reading and checking") as tell:
        try:
            build_site(root, folder, tell, drafts)
        except click.ClickException as error:
            raise Refused(error.format_message()) from error
        except OSError as error:
            raise Refused(f"The site could not be written: {error}. What was there is untouched.") from error
    files = [file for file in folder.rglob("*") if file.is_file()]
    pages = sum(file.suffix == ".html" for file in files)
    size = sum(file.stat().st_size for file in files) / 1_000_000
    console.report(
        f"Built {count(pages, 'page')} in {console.seconds}: {folder}/ has {count(len(files), 'file')}, {size:.1f} MB.",
        f"To look at it: python3 -m http.server --directory {folder}",
    )
