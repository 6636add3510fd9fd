"""The essay as it was built: the pages of site/, taken apart into what every edition is made of.

In: a built site and the project that it was built from. Out: a Book, whose chapters are trees that share one set of ids
and whose links lead inward by those ids, whatever page they stood on. An address of a paragraph or of a claim keeps its
name, for it is given once in the whole essay (C032, C018 see to that); every other id, such as that of the fifth source
of a section, gets its chapter's name before it. A link to what is not in the book becomes an absolute address. Text
comes from the pages, so that a book says what the site says; what is said of the whole (title, author, rights,
release) from mkdocs.yml.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import tostring

from ..figures.charts import draw_alone
from ..html.tree import Element, classed, clone, elements, fragment, has_class, parse_page, remove, words
from ..html.typography import curly
from ..project import Project, page_url
from ..record.bibliography import csl
from ..record.settings import Type, read_settings
from ..releases.freeze import changed
from ..words import Words
from .source_pages import whole_entries

ON_THE_WEB_ALONE = ("filter", "lanes", "skip-picture", "offline", "cite", "files", "away")
"""What only a browser can use: choices, the picture of the timeline whose list stands below it, the offer to save,
files to download.
"""
REFERRING = ("aria-labelledby", "aria-describedby", "for")
_ROOT = "http://site.invalid/"
_URL = re.compile(r"url\(#([^)]+)\)")


class NotBuilt(Exception):
    """The folder does not hold a built site. The message says what is missing."""


@dataclass(frozen=True)
class Chapter:
    """A page of the site as a part of a book: `name` is its id, `tree` an article element with ids and links bound."""

    name: str
    path: str
    title: str
    tree: Element

    @property
    def is_section(self) -> bool:
        return self.path.startswith("essay/")

    def copy(self) -> Chapter:
        """Return the same chapter with a tree of its own, to be changed."""
        return Chapter(self.name, self.path, self.title, clone(self.tree))


@dataclass(frozen=True)
class Book:
    """The essay and its record. `name` is that of its files, without ending; `site_url` is where the site is to stand,
    with a slash at the end; `edition` names the release, in words; `number` is its number and `licence` the address of
    its licence. `interface` holds the words of its language. `sources` are CSL items by their keys, `short_names` what
    a note calls each, as HTML.
    """

    name: str
    title: str
    author: str
    standfirst: str
    description: str
    language: str
    interface: Words
    site_url: str
    rights: str
    licence: str
    edition: str
    number: str
    date: datetime
    type: Type
    styles: Mapping[str, str]
    """The language's own stylesheet for each form that has one, to follow the form's: `epub`, `pdf`."""
    sections: tuple[Chapter, ...]
    record: tuple[Chapter, ...]
    drawings: Mapping[str, Element]
    """The drawing of each chart as it stands alone, by the figure's id: for readers that cannot stretch one."""
    sources: Mapping[str, Mapping[str, Any]]
    short_names: Mapping[str, str]

    @property
    def direction(self) -> str | None:
        """The direction of its lines, where that has to be said: 'rtl'."""
        way = str(self.interface.at("language.direction"))
        return way if way != "ltr" else None

    @property
    def about(self) -> str:
        """What a shelf shows of the book: many programs show a description and neither edition nor rights, so it tells
        them too.
        """
        return " ".join(map(self.interface.sentence, filter(None, (self.description, self.edition, self.rights))))

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        return (*self.sections, *self.record)


def read_book(site: Path, project: Project) -> Book:
    """Read a site that was built from `project`. Raises NotBuilt."""
    settings = project.settings
    cover = _page(site, "")
    article = _article(cover, "")
    listed = [link.get("href") for contents in classed(article, "contents") for link in contents.iter("a")]
    paths = [urlsplit(urljoin(_ROOT, href)).path.lstrip("/") for href in listed]
    if not paths:
        raise NotBuilt("Its cover lists no sections.")
    paths += [path for page in settings.books if (site / (path := page_url(page)) / "index.html").is_file()]
    articles = {path: whole_entries(site, path, _article(_page(site, path), path)) for path in paths}
    site_url = settings.site_url or _ROOT
    chapters = _bound(articles, site_url)
    return Book(
        name=_name(project),
        title=curly(settings.title),
        author=curly(settings.author),
        standfirst=words(classed(article, "standfirst")[0]) if classed(article, "standfirst") else "",
        description=settings.description,
        language=settings.edition.language,
        interface=project.words,
        site_url=site_url,
        rights=settings.copyright,
        licence=settings.edition.licence,
        edition=edition_of(project),
        number=settings.edition.number,
        date=_date(settings.edition.date),
        type=settings.type,
        styles=_styles(project),
        sections=tuple(chapter for chapter in chapters if chapter.is_section),
        record=tuple(chapter for chapter in chapters if not chapter.is_section),
        drawings=_drawings(project),
        sources={key: csl(source) for key, source in project.record.sources.items()},
        short_names={key: reference.short for key, reference in project.references.items()},
    )


def _name(project: Project) -> str:
    """Return the name of a book's files, in letters that any host and messenger keep: the title; of a translation that
    of the original, and the language.
    """
    source, language = project.settings.translation_of, project.root.name
    title = read_settings(Path(source)).title if source else project.settings.title
    return re.sub(r"\W+", "-", f"{title.lower()} {language if source else ''}").strip("-")


