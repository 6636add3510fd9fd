"""The timeline: every event of the record as a list under its years, and the same events as a picture.

In: docs/data/events.yml. Out: radio buttons that filter both by lane without a script, the picture, the list. In the
picture each event is a mark in its lane, under its year; marks of one year stand on each other. Time has one scale from
end to end and is broken into lines like a text, two for a wide page and four for a phone, so that nothing is crushed. A
mark links to its event in the list, which links to passage and sources; the list says everything that the picture does,
so the marks may be smaller than a thumb (WCAG 2.2, 2.5.8, equivalent), and one link skips them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..essay.page import Page
from ..html.elements import Element, element
from ..html.typography import curly
from ..project import Project, relative
from ..record.lanes import LANES
from ..record.models import Event
from ..words import Words
from .render_entries import short_sources, spoken_time

MARK = 12  # units of a mark's square
STEP = 13  # from one mark of a year to the next above it
LABEL = 18  # the height of a lane's name
FOOT = 20  # the height of the years under a line
LINE_GAP = 14


@dataclass(frozen=True)
class Layout:
    """How time is broken: so many years a line, each so many units wide."""

    name: str
    years: int
    year: int


WIDE, NARROW = Layout("wide", 40, 14), Layout("narrow", 20, 15)


def timeline(project: Project, page: Page | None) -> Iterable[Element]:
    """Return the filter, the picture in both layouts, and the list."""
    events, words = _in_order(project), project.words
    yield _filter(events, words)
    yield element("p", element("a", words("timeline.skip"), href="#list", class_="skip-picture"))
    yield element("div", _picture(events, WIDE, words), _picture(events, NARROW, words), class_="lanes")
    yield element("div", *_years(events, project, page), id="list")


def picture(project: Project) -> Element:
    """Return the picture of a wide page by itself, for a file."""
    return _picture(_in_order(project), WIDE, project.words)


def _in_order(project: Project) -> list[Event]:
    return sorted(project.record.events.values(), key=lambda event: (event.date.split("/")[0], event.id))


def _filter(events: list[Event], words: Words) -> Element:
    counted = Counter(event.lane for event in events)
    choices = [("all", words("timeline.all"), len(events))]
    choices += [(lane, words(f"timeline.choices.{lane}"), counted[lane]) for lane in LANES]
    buttons = []
    for value, name, count in choices:
        button = element("input", type="radio", name="lane", value=value, checked="checked" if value == "all" else None)
        picture = _shape(value) if value in LANES else None
        buttons.append(element("label", button, " ", picture, f" {name} ", element("span", str(count), class_="count")))
    return element("fieldset", element("legend", words("timeline.show")), *buttons, class_="filter")


def _shape(lane: str) -> Element:
    path = element("path", d=LANES[lane].path)
    return element(
        "svg", path, viewBox="0 0 12 12", width="12", height="12", class_=f"shape {lane}", aria_hidden="true"
    )


def _picture(events: list[Event], layout: Layout, words: Words) -> Element:
    """Return the drawing of one layout. Only the wide one is shown where there are no styles."""
    first = int(events[0].date[:4]) if events else 0
    last = int(events[-1].date[:4]) if events else 0
    lines, top = list[Element](), 0
    for start in range(first, last + 1, layout.years):
        within = [event for event in events if start <= int(event.date[:4]) < start + layout.years]
        if within:
            drawn, height = _line(within, start, min(start + layout.years - 1, last), layout, words)
            lines.append(element("g", *drawn, transform=f"translate(0 {top})"))
            top += height + LINE_GAP
    width = layout.years * layout.year
    name = element("title", words("timeline.picture"))
    return element("svg", name, *lines, viewBox=f"0 0 {width} {max(top - LINE_GAP, 1)}", class_=layout.name,
                   role="group", display=None if layout is WIDE else "none")  # fmt: skip


def _line(events: list[Event], start: int, end: int, layout: Layout, words: Words) -> tuple[list[Element], int]:
    """Return what is drawn of the years from `start` to `end`, and its height."""
    drawn, height = list[Element](), 0
    for lane in LANES:
        stacks = defaultdict[int, list[Event]](list)
        for event in events:
            if event.lane == lane:
                stacks[int(event.date[:4])].append(event)
        if not stacks:
            continue
        tallest = max(map(len, stacks.values())) * STEP
        height += LABEL + tallest
        name = words(f"timeline.lanes.{lane}")
        start_of_line = (end - start + 1) * layout.year if words.from_right else 0
        drawn.append(
            element(
                "text",
                name,
                x=str(start_of_line),
                y=str(height - tallest - (6 if words.from_right else 4)),
                class_="lane-name",
            )
        )
        drawn.append(element("path", d=f"M0 {height + 1}H{(end - start + 1) * layout.year}", class_="ground"))
        for year, stack in sorted(stacks.items()):
            x = (year - start) * layout.year + (layout.year - MARK) // 2
            drawn.extend(_mark(event, x, height - (at + 1) * STEP, words) for at, event in enumerate(stack))
    drawn.extend(_foot(start, end, height, layout))
    return drawn, height + FOOT


def _mark(event: Event, x: int, y: int, words: Words) -> Element:
    name = element("title", f"{words.date(event.date)}: {curly(event.what)}")
    area = element("path", d=f"M-.5-.5h{MARK + 1}v{STEP}h-{MARK + 1}z", class_="area")
    shape = element("path", d=LANES[event.lane].path, class_="dot")
    return element("a", name, area, shape, href=f"#{event.id}", transform=f"translate({x} {y})", class_=event.lane)


def _foot(start: int, end: int, height: int, layout: Layout) -> Iterator[Element]:
    for year in range(start, end + 1):
        if year % 10 == 0:
            x = (year - start) * layout.year + layout.year / 2
            yield element("path", d=f"M{x:g} {height + 1}v4", class_="ground")
            yield element("text", str(year), x=f"{x:g}", y=str(height + FOOT - 3), class_="year")


def _years(events: list[Event], project: Project, page: Page | None) -> Iterator[Element]:
    by_year = defaultdict[str, list[Event]](list)
    for event in events:
        by_year[event.date[:4]].append(event)
    for year, within in by_year.items():
        rows = [_row(event, project, page) for event in within]
        yield element(
            "section", element("h2", year, id=f"y{year}"), element("ul", *rows, class_="entries events"), class_="year"
        )


def _row(event: Event, project: Project, page: Page | None) -> Element:
    where = project.passages.get(event.passage)
    told = element("a", curly(where.title), href=relative(f"{where.path}#{event.passage}", page)) if where else None
    words = project.words
    line = element("p", spoken_time(event.date, words), " ", curly(event.what))
    lane = element("span", _shape(event.lane), f" {words(f'timeline.choices.{event.lane}')}", class_="lane")
    where_told = (" · ", *words.parts("timeline.told", link=told)) if told is not None else ()
    under = element("p", lane, *where_told, " · ", *short_sources(event.sources, project, page), class_="row")
    return element("li", line, under, id=event.id, class_=event.lane)
