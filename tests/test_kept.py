"""What is kept on disk: made once, made again when what it is made from changes, never trusted when it is damaged."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from apparatus.essay.page import Page
from apparatus.mkdocs import page_cache
from apparatus.mkdocs.page_cache import PageCache
from apparatus.mkdocs.plugin import build
from apparatus.project import _load, load_project
from apparatus.record import bibliography
from apparatus.record.kept import FOLDER, _made_by, kept, key_of, read, write

from .support.project import ROOT, change

OTHER = ROOT / "tests/other-essay"
KEY = key_of(("a text",), ())


def _nothing(file: Path) -> None:
    """Leave it as it is."""


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _flip(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _foreign(file: Path) -> None:
    """Put what was kept of something else there, sound in itself."""
    write(file.parent.parent.parent, "another", key_of(("another text",), ()), b"[]")
    others = [other for other in file.parent.iterdir() if other.is_file() and other.read_bytes()[32:] == b"[]"]
    shutil.copy(others[0], file)


DAMAGE: tuple[Callable[[Path], None], ...] = (_cut, _flip, _empty, _folder, _foreign, Path.unlink)


def test_what_is_kept_is_not_made_again(tmp_path: Path) -> None:
    assert kept(tmp_path, "it", KEY, lambda: b"made") == b"made"
    assert kept(tmp_path, "it", KEY, lambda: pytest.fail("made again")) == b"made"
    assert read(tmp_path, "it", KEY) == b"made" and read(tmp_path, "it", key_of(("another",), ())) is None


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_is_made_again(damage: Callable[[Path], None], tmp_path: Path) -> None:
    write(tmp_path, "it", KEY, b"made")
    (file,) = (tmp_path / FOLDER).iterdir()
    damage(file)
    assert read(tmp_path, "it", KEY) is None
    assert kept(tmp_path, "it", KEY, lambda: b"made") == b"made"
    assert file.is_dir() or read(tmp_path, "it", KEY) == b"made"


def test_a_name_keeps_one_thing_alone_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    for text in ("one", "two", "three"):
        write(tmp_path, "it", key_of((text,), ()), text.encode())
    assert len(list((tmp_path / FOLDER).iterdir())) == 1
    assert read(tmp_path, "it", key_of(("one",), ())) is None


def test_a_disk_that_takes_nothing_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("no folder", encoding="utf-8")
    assert kept(tmp_path, "it", KEY, lambda: b"made") == b"made"
    assert read(tmp_path, "it", KEY) is None


def test_what_making_raises_passes_through_and_nothing_is_kept(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        kept(tmp_path, "it", KEY, lambda: bytes([1 // 0]))
    assert read(tmp_path, "it", KEY) is None


def test_the_key_tells_where_a_part_ends() -> None:
    assert key_of(("ab", "c"), ()) != key_of(("a", "bc"), ())


@pytest.mark.parametrize("file", ["markup.py", "words/en.yml"])
def test_the_key_changes_with_the_code_and_its_words(file: str, tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    for name in ("markup.py", "words/en.yml"):
        (tmp_path / name).write_text("one", encoding="utf-8")
    before = key_of((), (tmp_path,))
    _made_by.cache_clear()
    assert key_of((), (tmp_path,)) == before
    (tmp_path / file).write_text("two", encoding="utf-8")
    _made_by.cache_clear()
    assert key_of((), (tmp_path,)) != before


def test_the_key_changes_with_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    for version in ("1.0", "1.1"):
        _made_by.cache_clear()
        before = key_of((), ())
        (tmp_path / f"drawing-{version}.dist-info").mkdir()
        _made_by.cache_clear()
        assert key_of((), ()) != before


def test_pages_are_made_from_the_whole_of_the_code() -> None:
    folder = Path(page_cache.__file__).parents[1]
    assert (
        folder in page_cache._CODE and (folder / "words/en.yml").is_file() and (folder / "markup/claims.py").is_file()
    )


class Built:
    """A small project, built again and again; what was made anew the last time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pages: list[str] = []
        self.formatted = 0

    def build(self) -> dict[str, bytes]:
        """Return every file of the site by its path, built as if by a process of its own."""
        self.pages, self.formatted = [], 0
        _load.cache_clear()
        bibliography._format.cache_clear()
        build(self.root, self.root / "site")
        site = self.root / "site"
        return {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*") if file.is_file()}

    def alone(self) -> dict[str, bytes]:
        """Return what a build makes that finds nothing kept."""
        shutil.rmtree(self.root / FOLDER)
        return self.build()


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Built:
    root = Path(shutil.copytree(OTHER, tmp_path / "project"))
    shutil.copytree(ROOT / "overrides", root / "overrides")
    shutil.copytree(
        ROOT / "docs/assets", root / "docs/assets", ignore=shutil.ignore_patterns("cards"), dirs_exist_ok=True
    )
    made = Built(root)
    put, formatted = PageCache.put, bibliography._formatted

    def put_and_tell(self: PageCache, page: Page, content: str, ids: set[str]) -> None:
        made.pages += [page.path] if page_cache._is_kept(page) else []
        put(self, page, content, ids)

    def format_and_tell(items: str) -> dict[str, tuple[str, str]]:
        made.formatted += 1
        return dict(formatted(items))

    monkeypatch.setattr(PageCache, "put", put_and_tell)
    monkeypatch.setattr(bibliography, "_formatted", format_and_tell)
    return made


def test_a_build_is_the_same_whatever_was_kept(built: Built) -> None:
    first = built.build()
    assert len(built.pages) == 9 and built.formatted == 1
    for damage in (_nothing, *DAMAGE):
        for file in sorted((built.root / FOLDER).iterdir()):
            if file.is_dir():
                file.rmdir()
            elif file.exists():
                damage(file)
        assert built.build() == first
        anew = damage is not _nothing
        assert len(built.pages) == 9 * anew and built.formatted == anew


SAVES = {
    "a word of a section": ("docs/essay/what-a-reader-checks.md", "Readers of", "Most readers of", 1),
    "an entry": ("docs/data/terms.yml", "meaning: ", "meaning: Much, or ", 9),
    "a template": ("overrides/main.html", 'class="skip"', 'class="skip" data-new', 0),
    "a stylesheet": ("overrides/assets/stylesheets/record.css", ".total", ".totals", 0),
}


@pytest.mark.parametrize("save", SAVES)
def test_what_a_change_touches_is_made_anew_and_nothing_else(save: str, built: Built) -> None:
    before = built.build()
    path, old, new, many = SAVES[save]
    change(built.root / path, old, new)
    os.utime(built.root / path, (0, 0))  # a clock may be too coarse to tell two changes apart
    after = built.build()
    assert len(built.pages) == many and after != before
    assert built.alone() == after


def test_a_build_that_ends_in_a_warning_keeps_no_page(built: Built) -> None:
    section = built.root / "docs/essay/what-a-reader-checks.md"
    change(
        section,
        "\n\n",
        "\n\n[Nowhere](nowhere.txt) ",
    )
    with pytest.raises(Abort):
        built.build()
    for page in load_project(built.root).pages.values():
        cache = PageCache()
        cache.start_build(load_project(built.root), frozenset())
        assert cache.get(page) is None
