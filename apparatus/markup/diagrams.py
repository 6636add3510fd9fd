"""Figures without numbers, as lists that read in order with styles off, in print and aloud; diagrams.css gives them
their shape.
"""

from __future__ import annotations

from ..essay.page import Page
from ..html.elements import Element, element
from ..html.typography import curly
from ..project import Project, relative
from ..record.figure_models import Level, Step
from .render_entries import finding_of, shape


def levels(storeys: tuple[Level, ...]) -> Element:
    """Return an organisation from its head down, each storey wider than the one above."""
    return element(
        "ol",
        *(element("li", element("b", curly(one.name)), " ", element("span", curly(one.detail))) for one in storeys),
        class_="levels",
    )


def steps(argument: tuple[Step, ...], project: Project, page: Page | None) -> Element:
    """Return an argument that returns to its beginning, each step with the finding on the claim that it restates."""
    rows = []
    for step in argument:
        claim = project.record.claims.get(step.claim)
        finding = finding_of(claim) if claim else "unsupported"
        made = project.mentions.get(("claim", step.claim), ())
        path = made[0][0].path if made else "record/claims.md"
        link = element("a", project.words(f"claim.findings.{finding}"), href=relative(f"{path}#{step.claim}", page))
        rows.append(element("li", element("span", curly(step.text)), " ", element("span", shape(finding), " ", link)))
    return element("ol", *rows, class_="steps")
