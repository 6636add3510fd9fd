"""The book as Pandoc takes it: its document as JSON (https://pandoc.org/using-the-pandoc-api.html), from which its
writers make DOCX and Markdown.

In: a Book and the folder of the site's typefaces. Out: a document in which notes are notes, citations are citations
and figures have descriptions, and the pictures that it names. Pandoc reads the chapters as HTML, where it knows
neither notes nor citations; both stand there as spans and are put in their places afterwards. What leads nowhere
outside a screen is left out: the sections' own lists of sources, since all of them stand at the end, and the notes on
addresses that have moved.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pypandoc

from ..html.tree import (
    Element,
    append,
    as_html,
    classed,
    clone,
    elements,
    has_class,
    make,
    remove,
    replace,
    words,
)
from ..postbuild.book import Book, Chapter
from ..words import Words
from .footnotes import entries_of_copies, to_footnotes
from .pictures import picture

Node = dict[str, Any]
"""A node of Pandoc's document: `t` is its kind, `c` what it holds."""
Cited = tuple[str, str]
"""The key of a source and the place in it, which may be empty."""
Cite = Callable[[tuple[Cited, ...], bool], Node]
"""What makes a note or a citation of sources; the second argument says that it stands in a note, which can hold no
other.
"""
STYLED = {
    "question": "Question", "caption": "Image Caption", "states": "Entry Statement", "row": "Entry Detail",
    "head": "Entry", "finding": "Entry",
}  # fmt: skip
"""The paragraph styles of a word processor, by the class of a paragraph of the site."""
_LEFT_OUT = ("back", "letter", "retired", "section-number", "shape", "shares")
_KEPT = ("id", "href", "src", "alt", "width", "lang", "dir", "to", "custom-style", "rowspan", "colspan")
_POINTS = ".,;:"


class PandocFailed(Exception):
    """Pandoc refused a document. The message is Pandoc's own."""


@dataclass(frozen=True)
class Document:
    """The blocks of the book, and its pictures by the names under which they stand there."""

    blocks: list[Node]
    pictures: Mapping[str, bytes]

    def written(self, meta: Mapping[str, Node], before: Iterable[Node] = (), after: Iterable[Node] = ()) -> str:
        """Return the whole as JSON, with `meta` data and other blocks before and after its own."""
        version = json.loads(run_pandoc("", "--from=html", "--to=json"))["pandoc-api-version"]
        return json.dumps({"pandoc-api-version": version, "meta": meta, "blocks": [*before, *self.blocks, *after]})


