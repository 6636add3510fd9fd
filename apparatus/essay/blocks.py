"""The blocks of a page, read by Python-Markdown's own block parser, each piece of text with its lines.

In: the text of a page. Out: the blocks that the page will have, in order: paragraphs, headings, lists, tables,
quotations, notes. Inline marks are not read here. The checks and the pages cannot disagree on where a block begins,
because there is one parser; it keeps no line numbers, so its steps are watched here: from which lines it took each
block, and where in these each text of the block stands.

The two block rules of ours that every reading shares stand here too: the line that gives an address (`AddressAlone`),
and the names that `///` may begin.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, EmptyBlockProcessor, ReferenceProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block as SlashBlock

from . import syntax

ADDRESSED = ("p", "ul", "ol", "blockquote", "table")
"""Blocks of the prose that take an address; all but the paragraph take it on a line that stands alone after them."""
SLASHED = ("figure", "listing")
"""What may stand after ///."""
_DEFINITION = re.compile(r"^[ >]*\[\^([^\]]*)\]:[ ]*", re.MULTILINE)
_PASSIVE = (EmptyBlockProcessor, ReferenceProcessor, FootnoteBlockProcessor)


@dataclass(frozen=True)
class Run:
    """A text whose inline marks are read together; `lines` are those of its lines, `columns` where each begins. `path`
    is the tags around it, its own last.
    """

    text: str
    lines: tuple[int, ...]
    columns: tuple[int, ...]
    path: tuple[str, ...]
    tail: bool = False

    def line(self, at: int) -> int:
        """Return the line on which the character at `at` stands."""
        return self.lines[min(self.text.count("\n", 0, at), len(self.lines) - 1)]


@dataclass(frozen=True)
class Block:
    """A block of the page. `line` and `last` are its first line and its last, `id` is set for one that got its address
    from a line of its own, `note` is the name of the note whose text the block is a part of.
    """

    tag: str
    line: int
    last: int
    runs: tuple[Run, ...]
    id: str = ""
    note: str = ""
    tree: etree.Element = field(default_factory=lambda: etree.Element("p"), repr=False, compare=False)


class AddressAlone(BlockProcessor):
    """Give an address that stands alone to the block before it, unless that has one already."""

    def test(self, parent: etree.Element, block: str) -> bool:
        before = self.lastChild(parent)
        return (
            before is not None
            and before.tag in ADDRESSED
            and "id" not in before.attrib
            and not syntax.ADDRESS_AT_END.search(before.text or "")
            and bool(syntax.ADDRESS_ALONE.fullmatch(block.strip()))
        )

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        match = syntax.ADDRESS_ALONE.fullmatch(blocks.pop(0).strip())
        before = self.lastChild(parent)
        assert match and before is not None
        before.set("id", match[1])
        for name, value in syntax.attributes(match[2]).items():
            before.set(name, value)


class _Piece(str):
    """Text that the parser has before it, and where in the page it begins."""

    at: int

    @classmethod
    def of(cls, text: str, at: int) -> _Piece:
        piece = cls(text)
        piece.at = at
        return piece


class _Figure(SlashBlock):  # type: ignore[misc]
    NAME = "figure"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, self.NAME)


class _Listing(_Figure):
    NAME = "listing"


class _Slashed(BlocksExtension):  # type: ignore[misc]
    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        for one in (_Figure, _Listing):
            block_mgr.register(one, {})


