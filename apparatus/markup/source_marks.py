"""Citations: where others speak, ``[@nasr1994, ch. 4; @time-1965]``, Pandoc's syntax.

A citation becomes a raised figure, and after the prose a box with its sources in full. The same sources at the same
place are one box, however often a section cites them. Figures and boxes are made after inline markup has been read,
when the order of the page is known.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from ..essay.syntax import CITATION, parse_citation
from ..html.elements import element
from .base import ApparatusExtension, page_on, problem, project_on, words_on
from .boxes import add_place, appendix, box, let_close, placed_marks
from .render_entries import source_entry


class Citations(ApparatusExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        self.prepare(md)
        md.inlinePatterns.register(_Marking(CITATION, md), "citations", 172)
        md.treeprocessors.register(_Boxes(md), "citations", 5.6)
        let_close(md)


class _Marking(InlineProcessor):
    """Turn the brackets into a mark that still holds what was written in them."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        return element("sup", class_="mark source-mark", data_cited=m[1]), m.start(0), m.end(0)


class _Boxes(Treeprocessor):
    """Number the marks and add the sources."""

    def run(self, root: etree.Element) -> None:
        places: dict[str, list[str]] = {}  # where sources are cited, by what was written there
        known = project_on(self.md).record.sources
        for mark, place in [(sup, at) for sup, at in placed_marks(root, "sup") if sup.get("data-cited") is not None]:
            written = mark.attrib.pop("data-cited")
            unknown = [cited.key for cited in parse_citation(written) if cited.key not in known]
            if unknown:
                mark.set("class", "mark")
                mark.append(problem("C005" if unknown[0] else "C006", f"[{written}]"))
                continue
            same = re.sub(r"\s+", " ", written)
            cited = places.setdefault(same, [])
            mark.append(_link(list(places).index(same) + 1))
            add_place(cited, place, mark[0])
        if places:
            boxes = [self._box(number, *both) for number, both in enumerate(places.items(), 1)]
            root.append(appendix(words_on(self.md)("box.sources"), "sources", boxes, "ol"))

    def _box(self, number: int, written: str, back: list[str]) -> etree.Element:
        project, page = project_on(self.md), page_on(self.md)
        entries = [source_entry(cited.key, project, page, locator=cited.locator) for cited in parse_citation(written)]
        _label(entries[0], words_on(self.md)("box.source-before", n=str(number)))
        return box(f"s{number}", *entries, kind="source", back=back, words=words_on(self.md))


def _label(entry: etree.Element, label: str) -> None:
    """Begin an entry with its number in words, for programs that keep no numbers of lists."""
    words = element("span", label, class_="unseen")
    words.tail, entry.text = entry.text, None
    entry.insert(0, words)


def _link(number: int) -> etree.Element:
    return element("a", str(number), href=f"#s{number}")


makeExtension = Citations
