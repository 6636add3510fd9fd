"""The editions: what is made from the whole site, once the pages are built.

Steps that finish.py takes after each build:

    citations.py     cite.bib, cite.ris, cite.json and cite.txt beside each page
    search.py        the index of passages and entries that the search reads
    feed.py          the feed of editions and corrections
    whole.py         the whole essay on one page
    offline.py       what a browser keeps for reading without a line; worker.js keeps it

Forms to take along, which `python -m apparatus editions` (make.py) adds to a built site:

    tree.py          lxml in a few words: reading built pages, writing HTML and XHTML
    book.py          the built pages as one book: chapters, ids that hold throughout, links turned inward
    bound.py         a chapter as a book has it: marks are links, notes and sources lead back
    epub.py          EPUB 3.3; its cover is drawn by cover.py
    pdf.py           PDF, by WeasyPrint
    single.py        one file of HTML that needs nothing else
"""
