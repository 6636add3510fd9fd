"""A chapter as a book has it: what opens on the web is a link on paper and in an e-reader.

In: a chapter of a Book. Out: a copy in which every mark is a link to a note, to a numbered source at the section's end
or to an entry of the back matter; each note and source links back to its marks; what only a browser can use (what
closes a box, addresses in the margin) is gone, and charts are drawn for one width. The boxes of claims, people and
words are left out, since their entries stand whole in the back matter, to which their marks lead. EPUB and PDF begin
from this form.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..html.tree import Element, append, classed, clone, has_class, make, plain_colours, remove, replace
from ..postbuild.book import Book, Chapter
from ..record.kinds import KINDS
from ..words import Words

_NOT_FOR_BOOKS = ("address", "back", "close", "closed", "entry", "unseen")


def to_footnotes(chapter: Chapter, book: Book, copies: Mapping[str, str]) -> Chapter:
    """Return a chapter of `book` as a book has it. `copies` leads from the address of a source's live copy to its entry
    in the book.
    """
    bound = chapter.copy()
    tree, words = bound.tree, book.interface
    _section_number(tree)
    _draw(tree, chapter.name, book.drawings)
    back = _marks(tree, chapter.name)
    for name in _NOT_FOR_BOOKS:
        for part in classed(tree, name):
            remove(part)
    for name in ("claims", "names"):
        for appendix in classed(tree, "appendix"):
            if has_class(appendix, name):
                remove(appendix)
    _notes(tree, back, words)
    _sources(tree, back, words)
    for row in classed(tree, "row"):
        for link in row.iter("a"):
            link.set("href", copies.get(link.get("href", ""), link.get("href", "")))
    for details in list(tree.iter("details")):
        for summary in details.findall("summary"):
            remove(summary)
        details.tag = "div"
        details.set("class", "numbers")
    plain_colours(tree, ", ".join(filter(None, (book.type.drawing, "Literata, serif"))))
    return bound


def entries_of_copies(book: Book) -> dict[str, str]:
    """Return the entry of each source by the address of its live copy, so that a short name in the record can lead to
    it.
    """
    found: dict[str, str] = {}
    for chapter in book.record:
        if chapter.name == "sources":
            for copies in chapter.tree.iter("small"):
                entry = next(parent for parent in copies.iterancestors("li"))
                for live in copies[:1]:
                    found.setdefault(live.get("href"), f"#{entry.get('id')}")
    return found


def _draw(tree: Element, chapter: str, drawings: Mapping[str, Element]) -> None:
    """Put the drawing of a fixed size in the place of the one that fits every column, under the same name and
    description.
    """
    for figure in classed(tree, "figure"):
        if (drawn := drawings.get(figure.get("id").removeprefix(f"{chapter}-figure-"))) is not None:
            fluid, alone = figure.find("svg"), clone(drawn)
            for name in ("role", "aria-labelledby", "aria-describedby"):
                alone.set(name, fluid.get(name))
            for told in reversed(fluid.xpath("./title | ./desc")):
                alone.insert(0, told)
            replace(fluid, alone)


def _section_number(tree: Element) -> None:
    """'Section 2 of 14 · 4 minutes' is 'Section 2' in a book, which has its own measure of length."""
    for line in classed(tree, "section-number"):
        for child in list(line):
            remove(child)
        line.text = line.attrib.pop("data-short")


def _marks(tree: Element, chapter: str) -> dict[str, list[str]]:
    """Lead the marks of claims, people and words to the back matter; return the ids of the others by what
    they lead to.
    """
    back: dict[str, list[str]] = {}
    for mark in classed(tree, "mark"):
        for link in mark.iter("a"):
            if has_class(mark, "claim-mark"):
                link.set("aria-label", link.text_content())
                _to_record(link, chapter)
            else:
                target = link.get("href")[1:]
                marks = back.setdefault(target, [])
                marks.append(f"{target}-from-{len(marks) + 1}")
                link.set("id", marks[-1])
                link.set("role", "doc-noteref")
    for name in classed(tree, "name"):
        _to_record(name, chapter)
    return back


def _to_record(link: Element, chapter: str) -> None:
    """Let a link to a box lead to the entry of the record: '#the-circle-claim-c02' becomes '#claims-c02'."""
    kind, _, entry = link.get("href").removeprefix(f"#{chapter}-").partition("-")
    link.set("href", f"#{KINDS[kind].listing}-{entry}")
    for name in ("id", "role"):
        link.attrib.pop(name, None)


def _notes(tree: Element, back: Mapping[str, list[str]], words: Words) -> None:
    for note in [box for box in classed(tree, "box") if has_class(box, "note")]:
        id = note.get("id")
        letter, *body = list(note)
        made = make("aside", id=id, class_="note", role="doc-footnote")
        link = make(
            "a",
            letter.text,
            href=f"#{back[id][0]}",
            class_="letter",
            role="doc-backlink",
            aria_label=words("books.back"),
        )
        append(made, *body)
        made[0].text = " " + (made[0].text or "")
        made[0].insert(0, link)
        link.tail, made[0].text = made[0].text, None
        replace(note, made)


def _sources(tree: Element, back: Mapping[str, list[str]], words: Words) -> None:
    for appendix in [one for one in classed(tree, "appendix") if has_class(one, "sources")]:
        heading, listed = appendix.find("h2"), appendix.find("ol")
        for box in list(listed):
            links = [
                make(
                    "a",
                    f"↩\ufe0e{i}" if i > 1 else "↩\ufe0e",
                    href=f"#{mark}",
                    role="doc-backlink",
                    aria_label=words("books.back-to-mark", n=str(i)),
                )
                for i, mark in enumerate(back.get(box.get("id"), []), 1)
            ]
            append(box[-1], " ", make("span", *links, class_="back"))
            replace(box, make("li", make("div", *box, id=box.get("id"), role="doc-footnote")))
        made = make(
            "section", heading, listed, class_="sources", role="doc-endnotes", aria_labelledby=heading.get("id")
        )
        replace(appendix, made)