def run_pandoc(document: str, *options: str, folder: Path | None = None, date: datetime | None = None) -> bytes:
    """Return what Pandoc makes of `document`, read in `folder`, as if it were `date`. Raises PandocFailed, on a warning
    too: nothing is to be lost in silence.
    """
    environment = {**os.environ, **({"SOURCE_DATE_EPOCH": str(int(date.timestamp()))} if date else {})}
    command = [pypandoc.get_pandoc_path(), "--fail-if-warnings", *options]
    done = subprocess.run(
        command, input=document.encode(), cwd=folder, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        raise PandocFailed(done.stderr.decode(errors="replace").strip())
    return done.stdout


def read_html(trees: Iterable[Element]) -> list[Node]:
    """Return the blocks that Pandoc reads from elements."""
    html = "".join(map(as_html, trees))
    return list(json.loads(run_pandoc(html, "--from=html", "--to=json"))["blocks"])


def document(
    book: Book, fonts: Path, cite: Cite, *, styled: bool, pictures_in: str = "", leave_out: str = ""
) -> Document:
    """Return the book without the chapter `leave_out`. `cite` makes what stands for citations; `styled` keeps the names
    of paragraph styles.
    """
    pictures: dict[str, bytes] = {}
    copies = entries_of_copies(book)
    cited: dict[str, tuple[Cited, ...]] = {}
    notes: list[Element] = []
    chapters = []
    for chapter in book.chapters:
        cited |= _cited(chapter, book.interface)
        if chapter.name == leave_out:
            continue
        tree = to_footnotes(chapter, book, copies).tree
        _draw(tree, str(fonts), pictures, (chapter.name, pictures_in), book.interface)
        notes += _settle(tree, chapter.name, book.interface, styled=styled)
        chapters.append(tree)
    noted = {block["c"][0][0]: block["c"][1] for block in read_html(notes)}
    return Document(_Putting(cited, noted, cite).blocks(read_html(chapters)), pictures)


def _cited(chapter: Chapter, interface: Words) -> Iterator[tuple[str, tuple[Cited, ...]]]:
    """Yield the id of each box of sources of a chapter with what it cites, the place in a source as it stands there
    after the word for it.
    """
    for box in classed(chapter.tree, "box"):
        if has_class(box, "source"):
            yield box.get("id"), tuple(_source(reference, interface) for reference in box.xpath("./p"))


def _source(reference: Element, interface: Words) -> Cited:
    """Return the key of a reference in a box, and the place."""
    here, stop = interface("source.here", locator=""), interface("list.stop").strip()
    link = classed(reference, "entry")[0].get("href")
    before = [text for text in reference.xpath("./text()") if here in text]
    place = before[-1].rpartition(here)[2].strip().removesuffix(stop) if before else ""
    return link.rpartition("#")[2].removeprefix("sources-"), place


def _settle(tree: Element, name: str, interface: Words, *, styled: bool) -> list[Element]:
    """Bring a chapter of a book into a form of which Pandoc's reader loses nothing; return its notes, which it no
    longer holds.
    """
    for part in [
        *(one for kind in _LEFT_OUT for one in classed(tree, kind)),
        *tree.xpath(".//nav | .//section[@role='doc-endnotes']"),
    ]:
        remove(part)
    _marks(tree, interface)
    _names_and_ids(tree, interface)
    _directions(tree)
    if styled:
        _style(tree)
    heading = tree.find(".//h1")
    for element in elements(tree):
        _bare(element)
    tree.attrib.clear()
    heading.set("id", name)
    return [_note(aside) for aside in list(tree.iter("aside"))]


def _directions(tree: Element) -> None:
    """Let a part around a block say its language and where its lines begin: Pandoc keeps neither on a block of text."""
    for block in list(tree.iter("p", "ul", "ol", "table")):
        if said := {name: block.attrib.pop(name) for name in ("lang", "dir") if name in block.attrib}:
            around = make("div", clone(block))
            around.attrib.update(said)
            replace(block, around)


def _style(tree: Element) -> None:
    """Name the style of each paragraph that has one of its own, on a part around it, as Pandoc has it."""
    styles = {one: style for kind, style in STYLED.items() for one in classed(tree, kind) if one.tag == "p"}
    for entry in (entry for listed in classed(tree, "entries") for entry in listed):
        for i, paragraph in enumerate(entry.findall("p")):
            styles.setdefault(paragraph, "Entry Text" if i else "Entry")
    styles |= {one: "Entry Detail" for numbers in classed(tree, "numbers") for one in numbers.findall("p")}
    for paragraph, style in styles.items():
        around = make("div", clone(paragraph))
        around.set("custom-style", style)
        replace(paragraph, around)


def _bare(element: Element) -> None:
    """Leave of an element what a book needs: Pandoc would keep every class."""
    own = any(has_class(element, one) for one in ("cited", "noted", "numbers"))
    for attribute in [one for one in element.attrib if one not in _KEPT and not (own and one == "class")]:
        del element.attrib[attribute]
    element.tag = {"section": "div", "article": "div", "small": "span"}.get(element.tag, element.tag)


def _note(aside: Element) -> Element:
    """Take a note out of its chapter."""
    note = make("div", *list(aside), id=aside.get("id"))
    remove(aside)
    return note


def _marks(tree: Element, interface: Words) -> None:
    """Let marks be spans that say what they lead to; marks of sources that follow each other are one."""
    for mark in classed(tree, "mark"):
        link, before = mark.find("a"), mark.getprevious()
        to = link.get("href")
        if has_class(mark, "claim-mark"):
            made = make("sup", make("a", interface("books.claim-mark", n=mark.get("data-number")), href=to))
        else:
            made = make("span", class_="noted" if has_class(mark, "note-mark") else "cited", to=to[1:])
        follows = before is not None and has_class(before, "cited") and not (before.tail or "").strip()
        if follows and has_class(made, "cited"):
            before.set("to", f"{before.get('to')} {to[1:]}")
            remove(mark)
        else:
            replace(mark, made)


def _names_and_ids(tree: Element, interface: Words) -> None:
    """Names are words again, in their language; an entry of the record is a part, no line of a list; an address stands
    where its paragraph begins.
    """
    for name in classed(tree, "name"):
        replace(name, make("span", *_inside(name), lang=name.get("lang")))
    for listed in classed(tree, "entries"):
        for entry in listed.findall("li"):
            entry.tag = "div"
            if number := entry.get("data-number"):  # by which a mark in the text names a claim
                _begin(entry[0], make("strong", interface("books.claim", n=number), " "))
        listed.tag = "div"
    for passage in classed(tree, "passage"):
        first = next((one for one in passage.iter("p", "li", "td") if one is not passage), passage)
        _begin(first, make("span", id=passage.attrib.pop("id")))


def _begin(element: Element, part: Element) -> None:
    """Let an element begin with another."""
    part.tail, element.text = element.text, None
    element.insert(0, part)


def _inside(element: Element) -> list[Element | str]:
    parts: list[Element | str] = [element.text or ""]
    for child in element:
        parts += [clone(child), child.tail or ""]
    return [part for part in parts if part != ""]


def _draw(tree: Element, fonts: str, pictures: dict[str, bytes], place: tuple[str, str], interface: Words) -> None:
    """Put a picture with a description in the place of each drawing, title and text of the figure into its caption, its
    numbers after it.

    A figure that is a list, no drawing, is a title, a list and a text, since Pandoc's Markdown has figures of pictures
    alone.
    """
    for figure in list(tree.iter("figure")):
        title, text, drawing = figure.find("figcaption"), classed(figure, "caption"), figure.find("svg")
        bold = make("strong", interface.sentence(words(title)))
        for numbers in reversed(classed(figure, "numbers")):
            figure.addnext(clone(numbers))
            remove(numbers)
        if drawing is None:
            figure.tag = "div"
            replace(title, make("p", bold))
            continue
        chapter, folder = place
        name = f"{folder}{figure.get('id').removeprefix(f'{chapter}-figure-')}.png"
        pictures[name] = picture(drawing, fonts)
        told = " ".join(interface.sentence(words(part)) for part in drawing.xpath("./title | ./desc"))
        image = make("img", src=name, alt=told, width=drawing.get("viewbox").split()[2])
        caption = make("figcaption", bold, *(part for one in text for part in (" ", *_inside(one))))
        for child in list(figure):
            figure.remove(child)
        append(figure, image, caption)


class _Putting:
    """Putting notes and citations in the places that spans hold for them."""

    def __init__(self, cited: Mapping[str, tuple[Cited, ...]], notes: Mapping[str, list[Node]], cite: Cite) -> None:
        self.cited, self.notes, self.cite = cited, notes, cite

    def blocks(self, value: Any, *, in_note: bool = False) -> Any:
        """Return a part of a document with what belongs into it; a part without a name or a style is not
        kept as one.
        """
        if isinstance(value, dict):
            return {name: self.blocks(one, in_note=in_note) for name, one in value.items()}
        if not isinstance(value, list):
            return value
        made: list[Any] = []
        for one in value:
            kind = one.get("t") if isinstance(one, dict) else None
            attributes = one["c"][0] if kind in ("Div", "Span") else None
            if attributes == ["", [], []]:
                made += self.blocks(one["c"][1], in_note=in_note)
            elif attributes and attributes[1] == ["noted"]:
                self._note(made, _to(one)[0], in_note=in_note)
            elif attributes and attributes[1] == ["cited"]:
                sources = dict.fromkeys(source for box in _to(one) for source in self.cited[box])
                _put(made, self.cite(tuple(sources), in_note))
            else:
                made.append(self.blocks(one, in_note=in_note))
        return made

    def _note(self, made: list[Any], note: str, *, in_note: bool) -> None:
        """Add a note, after the place to which the record leads; a note's own note stands in it, in brackets, for no
        word processor has any.
        """
        blocks = self.blocks(self.notes[note], in_note=True)
        place = {"t": "Span", "c": [[note, [], []], []]}
        if not in_note:
            _put(made, {"t": "Note", "c": blocks}, place)
            return
        inside = [part for block in blocks for part in ({"t": "Space"}, *block["c"])][1:]
        made += [{"t": "Space"}, place, {"t": "Str", "c": "("}, *inside, {"t": "Str", "c": ")"}]


def _put(made: list[Any], citation: Node, *place: Node) -> None:
    """Add a citation to what stands before it: a note after the point, any other before the point and parted from the
    word.
    """
    if citation["t"] == "Note":
        if made and made[-1].get("t") == "Note":
            made.append({"t": "Superscript", "c": [{"t": "Str", "c": ","}]})  # or 2 and 3 read as 23
        made += [*place, citation]
        return
    point = ""
    if made and made[-1].get("t") == "Str" and made[-1]["c"][-1] in _POINTS:
        made[-1], point = {"t": "Str", "c": made[-1]["c"][:-1]}, made[-1]["c"][-1]
    made += [{"t": "Space"}, citation, *([{"t": "Str", "c": point}] if point else [])]


def _to(span: Node) -> list[str]:
    return str(dict(span["c"][0][2])["to"]).split()
