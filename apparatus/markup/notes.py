"""Notes: where the author speaks beside the text, ``[^oath]`` and ``[^oath]: Text.``

The syntax and its reading are Python-Markdown's footnotes; the place is ours. A note becomes an aside after the block
that bears its mark, so that it can stand in the margin beside its line, opens as a box where there is no margin, and is
never in the middle of the sentence for a screen reader or a copied paragraph. Marks are letters; citations have
figures.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Sequence
from typing import Any

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from ..essay.syntax import NOTE_MARK
from ..html.elements import element
from .base import ApparatusExtension, problem, words_on
from .boxes import box, let_close


def letters(number: int, alphabet: Sequence[str]) -> str:
    """Return the mark of the note with this number, from 1: a, b … z, aa, ab …, in the letters of a language."""
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, len(alphabet))
        name = alphabet[rest] + name
    return name


IN_MARGIN = 20
"""Notes of a section that can stand in its margin: each needs a rule in essay.css, and the longest section has seven. A
note after these opens in a box, at every width.
"""


class Notes(ApparatusExtension):
    """The extension: `texts` holds the notes of the page, `order` those that the page has used, by first mark, `marked`
    how often each.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.texts = FootnoteExtension()
        self.order: list[str] = []
        self.marked: Counter[str] = Counter()

    def extendMarkdown(self, md: Markdown) -> None:
        self.prepare(md)
        self.texts.parser = md.parser
        md.registerExtension(self)
        md.parser.blockprocessors.register(FootnoteBlockProcessor(self.texts), "notes", 17)
        md.treeprocessors.register(_Placing(md, self), "notes", 50)
        md.inlinePatterns.register(_Marking(NOTE_MARK, md, self), "notes", 175)
        let_close(md)

    def reset(self) -> None:
        self.texts.footnotes.clear()
        self.order.clear()
        self.marked.clear()


class _Placing(Treeprocessor):
    """Put each note after the block that bears its first mark. Runs before inline markup is read."""

    def __init__(self, md: Markdown, notes: Notes) -> None:
        super().__init__(md)
        self.notes = notes

    def run(self, root: etree.Element) -> None:
        texts, order = self.notes.texts.footnotes, self.notes.order
        for block in list(root):
            if block.tag == "pre":
                continue
            at = list(root).index(block)
            waiting = re.findall(NOTE_MARK, "\n".join(block.itertext()))
            while waiting:
                id = waiting.pop(0)
                if id in texts and id not in order:
                    order.append(id)
                    at += 1
                    aside = self._aside(id, texts[id], len(order))
                    root.insert(at, aside)
                    waiting[:0] = re.findall(NOTE_MARK, "\n".join(aside.itertext()))  # a note may have notes

    def _aside(self, id: str, text: str, number: int) -> etree.Element:
        body = element("div")
        self.notes.texts.parser.parseChunk(body, text)
        words = words_on(self.md)
        before = element("span", words("box.note-before"), class_="unseen")
        sign = letters(number, words.at("language.letters"))
        letter = element("p", before, sign, class_="letter")
        aside = box(f"note-{id}", letter, *body, kind="note", back=[f"note-{id}-from-1"], words=words, tag="section")
        aside.set("role", "note")
        aside.set("aria-label", words("box.note", letter=sign))
        if number <= IN_MARGIN:
            aside.set("data-note", str(number))
        return aside


class _Marking(InlineProcessor):
    """Turn ``[^oath]`` into the link to the note."""

    def __init__(self, pattern: str, md: Markdown, notes: Notes) -> None:
        super().__init__(pattern, md)
        self.notes = notes

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        id = m[1]
        if id not in self.notes.order:
            return problem("C009", m[0]), m.start(0), m.end(0)
        number, target = self.notes.order.index(id) + 1, f"note-{id}"
        self.notes.marked[id] += 1
        words = words_on(self.md)
        sign, own = letters(number, words.at("language.letters")), f"{target}-from-{self.notes.marked[id]}"
        link = element("a", sign, href=f"#{target}", id=own, aria_label=words("box.note", letter=sign))
        return element("sup", link, class_="mark note-mark", data_note=str(number)), m.start(0), m.end(0)


makeExtension = Notes
