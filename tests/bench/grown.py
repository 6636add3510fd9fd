"""A longer essay than there is: the project with its sections, claims, sources and events several times over, to see
how it grows.

In: the project at ROOT and how many times. Out: a project that builds strictly, whose first sections are the real ones,
unchanged. Each further round repeats them under ids of its own, and with them what grows with an essay: the claims that
they make, the sources that they cite, the events that they tell. Authors, works without one and newspapers get the
number of their round, because no reader would tell a hundred works of one author and year apart, and no processor is
made for it. People, words and figures stay the same, so that their entries have ten times the links back. Files are
plain copies: nothing here is part of a build. The page /whole/ is there and empty.

`plain` writes the same words as a project of stock Material, with its footnotes in the place of our notes and
citations.
"""

from __future__ import annotations

import re
import shutil
import zlib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from apparatus.essay.syntax import CITATION, ID_LINE, parse_citation
from apparatus.metadata.social_cards import FOLDER, cards
from apparatus.project import Project, load_project
from apparatus.record.yaml_source import read_yaml

from ..support.project import LEFT_OUT, ROOT

FIRST, OTHER = "bcdfghjklmnpqrstvwxz", "bcdfghjklmnpqrstvwxz0123456789"
KEY = re.compile(r"@([A-Za-z0-9][A-Za-z0-9._:-]*)")
Entry = dict[str, Any]


def grown(folder: Path, times: int, root: Path = ROOT) -> Path:
    """Write a project of `times` as many sections into `folder`, which must not exist; return it."""
    copy = Path(shutil.copytree(root, folder, ignore=LEFT_OUT))
    project = load_project(root)
    ids = _fresh(set(project.passages))
    rounds = [{id: next(ids) for id in project.passages} for _ in range(times - 1)]
    sections = [section.path for section in project.sections]
    named = []
    for number, given in enumerate(rounds, 2):
        for path in sections:
            text = (root / "docs" / path).read_text(encoding="utf-8")
            named.append(again := path.replace(".md", f"-{number}.md"))
            (copy / "docs" / again).write_text(_section(text, number, given), encoding="utf-8")
    _name(copy / "mkdocs.yml", after=sections[-1], paths=named)
    kept = _cited(project)
    for name, entry in (("sources", _source), ("claims", _claim), ("events", _event)):
        shelf = [
            one for one in read_yaml(root / f"docs/data/{name}.yml").value if name != "sources" or one["id"] in kept
        ]
        more = [entry(one, number, given) for number, given in enumerate(rounds, 2) for one in shelf]
        _add(copy / f"docs/data/{name}.yml", more)
    _deal(copy)
    _part(copy / "docs/whole.md")
    return copy


def _cited(project: Project) -> set[str]:
    """Return the sources that sections, claims and events name; those of people, words and figures are not repeated."""
    record = project.record
    told = [key for claim in record.claims.values() for key in (*claim.sources_for, *claim.sources_against)]
    told += [key for event in record.events.values() for key in event.sources]
    return {*told, *(mark.name for section in project.sections for mark in section.all("citation"))}


def _part(whole: Path) -> None:
    """Take from the page that would hold the whole essay the place for it: nobody would put ten times the essay on a
    page.
    """
    whole.write_text(whole.read_text(encoding="utf-8").replace('<div class="the-essay"></div>', ""), encoding="utf-8")


def _deal(copy: Path) -> None:
    """Give each section the real card of its first round, with the words that its own would bear."""
    for card in list(cards(load_project(copy)))[1:]:
        picture = (copy / FOLDER / f"{re.sub('-[0-9]+$', '', card.name)}.png").read_bytes()
        chunk = b"iTXtDescription" + bytes(5) + card.words.encode()
        chunk = (len(chunk) - 4).to_bytes(4) + chunk + zlib.crc32(chunk).to_bytes(4)
        head = 33  # bytes of a PNG's signature and first chunk
        (copy / FOLDER / f"{card.name}.png").write_bytes(picture[:head] + chunk + picture[head:])


