"""Addresses last: every block of the essay has one (C029), none is lost or moved (C030), none stands for two (C032).

docs/data/published.yml is the register of what has been published: the ids of each page and the number of sources. It
is written by `make release` and only grows; the floor of sources (C031) stands there too. Every frozen edition is a
register as well. An address that no longer holds its paragraph is entered in docs/data/retired.yml: then it does not
stand there (C078), it did in an edition (C079), what took its place stands (C080), and its page is still there to say
so (C081).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..essay.syntax import PARAGRAPH_ID
from ..problem import Problem, nearest
from ..project import Project
from ..record.yaml_source import YamlError
from ..releases.paragraph_ids import REGISTER, Register, read_register

RETIRED, MOVED = "docs/data/retired.yml", "docs/data/moved.yml"


def check(project: Project) -> Iterator[Problem]:
    """Yield what is wrong with addresses: missing, given twice, lost, moved; and sources lost."""
    yield from _given(project)
    yield from _twice(project)
    try:
        register = read_register(project.root)
    except YamlError as error:
        what = f"The file is not sound YAML: {error.what}"
        yield Problem(REGISTER, error.line, "C002", what, "Restore it from the last commit.")
        return
    yield from _lost(project, register)
    yield from _retired(project)
    if len(project.record.sources) < register.sources:
        what = f"There are {len(project.record.sources)} sources; {register.sources} were published."
        yield Problem("docs/data/sources.yml", 1, "C031", what, "Restore what was lost.")


def _lost(project: Project, register: Register) -> Iterator[Problem]:
    here = {id: page.path for id, page in project.passages.items()}
    retired = {(id, project.now_at(path)) for id, entry in project.record.retired.items() for path in entry.section}
    published = [(id, project.now_at(path)) for id, path in register.pages.items()]
    for id, path in dict.fromkeys([*published, *project.last_releases]):
        if here.get(id) == path or (id, path) in retired:
            continue
        if id not in here:
            mend = f"Give it back to the paragraph that took its place, or say in {RETIRED} what became of it."
            yield Problem(f"docs/{path}", 1, "C030", f"The published address '{id}' is gone.", mend)
        else:
            what = f"The published address '{id}' belongs to docs/{path}."
            mend = (
                "Give it back there, and another here: make ids. Or, if the paragraph has moved, enter it in "
                f"{RETIRED} with 'now: {id}'; if the whole page has another name, enter that in {MOVED}."
            )
            yield Problem(f"docs/{here[id]}", 1, "C030", what, mend)


def _retired(project: Project) -> Iterator[Problem]:
    file = project.record.files["retired"]
    known = {*project.passages, *project.record.retired}
    for id, entry in project.record.retired.items():
        stands = project.passages.get(id)
        sections = [*map(project.now_at, entry.section)]
        if stands and (stands.path in sections or entry.now != id):
            what = f"The paragraph '{id}' is retired and stands in docs/{stands.path}."
            mend = f"Remove the entry, or the paragraph; if it has moved there, write 'now: {id}'."
            yield Problem(file.path, file.line(id), "C078", what, mend)
        for path in sections:
            line = file.line(id, "section")
            if (id, path) not in project.last_releases:
                what = f"In no edition did a paragraph '{id}' stand in docs/{path}."
                mend = "Name the section as docs/data/editions/ has it, or remove the entry: nobody has that address."
                yield Problem(file.path, line, "C079", what, mend)
            elif path not in project.pages:
                mend = "Keep it with its title and a sentence, and name it under 'not_in_nav' in mkdocs.yml."
                yield Problem(file.path, line, "C081", f"The page docs/{path}, where '{id}' stood, is gone.", mend)
        if entry.now and (entry.now not in known or (entry.now == id and not stands)):
            what = f"'{id}' leads on to '{entry.now}', which stands nowhere."
            mend = (
                nearest(entry.now, project.passages) + "Give the address of the paragraph that took its place, or none."
            )
            yield Problem(file.path, file.line(id, "now"), "C080", what, mend)


def _given(project: Project) -> Iterator[Problem]:
    for page in (
        section for section in project.sections if not section.problems
    ):  # else where its blocks end is not sure
        for passage in page.passages:
            if not passage.id:
                what = f"The block '{passage.text[:40]}…' has no address."
                yield Problem(f"docs/{page.path}", passage.line, "C029", what, "Run: make ids.")
            elif not PARAGRAPH_ID.fullmatch(passage.id):
                what = f"The address '{passage.id}' is not one of ours."
                yield Problem(f"docs/{page.path}", passage.line, "C029", what, "Remove it and run: make ids.")


def _twice(project: Project) -> Iterator[Problem]:
    passages: dict[str, str] = {}
    for page in project.pages.values():
        here: dict[str, int] = {}
        notes = {f"note-{mark.name}" for mark in page.all("definition")}  # C011 speaks of these
        claims = {mark.name: mark.line for mark in page.all("claim")}  # and C018 of these
        for id, line in [*(anchor for anchor in page.anchors if anchor[0] not in notes), *claims.items()]:
            where = f"docs/{page.path}:{line}"
            first = (
                f"docs/{page.path}:{here[id]}"
                if id in here
                else passages.get(id)
                if PARAGRAPH_ID.fullmatch(id)
                else None
            )
            if first:
                mend = "Give this block another: remove it and run make ids."
                yield Problem(f"docs/{page.path}", line, "C032", f"The anchor '{id}' was given at {first}.", mend)
            here.setdefault(id, line)
            if PARAGRAPH_ID.fullmatch(id):
                passages.setdefault(id, where)
