"""What changed between two texts: which blocks were added, removed, moved or changed, and in a changed one which words.

In: two FrozenTexts. Out: changes in the order of the newer one, section by section, what was removed at the end of its
section. A block is the same when its address is; nothing is guessed from likeness, since addresses are for life. A
block has moved when it stands in another section, or when it is not in the longest run of blocks that kept their order
(difflib's matching blocks).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from ..record.snapshots import Block, Finding, Section, Snapshot
from ..words import Words

Kind = Literal["added", "removed", "moved", "changed", "beside"]
Fate = Literal["same", "gone", "come"]

KINDS: tuple[Kind, ...] = ("added", "removed", "moved", "changed", "beside")


@dataclass(frozen=True)
class Change:
    """One block that is not what it was. `beside`: the same words, but other notes, sources or marks.

    `section` and `block` are the new ones, or the old ones of what was removed; `was` and `before` are the old ones,
    where there were any.
    """

    kind: Kind
    section: Section
    block: Block
    was: Section | None = None
    before: Block | None = None

    @property
    def reworded(self) -> bool:
        """Whether the words differ, as those of a block that has moved may."""
        return self.before is not None and self.before.words != self.block.words


@dataclass(frozen=True)
class Changes:
    """All that differs: blocks; findings, each as it was (None for a new claim) and as it is (None for one taken out);
    new corrections.
    """

    blocks: tuple[Change, ...]
    findings: tuple[tuple[Finding | None, Finding | None], ...]
    corrections: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.blocks or self.findings or self.corrections)

    @property
    def letters(self) -> int:
        """How many letters were taken out, put in or stand in what was reworded, old and new together."""
        texts = (
            block
            for change in self.blocks
            if change.kind != "beside"
            for block in (change.block, change.before)
            if block
        )
        return sum(len(block.words) for block in texts)

    @property
    def least(self) -> int:
        """How many letters at least it takes to show every change: of what was reworded, the longer of the two."""
        return sum(
            max(len(block.words) for block in (change.block, change.before) if block)
            for change in self.blocks
            if change.kind in ("added", "removed") or change.reworded
        )

    def told(self, words: Words) -> str:
        """Return the numbers in a sentence's half: '2 paragraphs added, 1 moved, 1 finding changed'."""
        counted = Counter(change.kind for change in self.blocks)
        kinds = [kind for kind in KINDS if counted[kind]]
        parts = [words.counted(f"changes.first.{kind}", counted[kind]) for kind in kinds[:1]]
        parts += [words(f"changes.more.{kind}", n=words.number(counted[kind])) for kind in kinds[1:]]
        for name in ("findings", "corrections"):
            if many := len(getattr(self, name)):
                parts.append(words.counted(f"changes.{name}", many))
        return words.list(parts) or words("changes.nothing")


def compare(old: Snapshot, new: Snapshot) -> Changes:
    """Return what became of the old text in the new one."""
    claims = dict.fromkeys([*old.findings, *new.findings])
    pairs = ((old.findings.get(id), new.findings.get(id)) for id in claims)
    return Changes(
        tuple(_blocks(old, new)),
        tuple((was, now) for was, now in pairs if was is None or now is None or was.hash != now.hash),
        tuple(id for id in new.corrections if id not in old.corrections),
    )


def _blocks(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    moved = _moved(old, new)
    gone: dict[str, list[Change]] = {section.path: [] for section in old.sections}
    for id, (section, block) in old.places.items():
        if id not in new.places:
            gone[section.path].append(Change("removed", section, block))
    for section in new.sections:
        for block in section.blocks:
            if change := _change(section, block, old, moved):
                yield change
        yield from gone.pop(section.path, ())
    for changes in gone.values():
        yield from changes


def _change(section: Section, block: Block, old: Snapshot, moved: frozenset[str]) -> Change | None:
    if block.id not in old.places:
        return Change("added", section, block)
    was, before = old.places[block.id]
    if block.id in moved:
        return Change("moved", section, block, was, before)
    if block.hash == before.hash:
        return None  # of the present text the hash alone is known
    return Change("changed" if block.words != before.words else "beside", section, block, was, before)


def _moved(old: Snapshot, new: Snapshot) -> frozenset[str]:
    """Return the addresses that stand in another section than they did, or in another order within theirs."""
    found = {
        id for id, (section, _) in new.places.items() if id in old.places and old.places[id][0].path != section.path
    }
    before = {section.path: section for section in old.sections}
    for section in new.sections:
        if section.path in before:
            here = [block.id for block in section.blocks if block.id in old.places and block.id not in found]
            there = [block.id for block in before[section.path].blocks if block.id in here]
            kept = SequenceMatcher(None, there, here, autojunk=False).get_matching_blocks()
            found |= set(here) - {id for run in kept for id in here[run.b : run.b + run.size]}
    return frozenset(found)


def reworded(before: str, after: str) -> Iterator[tuple[Fate, str]]:
    """Yield the words of both in order, as runs that stayed, went or came; what went stands before what came in its
    place.
    """
    old, new = _words(before), _words(after)
    for step, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            yield "same", "".join(new[k:m])
            continue
        if j > i:
            yield "gone", "".join(old[i:j])
        if m > k:
            yield "come", "".join(new[k:m])


def _words(text: str) -> list[str]:
    """Split a text into words and what stands between them, so that a comma more is not a new word."""
    return re.findall(r"\w+(?:['’.,]\w+)*|\s+|[^\w\s]", text)
