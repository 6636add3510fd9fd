"""Snapshots, the frozen texts: what an edition said, word for word, in a file that nobody edits.

In and out: docs/data/editions/<number>.json. JSON, because it reads thirty times as fast as YAML; one value a line, so
that a version control system shows two editions side by side. A block is a paragraph, list, quotation or table with an
address. Its `hash` is of its source, marks and notes included, so that the present text can be compared without making
HTML of it, and so that a change of a source is told from a change of the words. Kept are the words alone: notes and
sources are in the history of the repository.

What can be wrong: the file is missing (C076), was edited (C072: its own hash stands in docs/data/editions.yml) or is no
JSON (C072 as well).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

FOLDER = "docs/data/editions"
PAGES = "docs/editions"


@dataclass(frozen=True)
class Block:
    """A block with an address. `words` has a line for each item of a list, row of a table or paragraph of a
    quotation.
    """

    id: str
    hash: str
    words: str = ""


@dataclass(frozen=True)
class Section:
    """A section of the essay; `path` is that of its file in docs/, `stood` that which it had then, if it has moved
    since.
    """

    path: str
    title: str
    question: str
    blocks: tuple[Block, ...]
    stood: str = ""


@dataclass(frozen=True)
class Finding:
    """What was found on a claim, in the words of its entry, and the hash of the whole entry."""

    claim: str
    found: str
    hash: str


@dataclass(frozen=True)
class Snapshot:
    """The essay, the findings by the id of their claim, and the ids of the corrections made until then."""

    number: str
    date: str
    sections: tuple[Section, ...] = ()
    findings: Mapping[str, Finding] = field(default_factory=dict)
    corrections: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """How many words the blocks have."""
        return sum(len(block.words.split()) for section in self.sections for block in section.blocks)

    @cached_property
    def places(self) -> Mapping[str, tuple[Section, Block]]:
        """Each block with its section, by id, in the order of the text."""
        return {block.id: (section, block) for section in self.sections for block in section.blocks}


def file_of(number: str) -> str:
    """Return the path of an edition's frozen text from the project's root."""
    return f"{FOLDER}/{number}.json"


def page_of(number: str) -> str:
    """Return the path of an edition's page from the project's root."""
    return f"{PAGES}/{number}.md"


def number_of(path: str) -> tuple[int, ...]:
    """Return a number, '1.10', as it is counted: after '1.9'."""
    return tuple(int(part) for part in path.split("."))


def digest(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return sha256(file.read_bytes()).hexdigest()


def as_json(text: Snapshot) -> str:
    """Return a frozen text as its file holds it."""
    fields = asdict(text, dict_factory=lambda pairs: {name: value for name, value in pairs if name != "stood"})
    return json.dumps(fields, indent=1, ensure_ascii=False) + "\n"


def read_snapshot(file: Path) -> Snapshot:
    """Read a frozen text. Raises FileNotFoundError, and ValueError when the file is not one."""
    stat = file.stat()
    return _read(file, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=16)
def _read(file: Path, time: int, size: int) -> Snapshot:
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        return Snapshot(
            raw["number"],
            raw["date"],
            tuple(
                Section(one["path"], one["title"], one["question"], tuple(Block(**block) for block in one["blocks"]))
                for one in raw["sections"]
            ),
            {id: Finding(**found) for id, found in raw["findings"].items()},
            tuple(raw["corrections"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{file} is no frozen text: {error}") from error
