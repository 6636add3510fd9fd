"""The rooms of the apparatus: its map names what is there, in an order that every import keeps."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import apparatus
from apparatus.essay.syntax import LISTINGS
from apparatus.markup.listings import MADE_BY
from apparatus.postbuild.fingerprint import MINIFIERS

from .support.project import ROOT

FOLDER = Path(apparatus.__file__).parent
MAP = re.findall(r"^    (\w+)(?:/|\.py) ", apparatus.__doc__ or "", re.MULTILINE)
ROOMS = [name for name in MAP if (FOLDER / name).is_dir()]


def _python(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.py")} - {"__init__"}


def imports(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield what a module imports of the apparatus, as parts of dotted names: ('record', 'models')."""
    package = path.relative_to(FOLDER).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1] + tuple(
                (node.module or "").split(".") if node.module else ()
            )
            yield from [base] if base else [(alias.name,) for alias in node.names]


def test_the_map_names_every_room_and_module_and_nothing_else() -> None:
    rooms = {path.name for path in FOLDER.iterdir() if (path / "__init__.py").exists()}
    assert set(MAP) == rooms | _python(FOLDER) and len(MAP) == len(set(MAP))
    assert len(_python(FOLDER)) + 1 <= 4, "as many modules stand directly under apparatus/"


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in ("markup", "checks")])
def test_the_map_of_a_room_names_its_modules(room: str) -> None:
    said = (FOLDER / room / "__init__.py").read_text(encoding="utf-8")
    assert set(re.findall(r"(?:^ *|, )(\w+)\.py\b", said, re.MULTILINE)) == _python(FOLDER / room)


def test_every_import_leads_up_the_map() -> None:
    wrong = []
    for path in FOLDER.rglob("*.py"):
        own = path.relative_to(FOLDER).parts[0].removesuffix(".py")
        wrong += [
            f"{path.relative_to(FOLDER)} imports {'.'.join(name)}"
            for name in imports(path)
            if name[0] != own and MAP.index(name[0]) > MAP.index(own)
        ]
    assert wrong == []


def test_no_two_modules_import_each_other_however_far_round() -> None:
    modules = {path.relative_to(FOLDER).with_suffix("").parts for path in FOLDER.rglob("*.py")}
    needs = {
        module: {name for name in imports(FOLDER.joinpath(*module).with_suffix(".py")) if name in modules}
        for module in modules
    }
    left = dict(needs)
    while ready := [module for module, named in left.items() if not named & left.keys()]:
        for module in ready:
            del left[module]
    assert not left


def test_only_one_room_imports_mkdocs() -> None:
    found = {
        path.parent.name
        for path in FOLDER.rglob("*.py")
        if re.search(r"^\s*(from|import) (mkdocs|properdocs)\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert found == {"mkdocs"}


@pytest.mark.parametrize("path", ["mkdocs.yml", *(f"overrides/{path}" for path in MINIFIERS)])
def test_no_line_is_too_long_to_be_read(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert [number for number, line in enumerate(text.split("\n"), 1) if len(line) > 120] == []


def test_every_listing_that_can_be_named_can_be_made() -> None:
    assert set(LISTINGS) == set(MADE_BY)


def test_the_order_of_work_of_the_extensions_is_the_one_that_is_told() -> None:
    folder = FOLDER / "markup"
    said = folder.joinpath("__init__.py").read_text("utf-8")
    told = {(name, float(number)) for number, name in re.findall(r"^ +(-?[\d.]+) +(\w+) ", said, re.MULTILINE)}
    register = re.compile(r"treeprocessors\.register\(.+?, (-?[\d.]+)\)")
    assert told == {
        (path.stem, float(number))
        for path in folder.glob("*.py")
        for number in register.findall(path.read_text("utf-8"))
    }
    named = {name for name, _ in told} | set(re.findall(r"(\w+)\.py", said))
    assert named >= _python(folder)
