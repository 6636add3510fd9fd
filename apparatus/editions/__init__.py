"""The editions: what is made from the whole site, once the pages are built.

Each is a step that finish.py takes after the build.

    citations.py     cite.bib, cite.ris, cite.json and cite.txt beside each page
    search.py        the index of passages and entries that the search reads
"""
