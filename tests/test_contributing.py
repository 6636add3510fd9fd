"""The guides: what guide/writing.md tells a writer to do, followed to the letter in a copy of the project, makes a
sound section.

Every file and every command that a guide names is there; none is longer than a newcomer reads.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from apparatus.commands import COMMANDS

from .support.preview import Preview
from .support.project import LEFT_OUT, QUIET, ROOT, TRANSLATIONS

INSTRUCTIONS = ROOT / "guide/writing.md"
STEP = re.compile(r"^\d+\. {2}(?P<says>.+?)\n\n {4}```(?P<kind>\w+)\n(?P<text>.*?)^ {4}```$", re.MULTILINE | re.DOTALL)
NOTES = [*ROOT.glob("*.md"), *ROOT.glob("guide/*.md")]
MADE = {"site/", ".cache/supply/", ".cache/translations/"}
"""What the notes name and a command makes."""
ALONE = {name: value for name, value in QUIET.items() if not re.fullmatch(r"MFLAGS|MAKEFLAGS|MAKELEVEL", name)}
"""What the `make test` that runs this says to its own children is nothing to the one that is started here."""
INSTALLED = ("-o", ".venv/.building", "-o", ".venv/.testing")  # make's way of saying: leave these as they are


@dataclass(frozen=True)
class Step:
    """A numbered step: the sentence, and what stands in its fence, of the `kind` that the fence names."""

    says: str
    kind: str
    text: str

    def follow(self, project: Path) -> None:
        """Do what the sentence says. A sentence of another form fails, since no reader could be sure of it either."""
        if self.kind == "sh":
            for line in self.text.splitlines():
                run(line, project)
        elif write := re.fullmatch(r"Write `(.+?)`:", self.says):
            (project / write[1]).write_text(self.text, encoding="utf-8")
        elif after := re.search(r"`(\S+)`, after `(.+?)`:$", self.says):
            path = project / after[1]
            before, anchor, rest = path.read_text(encoding="utf-8").partition(f"{after[2]}\n")
            assert anchor, f"{after[1]} has no line {after[2]!r}"
            path.write_text(before + anchor + self.text + rest, encoding="utf-8")
        elif end := re.search(r"at the end of `(.+?)`:$", self.says):
            with (project / end[1]).open("a", encoding="utf-8") as file:
                file.write(self.text)
        else:
            pytest.fail(f"Nobody can tell where this goes: {self.says}")


def run(line: str, project: Path) -> None:
    """Run a line of a guide in a copy of the project, which has its packages already."""
    command, *arguments = shlex.split(line)
    installed = INSTALLED if command == "make" else ()
    done = subprocess.run(
        [command, *installed, *arguments], cwd=project, capture_output=True, text=True, env=ALONE, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), f"{line}\n{done.stdout}{done.stderr}"


def steps() -> Iterator[Step]:
    for found in STEP.finditer(INSTRUCTIONS.read_text(encoding="utf-8")):
        text = "".join(line.removeprefix("    ") for line in found["text"].splitlines(keepends=True))
        yield Step(" ".join(found["says"].split()), found["kind"], text)


@pytest.mark.slow
def test_a_section_written_by_the_instructions_is_whole(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(ROOT, tmp_path / "copy", ignore=LEFT_OUT))
    (copy / ".venv").symlink_to(sys.prefix)
    written = {path.stem for path in (copy / "docs/essay").iterdir()}
    for step in steps():
        step.follow(copy)
    (name,) = {path.stem for path in (copy / "docs/essay").iterdir()} - written

    page = BeautifulSoup((copy / f"site/essay/{name}/index.html").read_bytes(), "html.parser")
    for mark in (".claim-mark", ".source-mark", ".note-mark"):
        link = page.select_one(f".passage {mark} a")
        assert link and page.select_one(str(link["href"])), mark
    assert all(passage.get("id") for passage in page.select(".passage"))
    assert (copy / f"site/assets/images/cards/{name}.png").is_file()
    cover = BeautifulSoup((copy / "site/index.html").read_bytes(), "html.parser")
    assert cover.select_one(f'a[href="essay/{name}/"]')
    claims = BeautifulSoup((copy / "site/record/claims/index.html").read_bytes(), "html.parser")
    assert claims.select_one(f'a[href^="../../essay/{name}/#"]')


@pytest.mark.slow
def test_another_essay_is_begun_by_the_lines_of_the_readme(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(ROOT, tmp_path / "copy", ignore=LEFT_OUT))
    shutil.copytree(ROOT / "tests/other-essay", copy / "tests/other-essay")
    for language in TRANSLATIONS:
        shutil.copytree(ROOT / "docs" / language, copy / "docs" / language)
    (copy / ".venv").symlink_to(sys.prefix)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    *lines, last = readme.split("## Start your own essay")[1].split("```sh\n")[1].split("```")[0].splitlines()
    assert len(lines) + 1 == 6 and last == "make serve"
    for line in lines:
        run(line, copy)
    title = "How a Sentence Becomes a Page"
    assert title in (copy / "site/index.html").read_text(encoding="utf-8")
    preview = Preview(copy)
    try:
        preview.wait("", title)
    finally:
        preview.close()


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.stem)
def test_a_note_names_files_and_commands_that_are_there(note: Path) -> None:
    text = re.sub(r"^ *```.*?^ *```$", "", note.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    files = {file for file in re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", text) if re.search(r"[a-z]", file)} - MADE
    written = set(re.findall(r"Write `(.+?)`", text))
    assert [file for file in sorted(files - written) if not (ROOT / file).exists()] == []
    links = {link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link}
    assert [link for link in sorted(links) if not (note.parent / link).exists()] == []
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`(?:[A-Z_]+=\S+ )?make ([a-z-]+)", text)) <= targets
    assert set(re.findall(r"`apparatus ([a-z-]+)", text)) <= {command.name for command in COMMANDS}


def test_the_readme_is_read_in_a_few_minutes_and_no_line_of_a_guide_is_too_wide() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= 110 and len(readme.encode()) <= 7000
    for note in NOTES:
        assert [line for line in note.read_text(encoding="utf-8").splitlines() if len(line) > 120] == [], note


def test_every_command_of_make_says_what_it_does() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"[a-z-]+", text.split(".PHONY:")[1].split("\n")[0]))
    assert phony == set(re.findall(r"^([a-z-]+):.* ## ", text, re.MULTILINE))


def test_tests_share_code_through_one_folder_whose_map_names_each_module() -> None:
    folder = ROOT / "tests/support"
    said = set(re.findall(r"(\w+)\.py", (folder / "__init__.py").read_text(encoding="utf-8")))
    assert said == {path.stem for path in folder.glob("*.py")} - {"__init__"}
    for path in (ROOT / "tests").glob("test_*.py"):
        assert not re.search(
            r"^from (?:\.|tests\.)(?:test_|conftest)", path.read_text(encoding="utf-8"), re.MULTILINE
        ), path
