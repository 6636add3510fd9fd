"""Figures: charts drawn when the site is built, diagrams, and the series behind them.

    table.py              one CSV file of docs/data/series/, row by row
    layout.py             what drawings share: widths, colours, lines, bars, words
    charts.py             the kinds of chart, a class each: columns, drawing as Vega-Lite, numbers
    shares.py             bars of 100 per cent
    bars.py               bars from nothing
    sketch_map.py         shore, rivers and places within a frame
    small_multiples.py    counts that must not be joined, a facet for each
    turned.py             a specification for a language that is read from right to left
    drawing.py            a specification as SVG that takes the page's fonts and colours; kept until it changes
    fluid.py              one drawing for every width of a page
    files.py              a drawing as a file that stands alone: SVG, PNG, Vega-Lite
    faces.py              the typefaces of a PNG, as the drawing library reads them
    diagrams.py           a picture of what is a list on a page
    data_package.py       all series as a Frictionless data package

What an author writes in docs/data/figures.yml, series.yml and colours.yml is record/figure_models.py.

The frame around a figure (caption, sources, the numbers, the file to download) is markup/figures.py; diagrams, which
are lists on a page, are markup/diagrams.py.

Vega-Lite was chosen after drawing the same seats with two libraries on two cores. Matplotlib 3.11 took 2.8 s for the
first drawing and 0.13 s for the next, 2.5 kB gzip; it writes an inline style on every mark (69 of them), which the
site's security policy refuses, and colours that a page cannot change. Vega-Lite (vl-convert 1.9) took 1.4 s and 0.06 s,
and 1.0 kB after cleaning; it hands on whatever colour it is given, so that a specification may say ``var(--pine)`` and
the page decides. Neither needs a browser.
"""
