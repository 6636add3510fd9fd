"""The words of the interface: each stands in the file of its language and nowhere else, in every language, and
something uses it.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

import apparatus
from apparatus.books.docx_styles import FACE, STANDS_IN, STYLES
from apparatus.books.for_pandoc import STYLED
from apparatus.figures.files import FACES
from apparatus.words import FOLDER, Words, filled_script, languages, read_words

from .support.project import ROOT

CODE = Path(apparatus.__file__).parent
SEEN = ("figures", "markup", "html", "metadata", "postbuild", "books")
"""The rooms that make what readers see."""
PYTHON = [path for room in SEEN for path in sorted((CODE / room).glob("*.py")) if path.name != "table.py"]
"""figures/table.py says what is wrong with a file."""
TEMPLATES = sorted((ROOT / "overrides").rglob("*.html"))
SCRIPTS = sorted((ROOT / "overrides/assets/scripts").glob("*.js"))
NO_WORDS = {
    "Article",
    "AboutPage",
    "CollectionPage",
    "Dataset",  # schema.org's types
    "Title",
    "Author",
    "Description",
    "Copyright",
    "Source",
    "Alt",
    "Bag",
    "True",  # of the metadata of PNG and PDF
    " wide_",  # a name of a layer
    "Creative Commons Attribution 4.0",
    "BibTeX",  # a name
    "Div",
    "Span",
    "Str",
    "Para",
    "Note",
    "Cite",
    "Link",
    "Space",
    "Superscript",
    "Header",
    "RawBlock",
    "MetaString",
    "MetaInlines",  # Pandoc's nodes
    *STYLED.values(),
    *STYLES,
    *(style.name for style in STYLES.values()),
    "Hyperlink",
    FACE,
    STANDS_IN,  # a word processor's styles
    "Literata",
    "Literata; font-style: italic",
    "Literata, serif",
    FACES,
    "font-variant-numeric:lining-nums tabular-nums",  # a typeface
    "light dark",
    "width=device-width, initial-scale=1",  # of the head of a page
    "The folder that holds mkdocs.yml.",
    "The path in docs/ of the page that is converted.",
    "The project, when it has been read and does not change while pages are made.",  # what the options of an extension are for
}
"""Strings of the code that look like words and are none of the interface."""
FOR_WRITERS = (
    "NoRaqm",
    "RawMarks",
    "TypeVar",
    "problem",
    "Problem",
    "NotBuilt",
    "NoPdf",
    "RuntimeError",
    "ValueError",
    "AssertionError",
    "tell",
)
"""What says something to whoever writes or builds, in English."""
ELEMENTS = ("element", "make", "append", "row", "Element", "SubElement")
SPOKEN = ("aria_label", "alt", "title")
CLASSES = ("class_", "kind", "id", "help")
_LOOKS_WRITTEN = re.compile(
    r"[A-Za-z]{2,},? [a-z]{2,}|^[A-Z][a-z]+[:.]?( |$)|^ ?[a-z]{2,} $|^, [a-z]{2,}|^ [a-z]{2,}|^[a-z]{2,} \{\}|\{\} "
    r"[a-z]{2,}"
)


def leaves(words: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each entry with its key; what has several forms is one."""
    if isinstance(words, dict) and "other" not in words:
        for name, within in words.items():
            yield from leaves(within, f"{key}.{name}" if key else str(name))
    else:
        yield key, words


ENGLISH = dict(leaves(read_words("en").all))


