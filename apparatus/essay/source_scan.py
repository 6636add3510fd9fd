"""The essay's Markdown as the checks see it: pages, passages and marks, each with its line.

Python-Markdown does not tell on which line a mark stood, so the source text is read here a second time, with the same
patterns (syntax.py) and with code, comments and front matter blanked out. Nothing here makes HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown.extensions.toc import slugify, unique

from ..problem import Problem
from ..record.yaml_source import YamlError, parse_yaml, read_text
from . import syntax

WORDS_PER_MINUTE = 230
"""Silent reading of English prose: 238 words a minute for non-fiction (Brysbaert 2019), rounded down for names."""
LONGEST_LINE = 20_000
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HIDDEN = re.compile(r"^(```|~~~).*?^\1[^\n]*$|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)|<!--.*?-->", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^\n]*?[\"'])?\s*\)")
_IMAGE = re.compile(r"!\[[^\]\n]*\]\(\s*<?([^)\s>]+)>?[^)\n]*\)")
_ELEMENT = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*>")
_SOURCE = re.compile(r"""\bsrc\s*=\s*["']?([^"'\s>]+)""")
_LISTING = re.compile(r"^///[ \t]*listing[ \t]*\|[ \t]*([\w-]+)", re.MULTILINE)
_FIGURE = re.compile(r"^///[ \t]*figure[ \t]*\|[ \t]*([\w-]+)", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n")
_WORD = re.compile(r"[^\W_]+(?:['’\-–,.][^\W_]+)*")


@dataclass(frozen=True)
class Mark:
    """One mark of the essay's markup: what kind, whom it names, on which line, in which passage.

    `kind` is citation, note, definition, claim, term, person, link, image, element (of raw HTML), heading, listing or figure.
    """

    kind: str
    name: str
    line: int
    passage: str = ""


@dataclass(frozen=True)
class Passage:
    """A block of the essay with its address; `id` is empty while it has none. `kind` is paragraph or block."""

    id: str
    line: int
    text: str
    end: int


@dataclass(frozen=True)
class Page:
    """One Markdown file of docs/. `path` is relative to docs/; `body` is the text without front matter."""

    path: str
    meta: dict[str, Any] = field(default_factory=dict)
    body: str = ""
    marks: tuple[Mark, ...] = ()
    passages: tuple[Passage, ...] = ()
    anchors: tuple[tuple[str, int], ...] = ()
    words: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def title(self) -> str:
        return str(self.meta.get("title") or next((m.name for m in self.marks if m.kind == "heading"), self.path))

    @property
    def question(self) -> str:
        """What the section asks, from its front matter."""
        return str(self.meta.get("question", ""))

    @property
    def edition(self) -> str:
        """The number of the frozen edition that this page shows, or nothing."""
        return str(self.meta.get("edition") or "")

    @property
    def is_section(self) -> bool:
        """Whether this page is a section of the essay (the others are the cover, the record and the colophon)."""
        return self.path.startswith("essay/")

    @property
    def minutes(self) -> int:
        """Reading time in minutes, at least one."""
        return max(1, round(self.words / WORDS_PER_MINUTE))

    def all(self, kind: str) -> Iterator[Mark]:
        """Yield the marks of one kind in the order of the text."""
        return (mark for mark in self.marks if mark.kind == kind)


def read_page(root: Path, path: str) -> Page:
    """Read docs/`path`. Problems of encoding, front matter and line length are kept in the page."""
    where = f"docs/{path}"
    try:
        text = read_text(root / where)
    except YamlError as error:
        return Page(path, problems=(Problem(where, error.line, "C001", f"The file is not UTF-8 text: {error.what}",
                                            "Save it again as UTF-8."),))  # fmt: skip
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            return Page(path, problems=(Problem(where, number, "C035", f"The line has {len(line)} characters.",
                                                f"Break it: {LONGEST_LINE} is the most."),))  # fmt: skip
    meta, problems = _front_matter(root, where, text)
    start = m.end() if (m := _FRONT_MATTER.match(text)) else 0
    plain = _blank(text, start)
    passages = tuple(_passages(plain, start))
    marks = tuple(sorted(_marks(plain, passages), key=lambda mark: mark.line))
    words = len(_WORD.findall(without_markup(plain)))
    return Page(path, meta, text[start:], marks, passages, tuple(_anchors(plain)), words, problems)


def without_markup(text: str) -> str:
    """Return the words of the prose alone: no citations, note texts, addresses or link targets."""
    text = re.sub(syntax.NOTE_DEFINITION + r".*?(?=\n\S|\Z)", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^///.*$", "", text, flags=re.MULTILINE)
    for pattern, kept in (
        (syntax.CITATION, ""), (syntax.NOTE_MARK, ""), (syntax.SPAN_END, ""), (syntax.ID_LINE, ""),
        (r"\]\([^)]*\)", ""), (r"[\[\]*#>]", ""),
    ):  # fmt: skip
        text = re.sub(pattern, kept, text)
    return text


def _front_matter(root: Path, where: str, text: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, ()
    try:
        meta = parse_yaml(match[1]).value
    except YamlError as error:
        line, what = error.line + 1, error.what
        return {}, (Problem(where, line, "C002", f"The front matter is not sound YAML: {what}",
                            "Mend the line, or put the value in quotation marks."),)  # fmt: skip
    return (meta if isinstance(meta, dict) else {}), ()


def _blank(text: str, start: int) -> str:
    """Return `text` at the same length with front matter, code and comments turned to spaces."""

    def spaces(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    return re.sub(r"[^\n]", " ", text[:start]) + _HIDDEN.sub(spaces, text[start:])


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _passages(text: str, start: int) -> Iterator[Passage]:
    """Yield the blocks of prose: what blank lines part, without headings, note texts, listings and bare addresses."""
    at = start
    for chunk in [*_BLANK.finditer(text, start), None]:
        end = chunk.start() if chunk else len(text)
        block = text[at:end]
        stripped = block.strip()
        begins = at + len(block) - len(block.lstrip())
        skip = not stripped or re.match(r"#|///|<|\{:|\||    |\[\^[^\]]+\]:", stripped) or block.startswith("    ")
        if not skip:
            own = re.search(r"\n[ \t]*" + syntax.ID_LINE + r"[ \t]*\Z", block.rstrip())
            after = re.match(r"\s*\{:\s*#([\w-]+)\s*\}[ \t]*(?=\n|\Z)", text[end:])
            address = own[1] if own else after[1] if after and not re.match(r"\w", stripped[0]) else ""
            yield Passage(address, _line(text, begins), stripped, at + len(block.rstrip()))
        at = chunk.end() if chunk else end


def _marks(text: str, passages: tuple[Passage, ...]) -> Iterator[Mark]:
    """Yield every mark with its line and the passage around it; a mark in a note belongs to the note's address."""
    definitions = [(m.start(), m[1]) for m in re.finditer(syntax.NOTE_DEFINITION, text, re.MULTILINE)]

    def mark(kind: str, name: str, at: int) -> Mark:
        note = next((name for start, name in reversed(definitions) if start <= at), None)
        end = next((p for p in passages if p.end >= at), None)
        line = _line(text, at)
        inside = end.id if end and end.line <= line else f"note-{note}" if note else ""
        return Mark(kind, name, line, inside)

    for m in re.finditer(syntax.CITATION, text):
        for cited in syntax.parse_citation(m[1]):
            yield mark("citation", cited.key, m.start())
    for kind, pattern in (("note", syntax.NOTE_MARK), ("definition", syntax.NOTE_DEFINITION)):
        for m in re.finditer(pattern, text, re.MULTILINE):
            yield mark(kind, m[1], m.start())
    for m in re.finditer(syntax.SPAN_END, text):
        begin = _opening(text, m.start())
        name = m[2] if m[2] is not None else syntax.identify(without_markup(text[begin + 1 : m.start()]))
        nested = "]{claim" in text[begin + 1 : m.start()] or (m[1] != "claim" and "]{" in text[begin + 1 : m.start()])
        yield mark(f"nested-{m[1]}" if nested else m[1], name, m.start())
    images = {m.end(): m for m in _IMAGE.finditer(text)}
    for kind, compiled, group in (("link", _LINK, 1), ("heading", _HEADING, 2), ("listing", _LISTING, 1)):
        for m in compiled.finditer(text):
            yield mark("image" if m.end() in images else kind, m[group], m.start())
    for m in _ELEMENT.finditer(text):
        yield mark("element", m[1].lower(), m.start())
        if m[1].lower() == "img" and (source := _SOURCE.search(m[0])):
            yield mark("image", source[1], m.start())
    for m in _FIGURE.finditer(text):
        yield Mark("figure", m[1], _line(text, m.start()), f"figure-{m[1]}")


def _opening(text: str, close: int) -> int:
    """Return where the bracket that closes at `close` was opened, or `close` when nowhere."""
    depth = 0
    for at in range(close, max(-1, close - LONGEST_LINE), -1):
        depth += {"]": 1, "[": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return close


def _anchors(text: str) -> Iterator[tuple[str, int]]:
    """Yield each id that the page will have, with its line: given ones, and those of headings without one."""
    for m in re.finditer(syntax.ID_LINE, text):
        yield m[1], _line(text, m.start())
    taken: set[str] = set()
    for m in _HEADING.finditer(text):
        if not re.search(syntax.ID_LINE, m[2]):
            yield unique(slugify(without_markup(m[2]), "-"), taken), _line(text, m.start())
    for m in re.finditer(syntax.NOTE_DEFINITION, text, re.MULTILINE):
        yield f"note-{m[1]}", _line(text, m.start())
    for m in _FIGURE.finditer(text):
        yield f"figure-{m[1]}", _line(text, m.start())
