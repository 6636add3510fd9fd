"""Making the books, each form of the whole to take away, and putting them into a built site, all of them or none."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from ..html.tree import append, as_html, classed, make, parse_page
from ..postbuild.atomic_replace import swap_in
from ..postbuild.book import Book, read_book
from ..postbuild.offline import write_worker
from ..postbuild.one_page import PAGE
from ..postbuild.progress import Tell, untold
from ..project import Project
from .docx import write_docx
from .epub import write_epub
from .markdown import write_markdown
from .pdf import write_pdf
from .single_file import write_single

FOLDER = "books"
FORMS: Mapping[str, Callable[[Book, Path], bytes]] = {
    "epub": lambda book, site: write_epub(book, site / "assets/fonts"),
    "pdf": lambda book, site: write_pdf(book, site / "assets/fonts"),
    "docx": lambda book, site: write_docx(book, site / "assets/fonts"),
    "md.zip": lambda book, site: write_markdown(book, site / "assets/fonts"),
    "html": write_single,
}
"""What writes a book, by the ending of its file's name; what a reader is told of it is at `books:` in words/."""


def make_books(site: Path, project: Project, tell: Tell = untold) -> Mapping[str, int]:
    """Add the books to the site that was built from `project`; return the bytes of each by its file's name. Raises
    NotBuilt, NoPdf or PandocFailed, with the site as it was.
    """
    book = read_book(site, project)

    def into(fresh: Path) -> None:
        shutil.copytree(site, fresh, dirs_exist_ok=True)
        put_books(book, fresh, FORMS, tell)

    swap_in(site, into)
    return {file.name: file.stat().st_size for file in sorted((site / FOLDER).glob(f"{_name(book)}.*"))}


def _name(book: Book) -> str:
    return re.sub(r"\W+", "-", book.title.lower()).strip("-")


def put_books(
    book: Book,
    site: Path,
    forms: Mapping[str, Callable[[Book, Path], bytes]] = FORMS,
    tell: Tell = untold,
) -> None:
    """Write each form into the site, and a link to it with its size on the page of the whole essay."""
    (site / FOLDER).mkdir(exist_ok=True)
    rows, words = [], book.interface
    for done, (ending, write) in enumerate(forms.items()):
        told = words(f"books.{ending.partition('.')[0]}")
        tell(told, done, len(forms))
        written = write(book, site)
        (site / FOLDER / f"{_name(book)}.{ending}").write_bytes(written)
        link = make("a", told, href=f"../{FOLDER}/{_name(book)}.{ending}", download="")
        rows.append(make("li", *words.parts("books.row", link=link, size=words.number(len(written) / 1000))))
    if (site / PAGE).is_file():
        page = parse_page(site / PAGE)
        for place in classed(page, "editions"):
            place.clear()
            place.set("class", "editions")
            append(place, make("p", words("books.take")), make("ul", *rows))
        (site / PAGE).write_text("<!doctype html>\n" + as_html(page) + "\n", encoding="utf-8")
        write_worker(site)  # the page has changed
