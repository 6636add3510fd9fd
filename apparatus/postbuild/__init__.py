"""Post-build: what is made from all pages once they are built.

run.py               the steps, in their order
raw_marks.py         the last look: no page shows the code of a mark
source_pages.py      the page of sources in parts, where it would be too long
fingerprint.py       stylesheets and script minified, under names that change with what is in them
first_paint.py       what of them stands in each page, and the policy that allows it
feed.py              the feed of releases and corrections
icons.py             the icon drawn for what shows no SVG
cite_files.py        what can be taken along beside each page: its own entry, its sources
figure_files.py      each figure as SVG, PNG and Vega-Lite
search.py            the index of passages and entries that the search reads
book.py              the built pages as one book: chapters, ids that hold throughout, links turned inward
one_page.py          the whole essay on one page
one_host.py          what hosts read at the root of a site, for all its languages
offline.py           what a browser keeps for reading without a line; worker.js keeps it
progress.py          telling whoever waits how far a step is
atomic_replace.py    the new site in the place of the old one, whole or not at all
"""
