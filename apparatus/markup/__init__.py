"""The essay's markup as Python-Markdown extensions, one a file, each named in mkdocs.yml.

Order of work on a page (tree processors, highest priority first):

    50  notes      each note becomes an aside after the block that bears its mark
    20  inline     Python-Markdown's own: marks become elements here (claims 174, names 173, source_marks 172)
     6  smarty     Python-Markdown's own: quotation marks of the prose; what is made below sets its own (html/typography.py)
    5.92 retired   the notes of paragraphs that stood here once, at the end of the prose
    5.9 section_nav the way to the next section, at the end of the prose
    5.8 claims     boxes of the claims made on the page
    5.7 names      boxes of the people and terms marked on the page
    5.6 source_marks marks are numbered, boxes of their sources follow
    5.4 listings   the pages of the record are filled
    5.3 closed    what closes a box leads to, on a page that has boxes
    5.2 passages   each block with an id gets its address
     5  toc        Python-Markdown's own: headings get their ids
    -1  cite_box   how to cite the page, and its JSON-LD, at its end
"""
