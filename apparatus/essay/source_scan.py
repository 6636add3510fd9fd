"""The essay's Markdown as the checks see it: finds passages and marks (page.py), each with its line.

Python-Markdown does not tell on which line a mark stood, so the source text is read here a second time: its blocks by
Python-Markdown's own block parser (blocks.py), the marks in each text of a block with the patterns of syntax.py in the
order of the extensions (inline.py). What would not become what its writer meant is a problem of the page. Nothing here
makes HTML.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from markdown.extensions.toc import slugify, unique

from ..problem import Problem
from ..record.kinds import KINDS
from ..record.yaml_source import UNSETTABLE, YamlError, parse_yaml, read_text, unreadable, unsettable
from . import syntax
from .blocks import ADDRESSED, SLASHED, Block, Reading, Run
from .inline import ADDRESSES, Inline, refused_attribute
from .page import Mark, Page, Passage

LONGEST_LINE = 20_000
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_LOOSE_META = re.compile(r"[ ]{0,3}[A-Za-z0-9_-]+:")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE = re.compile(r"(?<![\\`])`[^`\n]+`")
_CONTAINER = re.compile(r'<(p|div) class="[\w -]+"></\1>')
_SLASHES = re.compile(r"[ >]*(?:[-+*]|\d+\.)?[ ]*/{3,}[ ]*(.*?)[ ]*")
_SLASHED = re.compile(r"///[ ]+([\w-]+)[ ]*\|[ ]*([\w-]+)[ ]*")
_NUMBER = re.compile(r"(\d+)\.[ ]+\Z")
_FOREIGN_ITEM = re.compile(
    r"[ ]{0,3}((?P<sure>\d{1,3}\)|[•▪▫‣◦●○])|\(?(?:\d{1,3}|[a-z]|[ivx]{2,5})\)|(?:[a-z]|[ivx]{2,5})\.)[ \t]+\S"
)
"""How an item of a list begins elsewhere. What is not `sure` may begin a line of prose by chance."""
_UNSAID = "\ufffb"
_AFTER_PROSE = {kind.mention: "names" if kind.mark == "name" else kind.listing for kind in KINDS.values()}
"""Ids of what marks of a kind put after the prose (markup/): a heading of that name gets another."""
_WORD = re.compile(r"[^\W_]+(?:['’\-–,.][^\W_]+)*")


def read_page(root: Path, path: str) -> Page:
    """Read docs/`path`. Problems of encoding, front matter and line length are kept in the page."""
    where = f"docs/{path}"
    try:
        text = read_text(root / where)
    except YamlError as error:
        return Page(path, problems=(unreadable(where, error),))
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            return Page(path, problems=(Problem(where, number, "C035", f"The line has {len(line)} characters.",
                                                f"Break it: {LONGEST_LINE} is the most."),))  # fmt: skip
    odd = tuple(
        unsettable(where, number, character)
        for number, line in enumerate(text.split("\n"), 1)
        for character in dict.fromkeys(UNSETTABLE.findall(line))
    )
    if odd:
        return Page(path, problems=odd)
    meta, problems = _front_matter(where, text)
    start = m.end() if (m := _FRONT_MATTER.match(text)) else 0
    scan = _Scan(where, text, start)
    words = len(_WORD.findall(without_markup(scan.plain)))
    return Page(path, meta, text[start:], tuple(scan.marks), tuple(scan.passages), tuple(scan.anchors), words,
                (*problems, *scan.problems))  # fmt: skip


def without_markup(text: str) -> str:
    """Return the words of the prose alone: no citations, note texts, addresses or link targets."""
    text = re.sub(_UNSAID, "", text)
    text = re.sub(syntax.NOTE_DEFINITION + r".*?(?=\n\S|\Z)", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^///.*$", "", text, flags=re.MULTILINE)
    for pattern, kept in (
        (syntax.CITATION, ""), (syntax.NOTE_MARK, ""), (syntax.SPAN_END, ""), (syntax.ID_LINE, ""),
        (r"\]\([^)]*\)", ""), (r"[\[\]*#>]", ""),
    ):  # fmt: skip
        text = re.sub(pattern, kept, text)
    return text


def _front_matter(where: str, text: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    match = _FRONT_MATTER.match(text)
    if not match:
        what = "The page begins with a line that its builder takes for a setting, and leaves out."
        mend = "Begin the page with its front matter, between two lines of ---."
        return {}, (Problem(where, 1, "C002", what, mend),) if _LOOSE_META.match(text.lstrip("\n")) else ()
    try:
        document = parse_yaml(match[1])
    except YamlError as error:
        error.line += 1
        return {}, (unreadable(where, error, "front matter"),)
    if document.odd:
        line, character = document.odd[0]
        return {}, (unsettable(where, line + 1, character),)
    if document.value is not None and not isinstance(document.value, dict):
        return {}, (Problem(where, 2, "C002", "The front matter is no list of 'name: value'.",
                            "Write 'title: …' and so on, one a line, between two lines of ---."),)  # fmt: skip
    return document.value or {}, ()


class _Scan:
    """One reading of a page: its marks in the order of their lines, its passages, its anchors, and what is wrong with
    what was typed.
    """

    def __init__(self, where: str, text: str, start: int) -> None:
        self.where, self.lines = where, text.split("\n")
        self.problems: list[Problem] = []
        self.marks: list[Mark] = []
        self.passages: list[Passage] = []
        self.anchors: list[tuple[str, int]] = []
        self._headings: list[tuple[str, int]] = []
        self._counted: dict[int, int] = {}
        self.plain = self._without_comments(_spaces(text[:start]) + text[start:])
        self._slashes()
        reading = Reading(self.plain)
        for block in reading.blocks():
            self._block(block)
        for name in reading.references:
            line = next((i for i, one in enumerate(self.lines, 1) if f"[{name}]:" in one.lower()), 1)
            what = f"'[{name}]:' defines a link apart from its text, and the line is left out of the page."
            self._wrong("C110", line, what, "Write [text](address) where the link stands; \\[ is the sign itself.")
        self._definitions()
        self._heading_ids()
        self.marks.sort(key=lambda mark: mark.line)
        self.problems.sort()

    def _wrong(self, code: str, line: int, what: str, mend: str) -> None:
        self.problems.append(Problem(self.where, line, code, what, mend))

    def _without_comments(self, text: str) -> str:
        """Put a sign in the place of each comment, for a comment parts two blocks; it stands on lines of its own,
        between blank lines.
        """
        code = [m.span() for m in _CODE.finditer(text)]

        def spaces(match: re.Match[str]) -> str:
            before, after = text[: match.start()].rpartition("\n"), text[match.end() :].partition("\n")
            around = (before[2], before[0].rpartition("\n")[2], after[0], after[2].partition("\n")[0])
            if any(start < match.start() < end for start, end in code):
                return match[0]
            if "".join(around).strip():
                what = "A comment stands in the prose or beside it."
                mend = "Put it on lines of its own, with a blank line before and after."
                self._wrong("C106", text.count("\n", 0, match.start()) + 1, what, mend)
            return _UNSAID + _spaces(match[0][1:])

        return _COMMENT.sub(spaces, text)

    def _slashes(self) -> None:
        """Blocks that /// begins: which there are, and that each ends on the next line."""
        lines = self.plain.split("\n")
        at = 0
        while at < len(lines):
            match, line = _SLASHES.fullmatch(lines[at]), at + 1
            at += 1
            if not match:
                continue
            named = _SLASHED.fullmatch(lines[line - 1])
            if not match[1]:
                what = "The line /// ends nothing."
                self._wrong("C102", line, what, "Remove it, or write '/// figure | name' on the line before.")
            elif not named or named[1] not in SLASHED:
                mend = "Write '/// figure | name' or '/// listing | name' at the beginning of a line."
                self._wrong("C102", line, f"'{lines[line - 1].strip()}' begins no block.", mend)
                at += at < len(lines) and lines[at].strip() == "///"
            elif at == len(lines) or lines[at].rstrip() != "///":
                what = f"The block '{lines[line - 1].strip()}' does not end, and would take in what follows."
                self._wrong("C102", line, what, "Write /// on the next line.")
            else:
                at += 1
                inside = f"figure-{named[2]}" if named[1] == "figure" else ""
                self.marks.append(Mark(named[1], named[2], line, inside))
                if inside:
                    self.anchors.append((inside, line))

    def _block(self, block: Block) -> None:
        if block.tag in SLASHED:
            return
        if [run.text.strip() for run in block.runs] == [_UNSAID]:
            if block.id:
                self._wrong("C104", block.line, f"The address '{block.id}' is given to a comment.", ADDRESSES)
            return
        if any(element.tag == "pre" for element in block.tree.iter()):
            what = "A block is indented by four spaces or more, which makes it code."
            mend = "Begin its lines at the margin; in a list, with four spaces for each item around it."
            self._wrong("C103", self._first_of(block), what, mend)
            return
        self._counted = {}
        address = self._own_address(block)
        inside = f"note-{block.note}" if block.note else address
        if block.tag in ADDRESSED and not block.note:
            self._passage(block, address)
        for run in block.runs:
            self._run(block, run, inside)

    def _first_of(self, block: Block) -> int:
        if block.tag != "pre":
            return block.line
        return next((i for i in range(block.line, len(self.lines) + 1) if self.lines[i - 1].strip()), block.line)

    def _passage(self, block: Block, address: str) -> None:
        text = "\n".join(self.plain.split("\n")[block.line - 1 : block.last]).strip()
        if _CONTAINER.fullmatch(text):
            return
        self.passages.append(Passage(address, block.line, text, block.last, block.tag))
        if address:
            self.anchors.append((address, block.last))

    def _own_address(self, block: Block) -> str:
        """Return the id of a block that has one: from a line that stands alone, or from the last line of a
        paragraph.
        """
        if block.id or not block.runs or block.tag != "p":
            return block.id
        end = syntax.ADDRESS_AT_END.search(block.runs[-1].text)
        found = re.search(r"#([A-Za-z][\w-]*)", end[1]) if end else None
        return found[1] if found and not refused_attribute(end[1] if end else "") else ""

    def _run(self, block: Block, run: Run, inside: str) -> None:
        text = self._without_attributes(block, run).replace(_UNSAID, " ")
        if _CONTAINER.fullmatch(text.strip()):
            return
        if re.search(r"(?:^|\n)[ ]*(?:```|~~~)", text):
            what = "A fence of ``` or ~~~ begins code, which no page of this essay has."
            self._wrong("C103", run.line(0), what, "Say it in words, or put one ` on either side of a word of code.")
            return
        inline = Inline(text)
        for one in inline.found:
            self.marks.append(Mark(one.kind, one.name, run.line(one.at), inside))
        for wrong in inline.wrong:
            self._wrong(wrong.code, run.line(wrong.at), wrong.what, wrong.mend)
        if re.fullmatch(r"h[1-6]", block.tag):
            self._heading(block, run, text, inline)
            return
        self._foreign_list(run)
        if (run.path[-1] == "li" and not run.tail) or (run.path[-2:] == ("li", "p")):
            self._item(run)

    def _without_attributes(self, block: Block, run: Run) -> str:
        """Return the text of a run without the line or the braces that Python-Markdown takes for attributes."""
        text, tag = run.text, run.path[-1]
        own = (
            syntax.ADDRESS_AT_END.search(text)
            if not re.fullmatch(r"h[1-6]|t[dh]", tag)
            else re.search(r"[ ]+\{:?[ ]*([^}\n ][^\n]*)\}[ ]*$", text)
        )
        if not own:
            return text
        if own.start() == 0 and not own[0].startswith("\n"):
            return text  # braces alone are the text of the block
        wrong = refused_attribute(own[1])
        if wrong or block.note or len(run.path) > 1 or run.tail or (block.id and tag == "p"):
            what = wrong or "The address in braces is not that of the whole block."
            self._wrong("C104", run.line(len(text.rstrip())), what, ADDRESSES)
        return text[: own.start()] + re.sub(r"[^\n]", " ", own[0])

    def _heading(self, block: Block, run: Run, text: str, inline: Inline) -> None:
        line = run.line(0)
        typed = self.plain.split("\n")[line - 1]
        if not re.match(r"[ >]*#{1,6}[ ]", typed):
            mend = "Write '## ' before a heading; before a rule leave a blank line; \\# is the sign itself."
            self._wrong("C110", line, f"'{typed.strip()[:40]}' is taken for a heading.", mend)
        if block.note:
            return
        self.marks.append(Mark("heading", re.sub(r"[ ]+\{[^{}]*\}[ ]*$", "", run.text), line))
        given = re.search(r"[ ]+\{:?[ ]*([^}\n ][^\n]*)\}[ ]*$", run.text)
        own = re.search(r"#([A-Za-z][\w-]*)", given[1]) if given else None
        if own:
            self.anchors.append((own[1], line))
        else:
            self._headings.append((inline.words, line))

    def _item(self, run: Run) -> None:
        """The page counts an ordered list from one: a number that it would not give is lost, such as a year that begins
        a paragraph.
        """
        number = _NUMBER.search(self.plain.split("\n")[run.lines[0] - 1][: run.columns[0]])
        if not number:
            return
        depth, said = run.path.count("li"), int(number[1])
        self._counted = {deep: last for deep, last in self._counted.items() if deep <= depth}
        if said not in (1, self._counted.get(depth, 0) + 1):
            what = f"'{number[1]}.' begins an item of a list, and the page would count it anew."
            mend = f"Write '{number[1]}\\.' where the number is meant; count a list from 1."
            self._wrong("C105", run.lines[0], what, mend)
        self._counted[depth] = said

    def _foreign_list(self, run: Run) -> None:
        """What other programs take for a list is none here: its items would run on in one paragraph."""
        begun = [(i, m) for i, line in enumerate(run.text.split("\n")) if (m := _FOREIGN_ITEM.match(line))]
        sure = [i for i, m in begun if m["sure"]]
        first = sure[0] if sure else 0
        if run.path[-1] in ("p", "li") and (sure or (len(begun) > 1 and begun[0][0] == 0)):
            what = f"'{dict(begun)[first][1]}' begins no item of a list here."
            mend = (
                "Write '1. ' or '- ' before each item, with a blank line before the first; \\) and \\. are the signs "
                "themselves."
            )
            self._wrong("C113", run.lines[first], what, mend)

    def _definitions(self) -> None:
        for i, line in enumerate(self.plain.split("\n"), 1):
            if m := re.match(r"[ >]{0,6}\[\^([^\]]*)\]:", line):
                self.marks.append(Mark("definition", m[1], i, f"note-{m[1]}"))
                self.anchors.append((f"note-{m[1]}", i))

    def _heading_ids(self) -> None:
        taken = {id for id, _ in self.anchors} | {mark.name for mark in self.marks if mark.kind == "claim"}
        taken |= {_AFTER_PROSE[mark.kind] for mark in self.marks if mark.kind in _AFTER_PROSE}
        for words, line in self._headings:
            self.anchors.append((unique(slugify(words, "-"), taken), line))


def _spaces(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
