"""Making the books, each form of the whole to take away, and putting them into a built site, all of them or none."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from ..html.tree import append, as_html, classed, make, parse_page
from ..postbuild.atomic_replace import swap_in
from ..postbuild.book import Book, read_book
from ..postbuild.offline import write_worker
from ..postbuild.one_page import PAGE
from ..postbuild.progress import Tell, untold
from ..project import Project, load_project
from ..translation.assemble import assemble, wanted
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


def make_books(site: Path, project: Project, tell: Tell = untold, drafts: bool = False) -> Mapping[str, int]:
    """Add the books to the site that was built from `project`, and to those of its translations, with `drafts` of
    unfinished ones too; return the bytes of each by its path in the site. Raises NotBuilt, NoPdf, NoRaqm or
    PandocFailed, with the site as it was.
    """
    books = {site: read_book(site, project)}
    for language in wanted(project.root, drafts):
        books[site / language] = read_book(
            site / language, load_project(assemble(project.root, language, project.pages).root)
        )

    def into(fresh: Path) -> None:
        shutil.copytree(site, fresh, dirs_exist_ok=True)
        for folder, book in books.items():
            put_books(book, fresh / folder.relative_to(site), FORMS, tell)

    swap_in(site, into)
    made = (file for folder, book in books.items() for file in sorted((folder / FOLDER).glob(f"{book.name}.*")))
    return {file.relative_to(site).as_posix(): file.stat().st_size for file in made}


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
        (site / FOLDER / f"{book.name}.{ending}").write_bytes(written)
        link = make("a", told, href=f"../{FOLDER}/{book.name}.{ending}", download="")
        rows.append(make("li", *words.parts("books.row", link=link, size=words.number(len(written) / 1000))))
    if (site / PAGE).is_file():
        page = parse_page(site / PAGE)
        for place in classed(page, "editions"):
            place.clear()
            place.set("class", "editions")
            append(place, make("p", words("books.take")), make("ul", *rows))
        (site / PAGE).write_text("<!doctype html>\n" + as_html(page) + "\n", encoding="utf-8")
        write_worker(site)  # the page has changed