def _styles(project: Project) -> dict[str, str]:
    type = project.settings.type
    files = {form: project.root / path for form, path in (("epub", type.epub), ("pdf", type.pdf)) if path}
    return {form: file.read_text(encoding="utf-8") for form, file in files.items()}


def _drawings(project: Project) -> dict[str, Element]:
    charts = (figure for figure in project.record.figures.values() if figure.series)
    drawn = {
        one.id: draw_alone(one, project.tables[str(one.series)], project.colours, project.words, project.root)
        for one in charts
    }
    return {id: fragment(tostring(drawing, encoding="unicode")) for id, drawing in drawn.items()}


def edition_of(project: Project) -> str:
    """Return the name of the release, in words, and whether the text has changed since."""
    edition = project.settings.edition
    if not edition.number:
        return ""
    words = project.words
    since = words("page.since") if changed(project) else ""
    return words("page.edition", number=edition.number, date=words.date(edition.date)) + since


def _date(day: str) -> datetime:
    """Return when this release was made, never by the clock, so that two builds of the same text are the same to the
    byte.

    SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch/) where it is set; else the day of the
    release, at midnight UTC; else the first day that a ZIP archive can name.
    """
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.fromisoformat(day or "1980-01-01").replace(tzinfo=UTC)


def _page(site: Path, path: str) -> Element:
    try:
        return parse_page(site / path / "index.html")
    except FileNotFoundError as error:
        raise NotBuilt(f"It has no {path}index.html.") from error


def _article(page: Element, path: str) -> Element:
    found = page.find(".//article")
    if found is None:
        raise NotBuilt(f"{path}index.html has no article.")
    return found


def _bound(articles: Mapping[str, Element], address: str) -> list[Chapter]:
    """Give every id its name in the book, then turn every link inward, or outward to the site's address."""
    names = {path: path.strip("/").rsplit("/", 1)[-1] for path in articles}
    ids = _ids(articles, names)
    chapters = []
    for path, article in articles.items():
        heading = article.find(".//h1")
        ids[path, heading.get("id")] = names[path]
        ids[path, article.get("id")] = names[path]
        heading.attrib.pop("id", None)
        _rename(article, path, ids)
        _lead(article, path, ids, address)
        article.set("id", names[path])
        for part in [
            *article.xpath("./nav | ./script"),
            *(one for name in ON_THE_WEB_ALONE for one in classed(article, name)),
        ]:
            remove(part)
        chapters.append(Chapter(names[path], path, words(heading), clone(article)))
    return chapters


def _ids(articles: Mapping[str, Element], names: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Return the name in the book of each id of each page; the note of a retired paragraph keeps its address if no
    paragraph has it.
    """
    ids = {(path, ""): names[path] for path in articles}
    own = [(path, element) for path, article in articles.items() for element in elements(article) if element.get("id")]
    standing = {element.get("id") for path, element in own if _lasting(element, path)}
    for path, element in own:
        id = element.get("id")
        note = has_class(element, "retired") and id not in standing
        ids[path, id] = id if note or _lasting(element, path) else f"{names[path]}-{id}"
        standing |= {id} if note else set()
    return ids


def _lasting(element: Element, path: str) -> bool:
    """Whether an element's id is the same in every edition: the address of a paragraph or of a claim in the essay."""
    return path.startswith("essay/") and (has_class(element, "passage") or has_class(element, "claim"))


def _rename(article: Element, path: str, ids: Mapping[tuple[str, str], str]) -> None:
    for element in elements(article):
        if id := element.get("id"):
            element.set("id", ids[path, id])
        for name, value in list(element.attrib.items()):
            if name in REFERRING:
                element.set(name, " ".join(ids.get((path, one), one) for one in value.split()))
            elif "url(#" in value:
                element.set(name, _URL.sub(lambda found: f"url(#{ids.get((path, found[1]), found[1])})", value))


def _lead(article: Element, path: str, ids: Mapping[tuple[str, str], str], address: str) -> None:
    for name in ("href", "src"):
        for element in article.xpath(f".//*[@{name}]"):
            place, outward = _place(path, element.get(name), address)
            if place and name == "href" and (inward := ids.get(place)):
                element.set(name, f"#{inward}")
            elif outward:
                element.set(name, outward)


@lru_cache(maxsize=10_000)
def _place(path: str, link: str, address: str) -> tuple[tuple[str, str] | None, str]:
    """Return to which page and id of the site a link on the page at `path` leads, and to which address; neither if that
    is another host's.
    """
    if link.startswith("#"):  # nine of ten: to the page itself
        return (path, link[1:]), urljoin(address, path) + link
    split = urlsplit(urljoin(_ROOT + path, link))
    if split.netloc != urlsplit(_ROOT).netloc:
        return None, ""
    whole = urljoin(urljoin(address, path), link)
    if not whole.startswith(address):  # to the site in another language, around this one
        return None, whole
    page = split.path.lstrip("/")
    return (page, split.fragment), urljoin(address, page) + (f"#{split.fragment}" if split.fragment else "")