def text_of(node: ast.expr) -> str | None:
    """Return a string of the code as it is written, with {} for what is put into it."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def literal_words(source: str) -> list[tuple[int, str]]:
    """Return the strings of a module that a reader would see as words, with their lines."""
    tree = ast.parse(source)
    around = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        said = text_of(node) if isinstance(node, ast.expr) else None
        if (
            said is None
            or said in NO_WORDS
            or re.fullmatch(r"[\w{}-]+\.\w+", said)
            or isinstance(around[node], (ast.Expr, ast.JoinedStr, ast.FormattedValue))
        ):
            continue
        within = around[node]
        if isinstance(within, ast.Dict) and ("@type", node) in {
            (text_of(key), value) for key, value in zip(within.keys, within.values, strict=True) if key
        }:
            continue  # JSON-LD
        call: ast.AST = around[node]
        child: ast.AST = node
        while isinstance(call, (ast.IfExp, ast.BinOp, ast.List, ast.Tuple)):
            call, child = around[call], call
        name = _name(call.func) if isinstance(call, ast.Call) else ""
        if name in FOR_WRITERS or (isinstance(call, ast.keyword) and call.arg in CLASSES):
            continue
        if isinstance(call, ast.Call) and (name == "removeprefix" or text_of(call.args[0]) == "class"):
            continue
        shown_from = 2 if name == "SubElement" else 1
        spoken = isinstance(call, ast.keyword) and call.arg in SPOKEN and re.search(r"[A-Za-z]{2}", said)
        shown = (
            isinstance(call, ast.Call)
            and name in ELEMENTS
            and child in call.args[shown_from:]
            and re.search(r"[A-Za-z]{2}", said)
        )
        if spoken or shown or (_LOOKS_WRITTEN.search(said) and not re.search(r"[<>=\\/|@#;]|\(\?", said)):
            found.append((getattr(node, "lineno", 0), said))
    return found


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def words_in_template(source: str) -> list[str]:
    """Return what a template shows that is no expression: text, and what is read aloud."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<script.*?</script>|<!doctype html>", "", source, flags=re.DOTALL)
    spoken = re.findall(r'\b(?:aria-label|alt|title)="([^"]*)"', text)
    return [part for part in (*spoken, *re.split(r"<[^>]*>", text)) if re.search(r"[A-Za-z]{2}", part)]


