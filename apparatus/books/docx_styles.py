"""The styles of the DOCX: Pandoc's own reference document (https://pandoc.org/MANUAL.html#option--reference-doc) with
paragraphs, page and typeface of ours.

In: the data below. Out: a reference document, made each time from the one that Pandoc carries, so that no file of
unknown origin is kept. Everything that a reader sees is a style with the name that word processors use, so that it
can be changed in one place; the record's entries have styles of their own.

The typeface is Cambria, which Word has had since 2007; LibreOffice sets it in Caladea, which has the same widths, and
others find their way by the alternative that the font table names. A word processor's page is read on a screen and
printed on an office printer: one column of some seventy letters, ragged, since few word processors hyphenate;
paragraphs parted by space, as they are where students write on.
"""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any

import pypandoc
from lxml import etree

from ..record.palette import light
from .archive import packed

FACE, STANDS_IN = "Cambria", "Caladea"
PAPER = {"w": 11906, "h": 16838}
"""A4, in twentieths of a point."""
MARGINS = {"top": 1531, "bottom": 1531, "left": 2098, "right": 2098, "header": 709, "footer": 794, "gutter": 0}
TEXT_WIDTH = PAPER["w"] - MARGINS["left"] - MARGINS["right"]
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FOOTER = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>
<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>"""


@dataclass(frozen=True)
class Style:
    """A style; sizes, spaces and indents in points, `leading` in lines, `colour` a token of the palette. What is None
    is as in the style that it is based on.
    """

    name: str
    based: str = "Normal"
    size: float | None = None
    leading: float | None = None
    before: float | None = None
    after: float | None = None
    left: float | None = None
    italic: bool = False
    bold: bool = False
    colour: str = ""
    keep: bool = False
    new_page: bool = False
    outline: int | None = None
    centred: bool = False
    number_at_edge: bool = False
    face: str = ""
    from_the_right: bool = False


STYLES: Mapping[str, Style] = {
    "Normal": Style("Normal", "", 11.5, 1.3, 0, 0),
    "BodyText": Style("Body Text", after=7),
    "FirstParagraph": Style("First Paragraph", "BodyText"),
    "Compact": Style("Compact", "BodyText", 9.5, 1.15, 0, 2),
    "BlockText": Style("Block Text", "BodyText", left=18),
    "Title": Style("Title", size=32, leading=1.1, before=150, after=14, colour="accent"),
    "Subtitle": Style("Subtitle", size=15, leading=1.25, after=30, italic=True),
    "Author": Style("Author", after=2),
    "Date": Style("Date", after=60),
    "Imprint": Style("Imprint", size=9.5, leading=1.25, after=5),
    "Heading1": Style(
        "heading 1", size=22, leading=1.15, after=8, colour="accent", keep=True, new_page=True, outline=0
    ),
    "Heading2": Style("heading 2", size=14, leading=1.15, before=16, after=4, colour="accent", keep=True, outline=1),
    "Heading3": Style("heading 3", size=11.5, before=10, after=3, bold=True, keep=True, outline=2),
    "TOCHeading": Style("TOC Heading", "Normal", 22, 1.15, 0, 14, colour="accent", keep=True, new_page=True),
    "TOC1": Style("toc 1", after=3, number_at_edge=True),
    "Question": Style("Question", size=13, after=16, italic=True, colour="quiet", keep=True),
    "Entry": Style("Entry", before=10, after=2, size=10.5, leading=1.2, keep=True),
    "EntryText": Style("Entry Text", after=2, size=10.5, leading=1.2),
    "EntryStatement": Style("Entry Statement", after=2, size=10.5, leading=1.2, bold=True),
    "EntryDetail": Style("Entry Detail", after=2, left=14, size=9.5, leading=1.2),
    "CaptionedFigure": Style("Captioned Figure", before=12, after=4, leading=1, keep=True),
    "ImageCaption": Style("Image Caption", size=9.5, leading=1.2, after=14),
    "FootnoteText": Style("Footnote Text", size=9, leading=1.15, after=1),
    "Footer": Style("footer", size=9, leading=1, centred=True, colour="quiet"),
}
"""By the id that Pandoc's writer uses; one that it does not know is named in the document."""