class Reading:
    """One page's reading. `text` has the lines of the file, with what is no prose turned to spaces."""

    def __init__(self, text: str) -> None:
        self.text = _normal(text)
        self._starts = [0, *(m.end() for m in re.finditer("\n", self.text))]
        self._markdown = Markdown(extensions=["tables", _Slashed()])
        self._notes = FootnoteExtension()
        parser = self._notes.parser = self._markdown.parser
        parser.blockprocessors.register(AddressAlone(parser), "address", 175)
        parser.blockprocessors.register(FootnoteBlockProcessor(self._notes), "notes", 17)
        self._root = etree.Element("div")
        self._inside = parser.parseBlocks
        parser.parseBlocks = self._parse  # type: ignore[method-assign]
        self._current = _Piece.of(self.text, 0)
        self._pieces: dict[etree.Element, list[_Piece]] = {}
        self._note_pieces: list[_Piece] = []
        self._cursor = 0
        at, split = 0, []
        for chunk in self.text.split("\n\n"):
            split.append(_Piece.of(chunk, at))
            at += len(chunk) + 2
        parser.parseBlocks(self._root, split)  # type: ignore[arg-type]

    @property
    def references(self) -> tuple[str, ...]:
        """The names of links that are defined apart from their text."""
        return tuple(self._markdown.references)

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the page, then those of its notes."""
        for child in self._root:
            yield self._block(child, self._pieces[child], "")
        for name, text in self._notes.footnotes.items():
            self._cursor = self._definition(name)
            body = etree.Element("div")
            self._markdown.parser.parseChunk(body, text)
            for child in body:
                yield self._block(child, self._note_pieces or [_Piece.of(self.text, 0)], name)

    def _definition(self, name: str) -> int:
        """Return where the text of a note begins; of two notes of one name the parser keeps the later."""
        found = [m.end() for m in _DEFINITION.finditer(self.text) if m[1] == name]
        return found[-1] if found else 0

    def _parse(self, parent: etree.Element, blocks: list[str]) -> None:
        if parent is not self._root:
            self._inside(parent, blocks)
            return
        around = self._current
        self._place(blocks, around, first=True)
        while blocks:
            assert isinstance(blocks[0], _Piece)
            piece = self._current = blocks[0]
            count, notes, ahead = len(self._root), dict(self._notes.footnotes), list(blocks)
            for processor in self._markdown.parser.blockprocessors:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break
            grown = len(self._root) > count
            left = len(blocks) - next((i for i, one in enumerate(blocks) if isinstance(one, _Piece)), len(blocks))
            taken = ahead[: len(ahead) - left]
            for child in self._root[count:]:
                self._pieces.setdefault(child, taken)  # type: ignore[arg-type]
            if notes != self._notes.footnotes:
                self._note_pieces += taken  # type: ignore[arg-type]
            elif not grown and count and not isinstance(processor, (*_PASSIVE, AddressAlone)):
                self._pieces[self._root[-1]] += taken  # type: ignore[arg-type]
            self._place(blocks, piece, first=not grown)
        self._current = around

    def _place(self, blocks: list[str], within: _Piece, *, first: bool) -> None:
        """Note where those pieces begin that a processor has cut from `within` and put back."""
        for i, one in enumerate(blocks):
            if isinstance(one, _Piece):
                return
            found = within.find(one) if first else within.rfind(one)
            blocks[i] = _Piece.of(one, within.at + max(found, 0))

    def _block(self, element: etree.Element, pieces: list[_Piece], note: str) -> Block:
        if not note:
            self._cursor = max(self._cursor, pieces[0].at)
        start = self._line(self._cursor)
        runs = tuple(self._runs(element, pieces, ()))
        lines = [line for run in runs for line in run.lines] or [start]
        tag, end = str(element.tag), pieces[-1]
        last = max(lines) if note else self._line(end.at + len(end.rstrip()) - 1)  # its last item or cell may be empty
        return Block(tag, min(lines), max(last, *lines), runs, element.get("id", ""), note, element)

    def _runs(self, element: etree.Element, pieces: list[_Piece], path: tuple[str, ...]) -> Iterator[Run]:
        path = (*path, str(element.tag))
        if element.text and element.text.strip():
            yield self._run(str(element.text), pieces, path)
        for child in element:
            yield from self._runs(child, pieces, path)
            if child.tail and child.tail.strip():
                yield self._run(str(child.tail), pieces, path, tail=True)

    def _run(self, text: str, pieces: list[_Piece], path: tuple[str, ...], *, tail: bool = False) -> Run:
        lines, columns = [], []
        for line in text.split("\n"):
            at = self._find(line.strip(), pieces) if line.strip() else self._cursor
            lines.append(self._line(at))
            columns.append(at - self._starts[self._line(at) - 1])
        return Run(text, tuple(lines), tuple(columns), path, tail)

    def _find(self, line: str, pieces: list[_Piece]) -> int:
        """Return where the next `line` stands in the pieces, and go on behind it."""
        for piece in pieces:
            found = self.text.find(line, max(self._cursor, piece.at), piece.at + len(piece))
            if found >= 0:
                self._cursor = found + len(line)
                return found
        return self._cursor

    def _line(self, at: int) -> int:
        return bisect_right(self._starts, at)


def _normal(text: str) -> str:
    """Return `text` as Python-Markdown cuts it into blocks, line for line."""
    text = text.replace("\x02", "").replace("\x03", "").expandtabs(4)
    return re.sub(r"^ +$", "", text, flags=re.MULTILINE) + "\n\n"
