"""The essay's own markup, as patterns: one place for the writer's syntax.

The extensions in markup/ turn it into HTML; source_scan.py finds the same marks, with their lines, for the checks.

    [@time-1965; @nasr1994, ch. 4]      citation (Pandoc's syntax, https://pandoc.org/MANUAL.html#citation-syntax)
    [^oath]   [^oath]: Text.            note (Python-Markdown's footnotes)
    [The sentence.]{claim=c02}          claim
    [bhatta]{term}  [it]{term=bhatta}   term
    [Ayub Khan]{person}                 person, and likewise every name in record/kinds.py
    {: #k7f2 }                          the address of the block above
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..record.kinds import KINDS

CITATION = r"\[(@[^\[\]]*)\]"
NOTE_MARK = r"\[\^([^\]\s]+)\](?!:)"
NOTE_DEFINITION = r"^ {0,3}\[\^([^\]\s]+)\]:"
SPAN_END = rf"\]\{{({'|'.join(kind.name for kind in KINDS.values() if kind.mark != 'citation')})(?:=([^{{}}\s]*))?\}}"
ID_LINE = r"\{:?[^{}\n]*?#([A-Za-z][\w-]*)[^{}\n]*\}"
ADDRESS_ALONE = re.compile(r"\{:?[ ]*#([A-Za-z][\w-]*)((?:[ ]+(?:lang|dir)=\"?[\w-]+\"?)*)[ ]*\}")
"""An address with what else its line may say: the language of the block, and its direction."""
ADDRESS_AT_END = re.compile(r"(?:^|\n)[ ]*\{:?[ ]*([^}\n ][^\n]*)\}[ ]*$")
"""The last line of a paragraph, when Python-Markdown takes it for the paragraph's attributes (its attr_list)."""
PARAGRAPH_ID = re.compile(r"[b-df-hj-np-tv-z][b-df-hj-np-tv-z0-9]{3}")
"""An id of a passage: a letter and three letters or figures, without vowels, so that no word arises by chance."""
_KEY = re.compile(r"@(?P<key>[A-Za-z0-9][A-Za-z0-9._:-]*)(?:\s*,\s*(?P<locator>.+))?", re.DOTALL)


LISTINGS = (
    "contents",
    "start",
    *(kind.listing for kind in KINDS.values()),
    "timeline",
    "corrections",
    "series",
    "editions",
    "edition",
)
"""What ``/// listing | name`` can name."""
FILE_OF: Mapping[str, str] = {
    **{kind.listing: kind.file for kind in KINDS.values()},
    **{name: name for name in ("corrections", "series")},
    "timeline": "events",
}
"""The data file whose entries a listing shows, each under its own id."""


@dataclass(frozen=True)
class Cited:
    """One source in a citation, with the place in it; `key` is empty when the writer left it out."""

    key: str
    locator: str = ""


def parse_citation(inside: str) -> tuple[Cited, ...]:
    """Split what stands between the brackets of a citation into its sources."""
    cited = []
    for part in inside.split(";"):
        match = _KEY.fullmatch(part.strip())
        cited.append(Cited(match["key"].rstrip(".:-"), (match["locator"] or "").strip()) if match else Cited(""))
    return tuple(cited)


def attributes(written: str) -> dict[str, str]:
    """Return the language and the direction that a line of attributes gives."""
    return dict(re.findall(r'\b(lang|dir)="?([\w-]+)', written))


def identify(text: str) -> str:
    """Return the id that a marked name has when it gives none: lower case, hyphens, no markup."""
    plain = re.sub(r"[*_`]", "", text).strip().lower()
    return re.sub(r"[^\w]+", "-", plain.replace("'", "").replace("’", "")).strip("-")
