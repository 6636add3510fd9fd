"""The settings: what mkdocs.yml says of the site, read once for everything that is not MkDocs itself.

In: mkdocs.yml. Out: title, address, author, edition and navigation, with the lines on which they stand. What can be
wrong is said by the checks (C014, C015, C060); here a missing or odd value is an empty one, so that the preview can
still show the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass as checked

from .yaml_source import Place, YamlDocument, read_yaml

CONFIGURATION = "mkdocs.yml"


@dataclass(frozen=True)
class Edition:
    """What a reference says of the text: `extra.edition` in mkdocs.yml. Dates are days (2026-11-23) and never the
    clock's.
    """

    key: str = ""
    short: str = ""
    tag: str = ""
    number: str = ""
    published: str = ""
    date: str = ""
    language: str = "en-GB"
    licence: str = ""


@checked(frozen=True, config=ConfigDict(extra="forbid"))
class Type:
    """What letters that are not Latin need where the stylesheets of the pages do not reach: `extra.letters` in
    mkdocs.yml.

    `face` is a file in docs/assets/fonts/ for cards and covers, set at `scale` of the size of Literata with `leading`
    between its lines, in ems; `drawing` names plain typefaces, with commas between them, for the drawings of books and
    the hidden letters of the PDF (books/searchable.py); a word processor is asked for `word`; `epub` and `pdf` are
    stylesheets, as paths from the root, which are added to those of the books.
    """

    face: str = ""
    scale: float = 1
    leading: float = 0
    drawing: str = ""
    word: str = ""
    epub: str = ""
    pdf: str = ""


@dataclass(frozen=True)
class Contract:
    """The claims that the whole text has to make, c01 to the last, once it has so many sections (`extra.contract`);
    none is due when both are 0. `source` is the id of the source that made them first, if there is one.
    """

    claims: int = 0
    sections: int = 0
    source: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(f"c{number:02}" for number in range(1, self.claims + 1))


@dataclass(frozen=True)
class Settings:
    """What mkdocs.yml says. `site_url` ends in a slash, or is empty when the site has none; `navigation` is paths in
    docs/, `books` those of the pages that follow the sections in a book (`extra.books`), and `unlisted` patterns, as
    .gitignore has them, of pages that the navigation leaves out knowingly (`not_in_nav`); `stylesheets` are the site's
    own, beside those of its theme (`extra_css`). `translation_of` is the root of the project that this one translates,
    set when it is put together (translation/assemble.py), or empty; `stale` are then the parts of it whose English has
    changed since, by their file in docs/, and `values` what it says for the words of charts, by the English ones.
    """

    title: str = ""
    site_url: str = ""
    author: str = ""
    description: str = ""
    copyright: str = ""
    edition: Edition = field(default_factory=Edition)
    type: Type = field(default_factory=Type)
    books: tuple[str, ...] = ()
    contract: Contract = field(default_factory=lambda: Contract())
    navigation: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    stylesheets: tuple[str, ...] = ()
    translation_of: str = ""
    stale: Mapping[str, Sequence[str]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    document: YamlDocument = field(default_factory=lambda: YamlDocument({}, {}), repr=False)

    def line(self, *place: str) -> int:
        """Return the line of a key, or of the nearest thing around it, such as ``line("extra", "edition", "date")``."""
        return self.document.line(place)

    @property
    def navigation_lines(self) -> Mapping[str, int]:
        """The last line on which the navigation names each path."""
        return {path: line for path, line in _named(self.document) if "://" not in path}


def read_settings(root: Path) -> Settings:
    """Read mkdocs.yml under `root`. Raises YamlError when it is unsound, FileNotFoundError when there is none."""
    document = read_yaml(root / CONFIGURATION, typed=True)
    top = _mapping(document.value)
    extra = _mapping(top.get("extra"))
    edition, contract = _mapping(extra.get("edition")), _mapping(extra.get("contract"))
    books = extra.get("books")
    address = _text(top.get("site_url"))
    return Settings(
        title=_text(top.get("site_name")),
        site_url=address if not address or address.endswith("/") else address + "/",
        author=_text(top.get("site_author")),
        description=_text(top.get("site_description")),
        edition=Edition(**{name: _text(edition[name]) for name in Edition.__dataclass_fields__ if name in edition}),
        type=_type(_mapping(extra.get("letters"))),
        copyright=_text(top.get("copyright")),
        books=tuple(map(_text, books)) if isinstance(books, list) else (),
        contract=Contract(
            _number(contract.get("claims")), _number(contract.get("sections")), _text(contract.get("source"))
        ),
        navigation=tuple(path for path, _ in _named(document) if "://" not in path),
        unlisted=tuple(_text(top.get("not_in_nav")).splitlines()),
        stylesheets=tuple(map(_text, top.get("extra_css") or ())),
        translation_of=_text(extra.get("translation_of")),
        stale=_mapping(extra.get("stale")),
        values={str(word): _text(said) for word, said in _mapping(extra.get("values")).items()},
        document=document,
    )


def _named(document: YamlDocument) -> Iterator[tuple[str, int]]:
    """Yield the pages and links of `nav` in order, each with its line."""

    def named(entry: Any, place: Place) -> Iterator[tuple[str, int]]:
        if isinstance(entry, str):
            yield entry, document.line(place)
        elif isinstance(entry, (list, dict)):
            for key, child in enumerate(entry) if isinstance(entry, list) else entry.items():
                yield from named(child, (*place, key))

    yield from named(_mapping(document.value).get("nav"), ("nav",))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _type(said: Mapping[str, Any]) -> Type:
    def size(name: str) -> float:
        value = said.get(name)
        return value if isinstance(value, (int, float)) else float(getattr(Type, name))

    words = {name: _text(said.get(name)) for name in ("face", "drawing", "word", "epub", "pdf")}
    return Type(**words, scale=size("scale"), leading=size("leading"))


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, (list, dict)) else str(value).strip()
