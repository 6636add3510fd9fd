"""The inline marks of one text, in the order in which Python-Markdown takes them, and what is left that looks like a
mark and is none.

In: a text whose marks are read together (a paragraph, a cell, an item; blocks.py). Out: its marks, its faults, and its
words without either. What is taken for a mark is turned into filler of the same length, step by step, in the order of
the extensions' priorities; what is then left of brackets and braces would stand on the page as it was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5
from html.parser import HTMLParser

from markdown import Markdown
from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.inlinepatterns import AUTOLINK_RE, AUTOMAIL_RE, HTML_RE, LinkInlineProcessor

from ..record.kinds import KINDS, NAMES
from . import syntax

FILLER = "\ufffc"
"""What stands for a letter of code, of an escaped sign and of a mark: no bracket, no space, no part of a word."""
INLINE_HTML = frozenset(
    [
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "dfn",
        "em",
        "i",
        "kbd",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "var",
        "wbr",
    ]
)
"""Elements that writers may type: what has a meaning in every form of the essay and no address, no behaviour and no
looks of its own.
"""
HTML_ATTRIBUTES = frozenset(["lang", "dir", "title"])
_HIDDEN = re.compile(r"\\[^\w\s]|`[^`]+`")
_TAG = re.compile(HTML_RE, re.DOTALL)
_AUTOLINK = re.compile(AUTOLINK_RE)
_AUTOMAIL = re.compile(AUTOMAIL_RE)
_ATTRIBUTES = re.compile(r"(?<=[*_)>`])\{:?[ ]*([^{}\n ][^{}\n]*)\}")
_NEARLY = re.compile(
    r"\[\^[^\]\n]*\]?|\^\[[^\]\n]*\]?|\[[^\[\]\n]*(?<!\w)-?@\w[^\[\]\n]*\]?|\[?[^\[\]\n]{0,20}\][ "
    r"\u00a0]*\{[^{}\n]*\}?|\{[^{}\n]*\}?|\}"
    r"|\]\([^)\n]*\)?|\]\[[^\]\n]*\]?|`+|<!--|-->|/{3,}|^ *#{1,6} |\n *(?:[-+*]|1\.) |^[ |]*:?-{3,}:? *\|.*",
    re.MULTILINE,
)
_TAG_BEGINS = re.compile(r"<[A-Za-z/!?][^<>\s]*")
_ENTITY = re.compile(r"&([A-Za-z]\w*);")


class _Links(LinkInlineProcessor):
    def unescape(self, text: str) -> str:
        return text


_OURS = _Links(r"\[", Markdown())
ADDRESSES = (
    "A paragraph has '{: #k7f2 }' on its last line; a list, a quotation and a table have it on a line of its own, "
    "with a blank line before it."
)
MARKED_INSIDE = (*(kind.mention for kind in KINDS.values()), "note", "link")
_NAMES = tuple(kind.name for kind in NAMES)
_SENTENCES = tuple(kind.name for kind in KINDS.values() if kind.mark == "sentence")


@dataclass(frozen=True)
class Found:
    """A mark and where in the text it begins and ends."""

    kind: str
    name: str
    at: int
    end: int = 0


@dataclass(frozen=True)
class Wrong:
    """Something typed that would not become what its writer meant; `code` is the number of the rule."""

    code: str
    at: int
    what: str
    mend: str


@dataclass
class Inline:
    """The reading of one text. `rest` is what was typed, marks and code turned to filler."""

    text: str
    found: list[Found] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    rest: str = ""

    def __post_init__(self) -> None:
        self.rest = _HIDDEN.sub(lambda m: _fill(m[0]), self.text)
        for step in (
            self._notes,
            self._spans,
            self._citations,
            self._links,
            self._html,
            self._attributes,
            self._left,
            self._emphasis,
        ):
            step()
        self._inside()

    @property
    def words(self) -> str:
        """What a reader sees of the text: no marks, no signs of emphasis, no elements; code and escaped signs as they
        are shown.
        """
        parts, at = [], 0
        for m in _HIDDEN.finditer(self.text):
            parts += [self.rest[at : m.start()], m[0][1:] if m[0].startswith("\\") else m[0][1:-1]]
            at = m.end()
        parts.append(self.rest[at:])
        parts[::2] = [re.sub(r"\*|(?<!\w)_+|_+(?!\w)", "", part.replace(FILLER, "")) for part in parts[::2]]
        return unescape("".join(parts)).strip()

    def _wrong(self, code: str, at: int, what: str, mend: str) -> None:
        self.wrong.append(Wrong(code, at, what, mend))

    def _take(self, start: int, end: int) -> None:
        self.rest = self.rest[:start] + _fill(self.rest[start:end]) + self.rest[end:]

    def _notes(self) -> None:
        for m in re.finditer(syntax.NOTE_MARK, self.rest):
            self.found.append(Found("note", m[1], m.start(), m.end()))
            self._take(*m.span())

    def _spans(self) -> None:
        before = self.rest
        for kinds in (_SENTENCES, _NAMES):
            for m in re.finditer(syntax.SPAN_END, self.rest):
                begin = opening(self.rest, m.start())
                if m[1] not in kinds or begin == m.start():
                    continue
                inside = before[begin + 1 : m.start()]
                words = self.text[begin + 1 : m.start()]
                name = m[2] if m[2] is not None else syntax.identify(re.sub(r"\\([^\w\s])", r"\1", words))
                nested = "]{claim" in inside or (m[1] != "claim" and "]{" in inside)
                self.found.append(Found(f"nested-{m[1]}" if nested else m[1], name, begin, m.end()))
                self._take(begin, begin + 1)
                self._take(*m.span())

    def _citations(self) -> None:
        for m in re.finditer(syntax.CITATION, self.rest):
            for cited in syntax.parse_citation(self.text[m.start() + 1 : m.end() - 1]):
                self.found.append(Found("citation", cited.key, m.start(), m.end()))
            self._take(*m.span())

    def _links(self) -> None:
        for m in re.finditer(r"(!?)\[", self.rest):
            if self.rest[m.end() - 1] != "[":
                continue
            _, after, closed = _OURS.getText(self.rest, m.end())
            if not closed or self.rest[after : after + 1] != "(":
                continue
            href, _, end, handled = _OURS.getLink(self.rest, after)
            if handled:
                written = self.text[after:end]
                at = written.find(href) if FILLER not in href else -1
                name = href if at >= 0 else re.sub(r"\\([^\w\s])", r"\1", written.strip("()<> ").split(" ")[0])
                self.found.append(Found("image" if m[1] else "link", name, m.start(), end))
                self._take(m.start(), m.end())
                self._take(after - 1, end)
        for pattern in (_AUTOLINK, _AUTOMAIL):
            for m in pattern.finditer(self.rest):
                self.found.append(Found("link", m[1] if pattern is _AUTOLINK else f"mailto:{m[1]}", m.start(), m.end()))
                self._take(m.start(), m.start() + 1)
                self._take(m.end() - 1, m.end())

    def _html(self) -> None:
        for m in _TAG.finditer(self.rest):
            tag = re.match(r"</?([a-zA-Z][\w-]*)", m[0])
            if tag:
                attributes = _attributes_of(self.text[m.start() : m.end()])
                self.found.append(Found("element", tag[1].lower(), m.start(), m.end()))
                self._judge(m.start(), tag[1].lower(), attributes)
                self._take(*m.span())
        for m in _TAG_BEGINS.finditer(self.rest):
            what = f"'{m[0][:30]}' begins HTML that never ends."
            self._wrong("C106", m.start(), what, "Write &lt; where the sign is meant.")
            self._take(*m.span())

    def _judge(self, at: int, name: str, attributes: dict[str, str]) -> None:
        refused = sorted(set(attributes) - HTML_ATTRIBUTES)
        if name not in INLINE_HTML:
            what = f"The element <{name}> is none that a writer may type."
            self._wrong("C106", at, what, f"There are: {', '.join(sorted(INLINE_HTML))}.")
        elif refused:
            what = f"The attribute {refused[0]} is none that a writer may type."
            self._wrong("C106", at, what, f"There are: {', '.join(sorted(HTML_ATTRIBUTES))}.")

    def _attributes(self) -> None:
        for m in list(_ATTRIBUTES.finditer(self.text)):
            if self.rest[m.start()] == "{":
                if wrong := refused_attribute(m[1], address=False):
                    self._wrong("C104", m.start(), wrong, "Here stand lang=… and dir=… alone.")
                self._take(*m.span())

    def _left(self) -> None:
        for m in _NEARLY.finditer(self.rest):
            typed = " ".join(self.text[m.start() : m.end()].split())
            if typed.startswith("///") and not self.text[: m.start()].rpartition("\n")[2].strip():
                continue  # C102 speaks of what stands on a line of its own
            if re.match(r"\{:?[ ]*#", typed):
                self._wrong("C104", m.start(), f"'{typed[:40]}' gives an address to nothing.", ADDRESSES)
                continue
            what = f"'{typed[:40]}' is nearly a mark, and would stand on the page as it is typed."
            self._wrong("C101", m.start() + m[0].startswith("\n"), what, _meant(m[0]))
        for m in _ENTITY.finditer(self.rest):
            if f"{m[1]};" not in html5:
                what = f"'{m[0]}' is no character that HTML knows."
                self._wrong("C101", m.start(), what, "Type the character itself.")

    def _emphasis(self) -> None:
        """Every * and _ that could begin or end emphasis has its other; Python-Markdown loses letters where they run
        into each other.
        """
        open_: list[tuple[str, int, Found | None]] = []
        for m in re.finditer(r"\*+|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)", self.rest):
            before, after = self.rest[m.start() - 1 : m.start()] or " ", self.rest[m.end() : m.end() + 1] or " "
            around = self._around(m.start())
            begins = not re.match(r"\w", before) and not after.isspace()
            ends = not re.match(r"\w", after) and not before.isspace()
            if before.isspace() and after.isspace():
                continue
            if ends and open_ and open_[-1][0] == m[0] and open_[-1][2] is around:
                open_.pop()
            elif begins and len(m[0]) < 4 and m[0] not in [one[0] for one in open_]:
                open_.append((m[0], m.start(), around))
            else:
                open_.append(("", m.start(), around))
        for _, at, _ in open_[:1]:
            what = f"'{self.text[at : at + 20].splitlines()[0]}' begins or ends emphasis, and its other end is missing."
            mend = "Put * on either side of words, and nothing of other words beside it; \\* is the sign itself."
            self._wrong("C101", at, what, mend)

    def _around(self, at: int) -> Found | None:
        """Return the innermost mark or link that has words, around a place."""
        found = [one for one in self.found if one.kind in (*_SENTENCES, *_NAMES, "link") and one.at < at < one.end]
        return max(found, key=lambda one: one.at, default=None)

    def _inside(self) -> None:
        """A link in a link has no meaning in HTML, and marks and names are links."""
        for outer in self.found:
            if outer.kind not in ("link", *_NAMES):
                continue
            for inner in self.found:
                if inner is not outer and outer.at < inner.at < outer.end and inner.kind in MARKED_INSIDE:
                    what = f"A {inner.kind} is marked inside a {outer.kind}."
                    self._wrong("C033", inner.at, what, "End the one before the other begins.")


def _fill(text: str) -> str:
    return re.sub(r"[^\n]", FILLER, text)


def _meant(typed: str) -> str:
    """Say what may have been meant."""
    if "@" in typed:
        return "Write [@key], or [@key, ch. 4; @other], with nothing else in the brackets."
    if "^" in typed:
        return "Write [^name], and below, on a line of its own, '[^name]: Text.'"
    if "{" in typed or "}" in typed:
        names = ", ".join(f"[name]{{{name}}}" for name in _NAMES)
        return (
            f"Write [words]{{claim=c02}} or {names}, with no space before the brace, or {{: #k7f2 }} on its own line; "
            "\\{ is the sign itself."
        )
    if "`" in typed:
        return "Put one ` on either side of code; \\` is the sign itself."
    if typed.strip().startswith("#"):
        return "Begin a heading at the margin; \\# is the sign itself."
    if typed.startswith("\n"):
        return "Leave a blank line before a list; \\- is the sign itself."
    if "|" in typed:
        return "Leave a blank line before a table, and give each of its lines as many cells as the first."
    if "///" in typed:
        return "Write '/// figure | name' on a line of its own, and /// on the next."
    if "--" in typed:
        return "Begin a comment with <!-- and end it with -->."
    return "Write a link as [text](address)."


def refused_attribute(written: str, *, address: bool = True) -> str:
    """Return what is wrong with the attributes in braces, or nothing: language and direction, and for a whole block
    its address and a class that the stylesheet knows, are all that they may give."""
    given, left = get_attrs_and_remainder(written)
    for name, value in given:
        of_block = name == "id" or (name == "." and re.fullmatch(r"[a-z][\w-]*", value or ""))
        if not ((of_block and address) or (name in ("lang", "dir") and value)):
            wrong = f"#{value}" if name == "id" else name
            return f"'{wrong}' in braces is none of what they may give."
    return f"'{left}' is left over in braces." if left else ""


def opening(text: str, close: int) -> int:
    """Return where the bracket that closes at `close` was opened, or `close` when nowhere."""
    depth = 0
    for at in range(close, -1, -1):
        depth += {"]": 1, "[": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return close


def _attributes_of(tag: str) -> dict[str, str]:
    found: dict[str, str] = {}

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.update((name, value or "") for name, value in attrs)

    Reader().feed(tag)
    return found
