"""Reading and writing the trees of built pages: the few words of lxml that all editions use.

lxml's parser is C and reads all sections in 20 ms; html5lib's successors take a second for the same, which a preview
would feel. Every element is an HtmlElement: lxml.html would ask a function for the class of each one that is touched,
which took longer than all that is done with them. The parser knows no SVG, so names that SVG spells with capitals are
lower case in the tree and are spelled again when XHTML is written; HTML needs none of it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from .elements import append as append

Element = Any
"""An lxml element; lxml has no types of its own."""
XHTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
OPS = "http://www.idpf.org/2007/ops"
_CAPITALS = {
    name.lower(): name
    for name in (
        "viewBox",
        "preserveAspectRatio",
        "pathLength",
        "textLength",
        "lengthAdjust",
        "markerHeight",
        "markerUnits",
        "markerWidth",
        "refX",
        "refY",
        "gradientTransform",
        "gradientUnits",
        "patternContentUnits",
        "patternTransform",
        "patternUnits",
        "clipPathUnits",
        "maskUnits",
        "maskContentUnits",
        "spreadMethod",
        "startOffset",
        "stdDeviation",
        "clipPath",
        "linearGradient",
        "radialGradient",
        "textPath",
        "foreignObject",
    )
}
_VARIABLE = re.compile(r"var\(\s*--[\w-]+\s*,\s*([^()]+|\w+\([^()]*\))\)")


_CLASSED = etree.XPath("descendant::*/@class[contains(concat(' ', normalize-space(), ' '), $name)]/..")


def _parser(**options: Any) -> Any:
    made = etree.HTMLParser(**options)
    kinds = {"element": lxml_html.HtmlElement, "comment": lxml_html.HtmlComment, "entity": lxml_html.HtmlEntity}
    made.set_element_class_lookup(etree.ElementDefaultClassLookup(pi=lxml_html.HtmlProcessingInstruction, **kinds))
    return made


_BYTES, _TEXT = _parser(encoding="utf-8"), _parser()


def parse_page(path: Path) -> Element:
    """Parse a built page. Raises FileNotFoundError."""
    return lxml_html.document_fromstring(path.read_bytes(), parser=_BYTES)


def fragment(markup: str) -> Element:
    """Parse a piece of HTML that has one root."""
    return lxml_html.fragment_fromstring(markup, parser=_TEXT)


def classed(root: Element, name: str) -> list[Element]:
    """Return the elements below `root` that have the class `name`, in order."""
    return list(_CLASSED(root, name=f" {name} "))


def has_class(element: Element, name: str) -> bool:
    """Return whether the element itself has the class `name`."""
    return name in (element.get("class") or "").split()


def make(tag: str, *children: Element | str | None, **attributes: str | None) -> Element:
    """Make an element; ``class_`` and ``aria_label`` name class and aria-label, ``epub__type`` epub:type."""
    made = _TEXT.makeelement(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(f"{{{OPS}}}{name[6:]}" if name.startswith("epub__") else name.rstrip("_").replace("_", "-"), value)
    append(made, *children)
    return made


def leave_words(root: Element) -> None:
    """Take out of a tree what stands in its blocks and is not their words: marks, the signs and links of boxes, letters
    of notes, what is said of a translation.
    """
    for name in ("mark", "address", "back", "letter", "stale"):
        for part in classed(root, name):
            remove(part)


def remove(element: Element) -> None:
    """Take an element out of its tree and leave the text after it."""
    element.drop_tree()


def replace(element: Element, *by: Element | str) -> None:
    """Put others in the place of an element; the text after it stays after them."""
    holder = make("span", *by)
    holder.tail, element.tail = element.tail, None
    element.getparent().replace(element, holder)
    holder.drop_tag()


def clone(element: Element) -> Element:
    """Return a copy without the text after it."""
    made = copy.deepcopy(element)
    made.tail = None
    return made


def words(element: Element) -> str:
    """Return the text of an element with its white space made single."""
    return " ".join(element.text_content().split())


def as_html(element: Element) -> str:
    """Write an element as HTML."""
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def as_xhtml(element: Element) -> str:
    """Write an element as XML in the namespace of XHTML, with SVG in its own and spelled as SVG is."""
    return str(etree.tostring(_namespaced(element, XHTML), encoding="unicode", with_tail=False))


def _namespaced(element: Element, space: str) -> Element:
    space = SVG if element.tag == "svg" else space
    spell = _CAPITALS if space == SVG else {}
    made = etree.Element(f"{{{space}}}{spell.get(element.tag, element.tag)}", nsmap={None: space, "epub": OPS})
    for name, value in element.attrib.items():
        made.set("{http://www.w3.org/XML/1998/namespace}lang" if name == "xml:lang" else spell.get(name, name), value)
        if name == "lang":
            made.set("{http://www.w3.org/XML/1998/namespace}lang", value)
    made.text, made.tail = element.text, element.tail
    for child in element:
        if isinstance(child.tag, str):
            made.append(_namespaced(child, space))
        elif child.tail:  # a comment
            append(made, child.tail)
    etree.cleanup_namespaces(made, keep_ns_prefixes=["epub"])
    return made


def plain_colours(root: Element, faces: str) -> None:
    """Give drawings the colours that their variables fall back to, and the typefaces, for readers that know no custom
    properties.
    """
    for drawing in root.iter("svg"):
        if not has_class(drawing, "shape"):
            drawing.set("font-family", faces)
        for element in drawing.iter():
            for name, value in list(element.attrib.items()):
                if "var(" in value:
                    element.set(name, _VARIABLE.sub(lambda found: found[1].strip(), value))


def elements(root: Element) -> Iterator[Element]:
    """Yield the elements of a tree, comments left out."""
    return (element for element in root.iter() if isinstance(element.tag, str))
