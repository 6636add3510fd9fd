"""The search index, made from the built site by Pagefind (https://pagefind.app).

In: the folder of the built site, and the project that it was built from. Out: in that folder `pagefind/`, with Pagefind's program for the
browser, its WebAssembly for English, an index cut into pieces, of which a search asks for the few that it needs, and `groups.json`.

What is found is a paragraph or an entry, not a page: whoever looks for a name wants the sentence. So each passage of the essay, each note
(under its passage) and each entry of the record is a document of its own. The name of its file is its address: `essay~marginal~fpfl.html` is
`essay/marginal/#fpfl`.

Three other ways were tried. Whole pages as documents: a first search then fetches 139 kB and each of the next four 37 on average, where passages
take 124 and 16, and one excerpt stands for a page. Pagefind's Python interface: it waits a tenth of a second for each document, and there are
900; its command reads them from a folder in half a second. Pagefind's filters: they are written in another order in every build, and are
known only once a result has been fetched; `groups.json` says kind, finding and sections of all beforehand, so that results are
sorted and counted without fetching them, and two builds of one project are the same to the byte.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from lxml import html
from pagefind_bin import get_executable

from ..essay.page import Page
from ..html.tree import leave_words
from ..html.typography import curly, spoken_date
from ..markup.render_entries import finding_of
from ..project import Project
from ..record.findings import FINDINGS
from ..record.kinds import KINDS, NAMES, Kind
from ..record.spellings import Spellings

KEPT = ("pagefind.js", "pagefind-entry.json", "wasm.en.pagefind", "pagefind.en_*.pf_meta", "index", "fragment")
"""What a browser asks for. Pagefind writes its own interfaces too, a worker and a second WebAssembly: 0.6 MB that no page uses."""
_OF_ENTRIES = {kind.name: kind.labels for kind in KINDS.values()}
LABELS = {"passage": ("Passage", "Passages"), **_OF_ENTRIES, "event": ("Event", "Events")}
LABELS["source"] = LABELS.pop("source")  # last, for there are most of them
"""What one and several results of a kind are called, in the order in which they are shown."""
KINDS_SCRIPT = "assets/scripts/kinds.js"
_SIGNATURE = len(b"pagefind_dcd")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Found:
    """What a search can find. `address`: its page in two parts, id and, for a note, its own id: 'essay~marginal~fpfl~note-count'.

    `sections` are the numbers, from 1, of those in which it stands or is named.
    """

    address: str
    kind: str
    words: str
    title: str = ""
    urdu: str = ""
    finding: str = ""
    sections: tuple[int, ...] = ()


class Preview:
    """The preview's index, which is made when it is first asked for after a build, by whichever thread asks first.

    `close` when a build begins, `open` with the site and its project (or None) when it has ended: meanwhile `index` waits.
    """

    def __init__(self) -> None:
        self._lock, self._closed = Lock(), False
        self._unindexed: tuple[Path, Project] | None = None

    def close(self) -> None:
        self._lock.acquire()
        self._closed = True

    def open(self, built: tuple[Path, Project] | None) -> None:
        self._unindexed = built
        if self._closed:
            self._closed = False
            self._lock.release()

    def index(self) -> None:
        with self._lock:
            built, self._unindexed = self._unindexed, None
            if built:
                index(*built)


def kinds_script() -> str:
    """Return the module that tells search.js what there is to be found, before anything of the index is fetched."""
    named = [kind.name for kind in NAMES]
    return f"export const KINDS = {json.dumps(LABELS)};\nexport const NAMED = {json.dumps(named)};\n"


def index(site: Path, project: Project) -> None:
    """Write `pagefind/` into `site`. Raises CalledProcessError when Pagefind fails, with what it said."""
    everything = list(_everything(site, project))
    made = site / "pagefind"
    shutil.rmtree(made, ignore_errors=True)
    with TemporaryDirectory() as documents:
        _write(everything, Path(documents), Spellings(project.record))
        command = [get_executable(), "--site", documents, "--output-path", made, "--force-language", "en", "--silent"]
        subprocess.run(command, check=True, capture_output=True, text=True)
    for path in set(made.iterdir()) - {path for pattern in KEPT for path in made.glob(pattern)}:
        path.unlink()
    groups = {
        "sections": [curly(section.title) for section in project.sections],
        "findings": [one.name for one in FINDINGS.values() if one.name in {found.finding for found in everything}],
        "groups": _groups(everything, made),
    }
    (made / "groups.json").write_text(json.dumps(groups, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _everything(site: Path, project: Project) -> Iterator[Found]:
    for number, section in enumerate(project.sections, 1):
        page = section.path.removesuffix(".md")
        if (built := site / page / "index.html").is_file():
            yield from _passages(built.read_bytes(), page.replace("/", "~"), number)
    yield from _entries(project)


def _passages(page: bytes, address: str, number: int) -> Iterator[Found]:
    """Yield the passages of a built section and their notes, in the words that are read aloud: without marks and signs."""
    document = html.document_fromstring(page)
    leave_words(document)
    passage = ""
    for block in document.xpath("//article/*[@id]"):
        names = str(block.get("class", "")).split()
        words = " ".join(block.text_content().split())
        if "passage" in names:
            passage = f"{address}~{block.get('id')}"
            yield Found(passage, "passage", words, sections=(number,))
        elif "note" in names:
            yield Found(f"{passage}~{block.get('id')}", "passage", words, sections=(number,))


def _entries(project: Project) -> Iterator[Found]:
    """Yield the entries of the record: what a reader would look for in each, and under what name it is shown."""
    record, references = project.record, project.references
    numbers = project.numbers

    def made(kind: Kind, id: str, title: str, *words: str | None, **more: str) -> Found:
        told = sorted(
            {numbers[where.path] for where, _ in project.mentions.get((kind.mention, id), ()) if where.path in numbers}
        )
        said = curly(" ".join(filter(None, words)))
        return Found(
            f"{kind.page.removesuffix('.md').replace('/', '~')}~{id}",
            kind.name,
            said,
            curly(title),
            sections=tuple(told),
            **more,
        )

    for kind in KINDS.values():
        for entry in record.files[kind.file].entries.values():
            if kind.mark != "citation":
                more = (
                    {"finding": finding_of(entry)}
                    if kind.name == "claim"
                    else {"urdu": getattr(entry, "urdu", None) or ""}
                )
                yield made(kind, entry.id, kind.title(entry), *kind.words(entry), **more)
            elif entry.id in references:
                full, short = references[entry.id].full, references[entry.id].short
                yield made(kind, entry.id, _text(short), _text(full), entry.custom.note)
    for event in record.events.values():
        where: Page | None = project.passages.get(event.passage)
        told = (numbers[where.path],) if where and where.path in numbers else ()
        yield Found(f"record~timeline~{event.id}", "event", curly(event.what), spoken_date(event.date), sections=told)


def _text(markup: str) -> str:
    return unescape(_TAG.sub("", markup))


def _write(everything: Iterable[Found], folder: Path, spellings: Spellings) -> None:
    """Write one document each, as Pagefind reads them; what stands in `meta` is found but never part of an excerpt."""
    for found in everything:
        metas = {"title": found.title, "urdu": found.urdu, "name": spellings.others(found.title),
                 "also": spellings.others(found.words)}  # fmt: skip
        head = "".join(
            f'<meta data-pagefind-meta="{name}[content]" content="{escape(said)}">'
            for name, said in metas.items()
            if said
        )
        (folder / f"{found.address}.html").write_text(
            f'<!doctype html><html lang="en"><body>{head}<p>{escape(found.words)}</p>', encoding="utf-8"
        )


def _groups(everything: Iterable[Found], made: Path) -> list[list[object]]:
    """Return kind, finding and sections with the names that Pagefind gave to the documents that share them."""
    names = {}
    for fragment in sorted((made / "fragment").iterdir()):
        document = json.loads(gzip.decompress(fragment.read_bytes())[_SIGNATURE:])
        names[document["url"]] = fragment.stem
    groups: dict[tuple[str, str, tuple[int, ...]], list[str]] = {}
    for found in everything:
        groups.setdefault((found.kind, found.finding, found.sections), []).append(names[f"/{found.address}.html"])
    return [[*group, found] for group, found in groups.items()]