def _fresh(taken: set[str]) -> Iterator[str]:
    """Yield addresses of paragraphs that are not taken, the same ones each time."""
    for letters in product(FIRST, OTHER, OTHER, OTHER):
        if (id := "".join(letters)) not in taken:
            yield id


def _section(text: str, number: int, given: dict[str, str]) -> str:
    text = re.sub(CITATION, lambda cited: KEY.sub(rf"@\1-{number}", cited[0]), text)
    text = re.sub(r"\{claim=([^{}\s]+)\}", rf"{{claim=\1-{number}}}", text)
    return re.sub(ID_LINE, lambda address: address[0].replace(f"#{address[1]}", f"#{given[address[1]]}"), text)


def _name(configuration: Path, after: str, paths: list[str]) -> None:
    """Name pages in the navigation after another."""
    lines = configuration.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.strip() == f"- {after}")
    indent = lines[at].partition("-")[0]
    lines[at + 1 : at + 1] = [f"{indent}- {path}\n" for path in paths]
    configuration.write_text("".join(lines), encoding="utf-8")


def _renamed(keys: list[str], number: int) -> list[str]:
    return [f"{key}-{number}" for key in keys]


def _source(source: Entry, number: int, given: dict[str, str]) -> Entry:
    def numbered(name: Entry) -> Entry:
        return {part: f"{said} {number}" if part in ("family", "literal") else said for part, said in name.items()}

    made = {**source, "id": f"{source['id']}-{number}"}
    if "author" in made:
        made["author"] = [numbered(name) for name in made["author"]]
    else:
        made["title"] += f" {number}"
    if "container-title" in made:
        made["container-title"] = f"{made['container-title']} {number}"
    return made


def _claim(claim: Entry, number: int, given: dict[str, str]) -> Entry:
    sides: Entry = {side: _renamed(claim[side], number) for side in ("for", "against") if side in claim}
    return {**claim, "id": f"{claim['id']}-{number}", **sides}


def _event(event: Entry, number: int, given: dict[str, str]) -> Entry:
    return {
        **event,
        "id": f"{event['id']}-{number}",
        "passage": given[event["passage"]],
        "sources": _renamed(event["sources"], number),
    }


def _add(path: Path, entries: list[Entry]) -> None:
    if entries:
        dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
        written = yaml.dump(entries, Dumper=dumper, allow_unicode=True, sort_keys=False, width=120)
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" + written)


PLAIN = """\
site_name: How the MQM Became So Powerful
theme: {name: material}
markdown_extensions: [attr_list, footnotes, smarty, tables, toc]
nav:
"""


def plain(grown: Path, folder: Path) -> Path:
    """Write the words of a grown project's sections as a project of stock Material into `folder`; return it."""
    project = load_project(grown)
    (folder / "docs").mkdir(parents=True)
    (folder / "docs/index.md").write_text("# How the MQM Became So Powerful\n", encoding="utf-8")
    for section in project.sections:
        target = folder / "docs" / section.path
        target.parent.mkdir(exist_ok=True)
        target.write_text(_footnoted(section.body, project), encoding="utf-8")
    named = "".join(f"  - {path}\n" for path in ("index.md", *(section.path for section in project.sections)))
    (folder / "mkdocs.yml").write_text(PLAIN + named, encoding="utf-8")
    return folder


def _footnoted(body: str, project: Project) -> str:
    """Return a section with a footnote for each different citation, and without what stock Material does not know."""
    notes: dict[str, str] = {}

    def note(match: re.Match[str]) -> str:
        cited = (project.record.sources[one.key] for one in parse_citation(match[1]))
        said = "; ".join(f"{source.title}. {source.container_title or ''} {source.url or ''}" for source in cited)
        return f"[^{notes.setdefault(said, f's{len(notes) + 1}')}]"

    text = re.sub(r"^///.*\n?", "", re.sub(CITATION, note, body), flags=re.MULTILINE)
    text = re.sub(r"\[([^\[\]]*)\]\{(?:claim|term|person)[^{}]*\}", r"\1", text)
    text = re.sub(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\{claim[^{}]*\}", r"\1", text)
    return text + "\n" + "".join(f"[^{name}]: {said}\n" for said, name in notes.items())