def words_in_script(source: str) -> list[str]:
    """Return the strings of a script that look like words."""
    text = re.sub(r"/\*.*?\*/|(?<![:\"'`])//.*", "", source, flags=re.DOTALL)
    strings = [found[1] or found[2] or "" for found in re.finditer(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`', text)]
    bare = [re.sub(r"\$\{[^}]*\}", "{}", string) for string in strings]
    return [one for one in bare if re.search(r"^[A-Z][a-z]+ |[a-z]{2,} [a-z]{2,} [a-z]{2,}|^[A-Z][a-z]+[.:…]", one)]


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_word_that_a_reader_sees_stands_in_the_code(path: Path) -> None:
    assert literal_words(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_word_stands_in_a_template(path: Path) -> None:
    assert words_in_template(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_word_stands_in_a_script(path: Path) -> None:
    assert words_in_script(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('element("a", "archived", href=x)', ["archived"]),
        ('element("a", href=x, aria_label="Close")', ["Close"]),
        ('made.set("aria-label", f"Note {n}")', ["Note {}"]),
        ('element("p", "a" if short else "read on")', ["read on"]),
        ('yield "In its place: "', ["In its place: "]),
        ('parts.append(f"born {year}")', ["born {}"]),
        ('element("p", words("box.close"), class_="row told")', []),
        ('append(link, problem("C005", "no such source"))', []),
        ('raise NotBuilt("It has no article.")', []),
        ('tree.find(".//article")', []),
    ],
)
def test_a_word_in_the_code_is_found(code: str, found: list[str]) -> None:
    assert [said for _, said in literal_words(code)] == found


def test_a_word_in_a_template_or_a_script_is_found() -> None:
    assert words_in_template('<a href="#" title="{{ x }}">Skip {{ y }}</a>') == ["Skip "]
    assert words_in_template('<nav aria-label="Page">{{ x }}</nav>') == ["Page"]
    assert words_in_script('say("Nothing found."); say(`${n} results in all`); x.id = "search-box open"') == [
        "Nothing found.",
        "{} results in all",
    ]


def keys_named() -> Iterator[tuple[str, str]]:
    """Yield each key that Python or a template asks for, a pattern where a part of it is put in, with where that is."""
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.expr) and (said := text_of(node)) and re.fullmatch(r"[a-z]+(\.[\w{}-]+)+", said):
                yield re.escape(said).replace(r"\{\}", "[^.]+"), path.name
    for path in TEMPLATES:
        for key in re.findall(r'words\("([^"]+)"', path.read_text("utf-8")):
            yield re.escape(key), path.name


def test_every_word_is_used_and_every_word_used_is_known() -> None:
    named = {key for key, _ in keys_named()}
    unused = [key for key in ENGLISH if not key.startswith("scripts.") and not _is_named(key, named)]
    assert unused == []
    groups = {key.split(".")[0] for key in ENGLISH}
    known = {".".join(key.split(".")[:depth]) for key in ENGLISH for depth in (1, 2, 3, 4)}
    unknown = [
        f"{where}: {key}"
        for key, where in keys_named()
        if key.split("\\.")[0] in groups and not any(re.fullmatch(key, one) for one in known)
    ]
    assert [
        one for one in unknown if not re.search(r"\\.(html|js|css|json|yml|xml|md|xhtml|bib|ris|txt|png)$", one)
    ] == []


def _is_named(key: str, named: set[str]) -> bool:
    parts = key.split(".")
    return any(re.fullmatch(name, ".".join(parts[:depth])) for depth in range(1, len(parts) + 1) for name in named)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_uses_the_words_that_it_is_given_and_no_others(path: Path) -> None:
    script = path.read_text("utf-8")
    given = read_words("en").all["scripts"].get(path.stem, {})
    assert ("const WORDS = {};" in script) == bool(given)
    used = {one or other for one, other in re.findall(r'\bWORDS(?:\.(\w+)|\["([\w-]+)"\])', script)}
    used |= {key.split(".")[0] for key in re.findall(r'\bsaid\((?:[^()]*\? )?["`]([a-z-]+)', script)} & set(given)
    used |= {key for key in given if re.search(rf'[?:] "{key}"', script)}
    indexed = "WORDS[name]" in script
    assert used <= {*given, "labels"} and (indexed or set(given) <= used), set(given) - used


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_word_with_what_is_put_into_it(language: str) -> None:
    said = dict(leaves(read_words(language).all))
    assert list(said) == list(ENGLISH)
    forms = set(Locale.parse(language, sep="-").plural_form.tags) | {"other"}
    for key, entry in said.items():
        assert _names(entry) == _names(ENGLISH[key]), key
        assert not isinstance(entry, dict) or set(entry) == forms, key
        assert entry or entry == "", key


def _names(entry: Any) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", json.dumps(entry)))


def test_a_file_names_each_key_once() -> None:
    """YAML would take the last of two in silence."""
    from apparatus.record.yaml_source import read_yaml

    for language in languages():
        assert read_yaml(FOLDER / f"{language}.yml").value


def test_a_word_has_the_form_of_its_number() -> None:
    words = read_words("en-GB")
    assert [words.counted("count.words", n) for n in (0, 1, 2, 12_000)] == [
        "0 words",
        "1 word",
        "2 words",
        "12,000 words",
    ]


def test_an_unknown_word_is_an_error() -> None:
    with pytest.raises(KeyError):
        read_words("en")("box.open")
    with pytest.raises(KeyError):
        read_words("en")("box.note")  # whose letter is missing


def test_a_script_on_a_site_of_two_languages_takes_that_of_its_page() -> None:
    english = read_words("en")
    other = Words("ur", {"scripts": {"search": {"close": "بند کریں"}}})
    script = "const WORDS = {}; // filled\nsay(WORDS.close);"
    assert '"Close"' in filled_script("search", script, [english]) and "lang" not in filled_script(
        "search", script, [english]
    )
    both = filled_script("search", script, [english, other])
    assert '"Close"' in both and "بند کریں" in both and "document.documentElement.lang" in both
