"""The page of sources, however many there are: each with its reference there, and its links, notes and passages on a
page of its own, in parts.

In: a built site. Out: where its page of sources lists more than MOST, that page with the references alone, under the
addresses that they have always had, each with a link to its entry in full; and beside it as many pages as the entries
take, `record/sources/1/` and so on. They are copies of the page with other entries, so what builds the one builds the
others. `whole_entries` puts the entries back, for the books.

With 642 sources the whole list took 75 kB gzip, of which addresses were 18, notes 10 and passages 8. Without notes and
passages it would take 57 and grow by 80 bytes a source; parted so, it takes 41 and grows by 50. By kind it cannot be
parted: seven tenths are of the press.
"""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import shorten
from urllib.parse import urlsplit

from ..html.tree import Element, append, as_html, classed, clone, elements, has_class, make, parse_page, remove
from ..record.kinds import KINDS
from ..words import Words

MOST = 250
"""Entries on a page: 250 take some 33 kB gzip."""
PAGE = KINDS["source"].page.removesuffix(".md")
LISTING = KINDS["source"].listing
SHOWN = 160
"""Letters of a description that are shown by those who show one."""
APART = "apart"
"""The class of the link from a reference to its entry in full."""
_ADDRESSES = ("href", "src")
_OF_A_PART = ("@context", "@type", "@id", "headline", "inLanguage", "license", "author", "isPartOf")
"""What the page's data says of a part, too."""


def part_sources(site: Path, site_url: str, words: Words) -> None:
    """Part the page of sources of a built site, if it has one that is longer than MOST."""
    path = site / PAGE / "index.html"
    if not path.is_file():
        return
    page = parse_page(path)
    keys = [entry.get("id") for entry in _entries(page)]
    parts = [keys[at : at + MOST] for at in range(0, len(keys), MOST)]
    if len(parts) < 2:
        return
    for number, part in enumerate(parts, 1):
        title = words("source.part", n=str(number), all=str(len(parts)))
        folder = path.parent / str(number)
        folder.mkdir()
        _write(folder / "index.html", _part(page, part, title, f"{site_url}{PAGE}/{number}/"))
    for at, entry in enumerate(_entries(page)):
        _shorten(entry, f"{at // MOST + 1}/#{entry.get('id')}", words("source.apart"))
    _write(path, page)


def _entries(page: Element) -> list[Element]:
    return [entry for listing in classed(page, LISTING) for entry in listing.iter("li") if entry.get("id")]


def _write(path: Path, page: Element) -> None:
    path.write_text(f"<!doctype html>\n{as_html(page)}\n", encoding="utf-8", newline="")


def _shorten(entry: Element, target: str, said: str) -> None:
    """Leave of an entry its reference, and a link to the whole of it."""
    for part in [*entry.xpath("./p[1]/i | ./p[1]/small"), *classed(entry, "told")]:
        remove(part)
    line = entry.find("p")
    if len(line):
        line[-1].tail = (line[-1].tail or "").rstrip() + " "
    else:
        line.text = (line.text or "").rstrip() + " "
    append(line, make("a", said, href=target, class_=APART))


def _part(page: Element, keys: list[str], title: str, address: str) -> Element:
    """Return a copy of the page that has these entries alone, a step further down; its address and its title are its
    own.
    """
    copy = clone(page)
    for entry in _entries(copy):
        if entry.get("id") not in keys:
            entry.getparent().remove(entry)  # with the space after it
    for listing in classed(copy, LISTING):
        for part in [part for part in listing if part.tag in ("table", "p")]:
            remove(part)
        for heading in [part for part in listing if part.tag == "h2" and not len(part.getnext())]:
            remove(heading.getnext())
            remove(heading)
        for part in [part for part in listing.getparent() if part.tag == "p" or has_class(part, "files")]:
            remove(part)
    for data in copy.xpath("//script[@type='application/ld+json']"):
        node = json.loads(data.text) | {"@id": address, "headline": title}
        data.text = json.dumps({name: node[name] for name in _OF_A_PART if name in node}, ensure_ascii=False)
    for element in elements(copy):
        for name in _ADDRESSES:
            if _is_relative(element.get(name)):
                element.set(name, "../" + element.get(name))
    for other in copy.xpath("//*[@hreflang]"):  # a translation has the same sources, so the same parts
        other.set("href", f"{other.get('href')}{address.rstrip('/').rpartition('/')[2]}/")
    heading, name = copy.find(".//h1"), copy.find(".//title")
    for way in classed(copy, "breadcrumb"):
        append(way, " › ", make("a", heading.text_content(), href="../"))
    name.text = name.text.replace(heading.text_content(), title, 1)
    heading.text = title
    said = {"canonical": address, "og:url": address, "og:title": title}
    for element in copy.find("head"):
        if what := said.get(element.get("rel") or element.get("property") or ""):
            element.set("href" if element.tag == "link" else "content", what)
        elif element.get("name") == "description":
            element.set("content", shorten(f"{title}. {element.get('content')}", SHOWN, placeholder=" …"))
    append(copy.find("head"), make("meta", name="robots", content="noindex"))
    return copy


def _is_relative(address: str | None) -> bool:
    return bool(address) and not urlsplit(address).scheme and str(address)[0] not in "#/"


def whole_entries(site: Path, path: str, article: Element) -> Element:
    """Put the entries of a page back whole, where their references lead to them; return the page's article."""
    pages: dict[str, dict[str, Element]] = {}
    for link in classed(article, APART):
        folder, _, key = link.get("href").partition("#")
        if folder not in pages:
            part = parse_page(site / path / folder / "index.html")
            pages[folder] = {entry.get("id"): entry for entry in _entries(part)}
        entry = clone(pages[folder][key])
        for element in elements(entry):
            for name in _ADDRESSES:
                if _is_relative(element.get(name)):
                    element.set(name, element.get(name).removeprefix("../"))
        short = next(one for one in link.iterancestors("li"))
        entry.tail = short.tail
        short.getparent().replace(short, entry)
    return article
