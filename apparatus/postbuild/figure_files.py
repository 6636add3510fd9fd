"""Files of the figures: each as SVG and PNG, and of what is drawn from a series as Vega-Lite, for whoever prints, shows
or redraws it.

In: the project and the folder of the built site. Out: data/figures/<id>.svg, .png and .vl.json; the CSV of a series is
published as it is. The files are asked for one at a time, so a browser that stores the site for reading offline leaves
them out (offline.py), and the page says so.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Mapping
from pathlib import Path

from ..figures.charts import draw_alone, specification
from ..figures.diagrams import Verdict, draw_levels, draw_steps
from ..figures.files import Told, png_file, svg_file, vega_lite_file
from ..figures.layout import QUIET, hue
from ..html.typography import curly
from ..markup.render_entries import finding_of
from ..markup.timeline import picture
from ..metadata.cite_as import home_of
from ..metadata.cite_figure import FOLDER, timelines, told_of, told_of_timeline
from ..project import Project
from ..record.figure_models import Figure
from ..record.findings import FINDINGS
from ..record.lanes import LANES
from .book import edition_of

Element = etree.Element
_LOOKS: Mapping[str, Mapping[str, str]] = {
    "lane-name": {"fill": QUIET},
    "year": {"fill": QUIET, "text-anchor": "middle"},
    "ground": {"stroke": QUIET, "stroke-opacity": ".4"},
    **{lane.name: {"fill": hue(lane.colour)} for lane in LANES.values()},
}
"""What record.css says of the parts of the timeline's picture."""


def write_figures(project: Project, site: Path) -> None:
    """Write the files of every figure that is shown, and of the timeline."""
    edition = edition_of(project)
    for figure in project.record.figures.values():
        if home := home_of(project, figure):
            told = told_of(project, figure, home, edition)
            _write(project.root, site / FOLDER / figure.id, _drawing(project, figure), told)
            if figure.series:
                spec = specification(
                    figure, project.tables[figure.series], project.colours, project.words, project.root
                )
                (site / FOLDER / f"{figure.id}.vl.json").write_text(vega_lite_file(spec, told), encoding="utf-8")
    for page in timelines(project):
        _write(
            project.root,
            site / FOLDER / Path(page.path).stem,
            _timeline(project),
            told_of_timeline(project, page, edition),
        )


def _write(root: Path, path: Path, drawing: Element, told: Told) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    svg = svg_file(drawing, told)
    path.with_name(f"{path.name}.svg").write_text(svg, encoding="utf-8")
    path.with_name(f"{path.name}.png").write_bytes(png_file(root, svg, told))


def _drawing(project: Project, figure: Figure) -> Element:
    if figure.series:
        return draw_alone(figure, project.tables[figure.series], project.colours, project.words, project.root)
    if figure.levels:
        return draw_levels([(curly(one.name), curly(one.detail)) for one in figure.levels])
    steps = [(curly(one.text), _verdict(project, one.claim)) for one in figure.steps]
    return draw_steps(steps, from_right=project.words.from_right)


def _verdict(project: Project, claim: str) -> Verdict:
    finding = finding_of(project.record.claims[claim])
    return Verdict(FINDINGS[finding].path, project.words(f"claim.findings.{finding}"))


def _timeline(project: Project) -> Element:
    """Return the picture of the timeline without what only a page needs: links, areas to point at, rules of a
    stylesheet.
    """
    drawing = picture(project)
    for parent in list(drawing.iter()):
        for child in list(parent):
            if (child.tag == "title" and parent is drawing) or child.get("class") == "area":
                parent.remove(child)
    for part in drawing.iter():
        part.attrib.update(_LOOKS.get(part.attrib.pop("class", ""), {}))
        if part.tag == "a":
            part.tag = "g"
            del part.attrib["href"]
        if part.tag == "text":
            part.set("font-size", "11")
    return drawing
