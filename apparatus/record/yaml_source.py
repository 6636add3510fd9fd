"""Read YAML and remember on which line each value stands.

PyYAML gives values or lines but not both, and it guesses: 010 is 8 to it, 1:20 is 80, 1.10 is 1.1 and off is false.
Here a scalar stays as it was typed, and who reads it decides what it is; nothing (~, null) is None. This module walks
PyYAML's node tree once and returns values and lines. mkdocs.yml alone is read as MkDocs reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

from ..problem import Problem

UNSETTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\uffff\ud800-\udfff"
    r"\U000f0000-\U0010ffff]|\r(?!\n)"
)
"""Characters that no form of the text can show: controls (XML 1.0 has no place for most of them), what stands for a
lost or unknown character, and those of one typeface alone (private use), as they come from PDF and Word.
"""
Place = tuple[str | int, ...]


class YamlError(Exception):
    """The file is not UTF-8 or not YAML. Carries the line, what is wrong and whether the encoding is at fault."""

    def __init__(self, line: int, what: str, *, encoding: bool = False) -> None:
        super().__init__(what)
        self.line, self.what, self.encoding = line, what, encoding


@dataclass(frozen=True)
class YamlDocument:
    """A parsed file: its value, and the line (from 1) of each value by its place, such as ``(3, "title")``."""

    value: Any
    lines: dict[Place, int]
    odd: tuple[tuple[int, str], ...] = ()
    """Characters that cannot be set, with their lines."""

    def line(self, place: Place) -> int:
        """Return the line of `place`, or of the nearest thing around it that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


class _TextDates(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # ten times as fast in C
    """PyYAML's safe loader, except that dates stay text, `!ENV` is what MkDocs takes it for, and other tags are read as
    plain.
    """


_TextDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_PLAIN = {"tag:yaml.org,2002:" + name for name in ("null", "bool", "int", "float", "str", "map", "seq")}


def unreadable(path: str, error: YamlError, what: str = "file") -> Problem:
    """Return the problem of a file that is not UTF-8, or not YAML in `what` of it should be."""
    if error.encoding:
        return Problem(path, error.line, "C001", f"The file is not UTF-8 text: {error.what}", "Save it again as UTF-8.")
    mend = "Mend the line, or put the value in quotation marks."
    return Problem(path, error.line, "C002", f"The {what} is not sound YAML: {error.what}", mend)


def unsettable(path: str, line: int, character: str) -> Problem:
    """Return the problem of a character that no form of the text can show."""
    return Problem(
        path,
        line,
        "C107",
        f"The character {told(character)} cannot be shown.",
        "Type what it stands for, or remove it.",
    )


def told(character: str) -> str:
    """Return the name of a character that cannot be shown: U+000C."""
    return f"U+{ord(character):04X}"


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file. Raises YamlError (encoding) when it is something else."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise YamlError(line, f"byte 0x{raw[error.start]:02x} is not UTF-8.", encoding=True) from error


def read_yaml(path: Path, *, typed: bool = False) -> YamlDocument:
    """Parse `path`, with `typed` as MkDocs reads its own file. Raises YamlError when it is not UTF-8, does not parse,
    repeats a key or contains itself.
    """
    return parse_yaml(read_text(path), typed=typed)


def parse_yaml(text: str, *, typed: bool = False) -> YamlDocument:
    """Parse `text`. Raises YamlError when it does not parse, repeats a key or contains itself."""
    lines: dict[Place, int] = {}
    try:
        loader = _TextDates(text)
        loader.typed = typed
        node = loader.get_single_node()
        value = None if node is None else _value(loader, node, (), lines, ())
        return YamlDocument(value, lines, tuple(_odd(value, (), lines)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(mark.line + 1 if mark else 1, f"{error.problem or error.context}.") from error
    except RecursionError as error:
        raise YamlError(1, "the value is nested too deep.") from error
    except (yaml.YAMLError, ValueError) as error:
        raise YamlError(1, f"{error}.".replace("\n", " ")) from error


def _value(loader: Any, node: yaml.Node, place: Place, lines: dict[Place, int], around: tuple[int, ...]) -> Any:
    """Turn a node into plain Python values, noting lines. `around` holds the nodes that enclose this one."""
    line = node.start_mark.line + 1
    lines[place] = line
    if node.tag == "!ENV":  # as in MkDocs: the first of these variables that is set, else the last value
        return construct_env_tag(loader, node)
    if id(node) in around or len(around) > 30:
        raise YamlError(line, "the value contains itself, or is nested more than thirty deep.")
    inside = (*around, id(node))
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in mapping:
                raise YamlError(key_node.start_mark.line + 1, f"the key '{key}' stands twice in one entry.")
            mapping[key] = _value(loader, value_node, (*place, key), lines, inside)
            lines[(*place, key)] = key_node.start_mark.line + 1
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, child, (*place, i), lines, inside) for i, child in enumerate(node.value)]
    if node.tag == "tag:yaml.org,2002:null":
        return None
    return loader.construct_object(node) if loader.typed and node.tag in _PLAIN else node.value


def _odd(value: Any, place: Place, lines: dict[Place, int]) -> Iterator[tuple[int, str]]:
    """Yield the characters of a value that cannot be set, with their lines."""
    if isinstance(value, str):
        yield from ((lines.get(place, 1), found) for found in dict.fromkeys(UNSETTABLE.findall(value)))
    elif isinstance(value, (list, dict)):
        for key, child in enumerate(value) if isinstance(value, list) else value.items():
            yield from _odd(child, (*place, key), lines)
