"""Elements of the pages, as Python-Markdown keeps them: short ways to make them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from html import unescape

Element = etree.Element
_NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|#\w+);)\w+;")


def element(tag: str, *children: Element | str | None, **attributes: str | None) -> Element:
    """Make an element. Children are elements or text; ``class_`` and ``aria_label`` name class and aria-label."""
    made = etree.Element(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(name.rstrip("_").replace("_", "-"), value)
    append(made, *children)
    return made


def append(parent: Element, *children: Element | str | None) -> None:
    """Append elements and text to `parent` in order."""
    for child in children:
        if isinstance(child, str):
            if len(parent):
                parent[-1].tail = (parent[-1].tail or "") + child
            else:
                parent.text = (parent.text or "") + child
        elif child is not None:
            parent.append(child)


def remove(parent: Element, child: Element) -> None:
    """Take an element out of its parent; the text after it stays."""
    at = list(parent).index(child)
    tail = child.tail or ""
    parent.remove(child)
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def fragment(html: str) -> tuple[Element | str, ...]:
    """Return the children that a piece of well-formed inline HTML stands for."""
    whole = etree.fromstring("<span>" + _NAMED_ENTITY.sub(lambda m: unescape(m[0]), html) + "</span>")
    children: list[Element | str] = [whole.text or ""]
    for child in whole:
        tail, child.tail = child.tail or "", None
        children += [child, tail]
    return tuple(child for child in children if child != "")


def joined(parts: Iterable[Element | str], separator: str) -> Iterator[Element | str]:
    """Yield `parts` with `separator` between them."""
    for i, part in enumerate(parts):
        if i:
            yield separator
        yield part