def reference(date: datetime, face: str = "", *, from_the_right: bool = False) -> bytes:
    """Return the reference document. `face` is the typeface of letters that are not Latin, with its own leading."""
    command = [pypandoc.get_pandoc_path(), "--print-default-data-file=reference.docx"]
    own = subprocess.run(command, capture_output=True, check=True).stdout
    with zipfile.ZipFile(BytesIO(own)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["word/styles.xml"] = _styled(files["word/styles.xml"], face, from_the_right=from_the_right)
    files["word/theme/theme1.xml"] = _set_in_face(files["word/theme/theme1.xml"])
    files["word/fontTable.xml"] = _with_alternative(files["word/fontTable.xml"])
    files["word/footer1.xml"] = _FOOTER.encode()
    files["word/document.xml"] = _on_paper(files["word/document.xml"], from_the_right=from_the_right)
    files["word/_rels/document.xml.rels"] = files["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rIdFooter" Type="{_R}/footer" Target="footer1.xml"/></Relationships>'.encode(),
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/word/footer1.xml" ContentType="{kind}"/></Types>'.encode()
    )
    return packed(files, date)


def _word(tag: str, **attributes: object) -> Any:
    """Make an element of WordprocessingML: ``_word("spacing", after=140)``."""
    return etree.Element(f"{{{_W}}}{tag}", {f"{{{_W}}}{name}": str(value) for name, value in attributes.items()})


def _written(tree: Any) -> bytes:
    written: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _styled(styles: bytes, face: str, *, from_the_right: bool) -> bytes:
    tree = etree.fromstring(styles)
    for id, own in STYLES.items():
        base = id == "Normal"
        style = replace(own, face=face if base else "", from_the_right=from_the_right and base)
        if face:  # which has no italics
            style = replace(style, leading=own.leading and 1, italic=False)
        before = tree.find(f"{{{_W}}}style[@{{{_W}}}styleId='{id}']")
        made = _style(id, style)
        if before is None:
            tree.append(made)
        else:
            tree.replace(before, made)
    for pair in [one for one in tree.iter(f"{{{_W}}}link") if one.get(f"{{{_W}}}val") in STYLES]:
        pair.getparent().remove(pair)  # styles of letters that were twins of paragraphs' own
    link = tree.find(f"{{{_W}}}style[@{{{_W}}}styleId='Hyperlink']/{{{_W}}}rPr")
    link[:] = [_word("color", val=light("accent")[1:])]
    return _written(tree)


def _style(id: str, style: Style) -> Any:
    made = _word("style", type="paragraph", styleId=id)
    if id == "Normal":
        made.set(f"{{{_W}}}default", "1")
    made.append(_word("name", val=style.name))
    if style.based:
        made.append(_word("basedOn", val=style.based))
    if style.keep:
        made.append(_word("next", val="BodyText"))  # in which a student writes on after a heading
    made.append(_word("qFormat"))
    for part, children in (("pPr", _paragraph(style)), ("rPr", _letters(style))):
        holder = _word(part)
        holder.extend(children)
        made.append(holder)
    return made


def _paragraph(style: Style) -> list[Any]:
    """Return what the style says of a paragraph, in the order that the schema asks for (ECMA-376, 17.3.1.26)."""
    spacing = {
        **({"before": round(20 * style.before)} if style.before is not None else {}),
        **({"after": round(20 * style.after)} if style.after is not None else {}),
        **({"line": round(240 * style.leading), "lineRule": "auto"} if style.leading is not None else {}),
    }
    made = [_word("keepNext"), _word("keepLines")] if style.keep else []
    made += [_word("pageBreakBefore")] if style.new_page else []
    made += [_word("widowControl")] if not style.based else []
    if style.number_at_edge:
        tabs = _word("tabs")
        tabs.append(_word("tab", val="right", leader="dot", pos=TEXT_WIDTH))
        made.append(tabs)
    made += [_word("bidi")] if style.from_the_right else []
    made += [_word("spacing", **spacing)] if spacing else []
    made += [_word("ind", left=round(20 * style.left))] if style.left is not None else []
    made += [_word("jc", val="center")] if style.centred else []
    made += [_word("outlineLvl", val=style.outline)] if style.outline is not None else []
    return made


def _letters(style: Style) -> list[Any]:
    """Return what the style says of letters; those of Urdu are `cs`."""
    made = [_word("rFonts", cs=style.face)] if style.face else []
    made += [_word("b"), _word("bCs")] if style.bold else []
    made += [_word("i"), _word("iCs")] if style.italic else []
    made += [_word("color", val=light(style.colour)[1:])] if style.colour else []
    made += [_word(name, val=round(2 * style.size)) for name in ("sz", "szCs")] if style.size is not None else []
    return made


def _set_in_face(theme: bytes) -> bytes:
    """Name our typeface where the styles that are not ours look for theirs."""
    tree = etree.fromstring(theme)
    for latin in tree.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}latin"):
        if latin.getparent().tag.endswith(("majorFont", "minorFont")):
            latin.attrib.clear()
            latin.set("typeface", FACE)
    return _written(tree)


def _with_alternative(table: bytes) -> bytes:
    tree = etree.fromstring(table)
    font = _word("font", name=FACE)
    font.extend([_word("altName", val=STANDS_IN), _word("family", val="roman"), _word("pitch", val="variable")])
    tree.append(font)
    return _written(tree)


def _on_paper(document: bytes, *, from_the_right: bool) -> bytes:
    """Give the document a page, with its number at the foot of all but the first."""
    tree = etree.fromstring(document)
    section = tree.find(f".//{{{_W}}}body/{{{_W}}}sectPr")
    foot = _word("footerReference", type="default")
    foot.set(f"{{{_R}}}id", "rIdFooter")
    section[:] = [foot, _word("pgSz", **PAPER), _word("pgMar", **MARGINS), _word("titlePg")]
    section.extend([_word("bidi"), _word("rtlGutter")] if from_the_right else [])
    return _written(tree)
