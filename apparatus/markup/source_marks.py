"""Citations: where others speak, ``[@nasr1994, ch. 4; @time-1965]``, Pandoc's syntax.

A citation becomes a raised figure, and after the prose a box with its sources in full. The same sources at the same
place are one box, however often a section cites them. Figures and boxes are made after inline markup has been read, when
the order of the page is known.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from ..essay.syntax import CITATION, parse_citation
from ..html.elements import element
from .base import ApparatusExtension, appendix, box, page_on, problem, project_on
from .render_entries import source_entry


class Citations(ApparatusExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        self.prepare(md)
        md.inlinePatterns.register(_Marking(CITATION, md), "citations", 172)
        md.treeprocessors.register(_Boxes(md), "citations", 5.6)


class _Marking(InlineProcessor):
    """Turn the brackets into a mark that still holds what was written in them."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        return element("sup", class_="mark source-mark", data_cited=m[1]), m.start(0), m.end(0)


class _Boxes(Treeprocessor):
    """Number the marks and add the sources."""

    def run(self, root: etree.Element) -> None:
        numbers: dict[str, int] = {}
        boxes: list[etree.Element] = []
        known = project_on(self.md).record.sources
        for mark in [sup for sup in root.iter("sup") if sup.get("data-cited") is not None]:
            written = mark.attrib.pop("data-cited")
            unknown = [cited.key for cited in parse_citation(written) if cited.key not in known]
            if unknown:
                mark.set("class", "mark")
                mark.append(problem("C005" if unknown[0] else "C006", f"[{written}]"))
                continue
            same = re.sub(r"\s+", " ", written)
            if same not in numbers:
                numbers[same] = len(numbers) + 1
                boxes.append(self._box(numbers[same], same))
            number = str(numbers[same])
            label = f"Source {number}"
            mark.append(element("button", number, popovertarget=f"s{number}", aria_label=label))
        if boxes:
            root.append(appendix("Sources of this section", "sources", boxes, "ol"))

    def _box(self, number: int, written: str) -> etree.Element:
        project, page = project_on(self.md), page_on(self.md)
        entries = [source_entry(cited.key, project, page, locator=cited.locator) for cited in parse_citation(written)]
        return box(f"s{number}", f"Source {number}", *entries, kind="source")


def makeExtension(**options: Any) -> Citations:
    return Citations(**options)
