"""The essay's markup as Python-Markdown extensions, one a file, each named in mkdocs.yml.

Order of work on a page: tree processors, highest priority first. Inline patterns turn marks into elements before them,
at 20 (Python-Markdown's own `inline`): notes 175, claims 174, names 173, source_marks 172. At 6, `smarty` sets the
quotation marks of the prose; what is made below it sets its own (html/typography.py). At 5, `toc` gives headings their
ids.

    50    notes         each note becomes an aside after the block that bears its mark
    5.95  figures       charts and diagrams, in the figures that blocks have left
    5.92  retired       the notes of paragraphs that stood here once, at the end of the prose
    5.9   section_nav   the way to the next section, at the end of the prose
    5.8   claims        boxes of the claims made on the page
    5.7   names         boxes of the names marked on the page
    5.6   source_marks  marks are numbered, boxes of their sources follow
    5.4   listings      the pages of the record are filled
    5.3   boxes         what closes a box leads to, on a page that has boxes
    5.2   passages      each block with an id gets its address
    5.1   passages      headings with an id of their own
    4.9   spaces        no line ends between a number and its unit
    -0.5  stale         on a translation's pages, what the English says anew since
    -1    cite_box      how to cite the page, and its JSON-LD, at its end

Without a place in it: base.py, what all extensions share; render_entries.py, how an entry is shown; series.py,
timeline.py, releases.py, diagrams.py, lists that listings.py and figures.py call.
"""
