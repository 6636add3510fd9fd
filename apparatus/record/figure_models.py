"""What an author writes of a figure, a series and a colour; models.py says how entries are read and checked.

A figure's kind is the name of its options: one of `shares`, `bars`, `runs`, `map`, `specification`, `levels` or
`steps`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .models import Entry, Key, Words

Hue = Literal["pine", "brick", "olive", "ochre", "plum", "slate"]
"""A colour of essay.css: told apart in both schemes and by colour-blind readers, 4.5:1 or more against the page."""


class Options(BaseModel):
    """The few options of one kind of figure; columns are named as in the CSV file."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class ChartOptions(Options):
    """The options of a figure that is drawn from a series; what draws it is in figures/charts.py."""


class Shares(ChartOptions):
    """Bars of 100 per cent, one a `row`, divided by `part`; rows under `disputed` are drawn hollow."""

    row: Words
    part: Words
    value: Words
    unit: Words
    notes: Mapping[str, Words] = {}
    disputed: tuple[Words, ...] = ()


class Bars(ChartOptions):
    """Bars from nothing, one a `row`, under a `heading`; rows or headings under `hollow` count something else. `others`
    are summed as one.

    `notes` say of a row, or of a heading without rows, what its number does not; each is written once, at its first
    bar.
    """

    heading: Words
    row: Words | None = None
    value: Words
    digits: int = 0
    hollow: tuple[Words, ...] = ()
    notes: Mapping[str, Words] = {}
    others: tuple[Words, ...] = ()


class Panel(Options):
    """One counted series of a `runs` figure, and what is written above it."""

    series: Words
    title: Words


class Phase(Options):
    """A span of time that is marked in every panel; years with fractions, the end open when it is left out."""

    start: float
    end: float | None = None
    label: Words


class Runs(ChartOptions):
    """A panel for each counted series. Years are joined only when they follow each other and agree in the columns of
    `same`.

    Column `printed` has the words of the source for a number that is not exact: over 2,000.
    """

    by: Words
    year: Words
    value: Words
    printed: Words | None = None
    same: tuple[Words, ...] = ()
    panels: Annotated[tuple[Panel, ...], Field(min_length=1)]
    phases: tuple[Phase, ...] = ()


class SketchMap(ChartOptions):
    """A sketch map within a frame in degrees. Rows of one `line` are its points in their `order`; those of `names` are
    places.

    `shore` runs from west to east and has the sea on its right. `side` is where a name stands beside its dot: e, w, n,
    s, or nothing for the name of a water, which has no dot. `small` names the column that is 1 for what a phone shows,
    too.
    """

    west: float
    east: float
    south: float
    north: float
    line: Words
    order: Words
    name: Words
    latitude: Words
    longitude: Words
    side: Words
    small: Words | None = None
    shore: Words
    rivers: tuple[Words, ...] = ()
    names: Annotated[tuple[Words, ...], Field(min_length=1)]
    table: Annotated[tuple[Words, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _a_frame(self) -> SketchMap:
        if not (-180 <= self.west < self.east <= 180 and -85 < self.south < self.north < 85):
            raise ValueError("has no frame: west is less than east, south less than north, in degrees")
        return self


class Specification(ChartOptions):
    """A Vega-Lite specification beside the data, docs/data/series/`file`, and the columns of the table under it."""

    file: Annotated[str, Field(pattern=r"^[a-z0-9-]+\.vl\.json$")]
    table: Annotated[tuple[Words, ...], Field(min_length=1)]


class Level(Options):
    """One storey of an organisation."""

    name: Words
    detail: Words


class Step(Options):
    """One step of an argument that returns to its beginning; `claim` is the assertion that it restates."""

    text: Words
    claim: Key


class Figure(Entry):
    """A chart or a diagram. `description` says what a chart shows to those who cannot see it; a diagram is a list and
    says it itself.
    """

    title: Words
    description: Words | None = None
    caption: Words
    series: Key | None = None
    shares: Shares | None = None
    bars: Bars | None = None
    runs: Runs | None = None
    map: SketchMap | None = None
    specification: Specification | None = None
    levels: tuple[Level, ...] = ()
    steps: tuple[Step, ...] = ()
    sources: Annotated[tuple[Key, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_kind(self) -> Figure:
        given = [value for name in type(self).model_fields if isinstance(value := getattr(self, name), ChartOptions)]
        if len([*given, *filter(None, (self.levels, self.steps))]) != 1:
            raise ValueError("takes one kind: shares, bars, runs, map, specification, levels or steps")
        if bool(given) != bool(self.series) or bool(given) != bool(self.description):
            raise ValueError("names a series and a description if it is a chart, and neither if it is a diagram")
        return self

    @property
    def chart(self) -> ChartOptions | None:
        """The options of its chart, or None for a diagram."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return next((value for value in values if isinstance(value, ChartOptions)), None)


class Column(Options):
    """A column of a CSV file; `type` is Frictionless's."""

    name: Words
    type: Literal["year", "integer", "number", "string"]
    description: Words


class Adds(Options):
    """What the numbers of column `of` add to: a total for each value of column `by`, or one for ``all``, give or take
    `within`.
    """

    of: Words
    by: Words | None = None
    to: Mapping[str, float]
    within: float = 0


class Series(Entry):
    """A CSV file, docs/data/series/`id`.csv: what is counted, by whom, what is missing, how far to trust it."""

    title: Words
    counted: Words
    counted_by: Words
    unit: Words
    gaps: Words
    confidence: Words
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    key: Annotated[tuple[Words, ...], Field(min_length=1)]
    adds: Adds | None = None


class Colour(Entry):
    """The colour that a party has in every figure; `name` is how the CSV files write it."""

    name: Words
    colour: Hue


FIGURES: Mapping[str, type[Entry]] = {"figures": Figure, "series": Series, "colours": Colour}
