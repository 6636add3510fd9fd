"""Claims: ``[The sentence that makes it.]{claim=c02}``.

The sentence keeps its place and gets the claim's id, so that the page of claims can lead back to it; a mark after it,
in the shape of the finding, opens the box that says what the record shows.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from ..html.elements import element
from ..record.findings import FINDINGS
from ..record.models import Claim
from ..words import Words
from .base import ApparatusExtension, Bracketed, page_on, problem, project_on, words_on
from .boxes import appendix, box, let_close
from .render_entries import claim_entry, entry_row, finding_of, shape


class Claims(ApparatusExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        self.prepare(md)
        md.inlinePatterns.register(_Marking(md), "claims", 174)
        md.treeprocessors.register(_Boxes(md), "claims", 5.8)
        let_close(md)


class _Marking(Bracketed):
    ends = re.compile(r"\{claim=([^{}\s]*)\}")

    def made(self, text: str, ends: re.Match[str]) -> etree.Element:
        return element("span", text, class_="claim", data_claim=ends[1])


class _Boxes(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        known = project_on(self.md).record.claims
        made: dict[str, etree.Element] = {}
        for span in [span for span in root.iter("span") if span.get("data-claim") is not None]:
            id = span.attrib.pop("data-claim")
            if id not in known:
                span.append(problem("C016", f"claim '{id}'"))
                continue
            if id not in made:
                span.set("id", id)
                made[id] = self._box(known[id])
            span.append(_mark(known[id], list(known).index(id) + 1, words_on(self.md)))
        if made:
            root.append(appendix(words_on(self.md)("box.claims"), "claims", list(made.values())))

    def _box(self, claim: Claim) -> etree.Element:
        page = page_on(self.md)
        rows = claim_entry(claim, project_on(self.md), page, brief=True)
        rows.append(entry_row(f"record/claims.md#{claim.id}", page, words_on(self.md)))
        return box(f"claim-{claim.id}", *rows, kind="claim-box", back=[claim.id], words=words_on(self.md))


def _mark(claim: Claim, number: int, words: Words) -> etree.Element:
    """Return the link to a claim's box: the shape of its finding, and the same in words for whoever sees no drawing."""
    finding = finding_of(claim)
    said = words("box.claim-mark", finding=words(f"claim.findings.{finding}"))
    link = element("a", shape(finding), element("span", said, class_="unseen"), href=f"#claim-{claim.id}")
    return element("sup", link, class_=f"mark claim-mark {FINDINGS[finding].css}", data_number=str(number))


makeExtension = Claims
