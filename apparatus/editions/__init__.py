"""The editions: what is made from the whole site, once the pages are built.

tree.py       lxml in a few words: reading built pages, writing HTML and XHTML
book.py       the built pages as one book: chapters, ids that hold throughout, links turned inward
bound.py      a chapter as a book has it: marks are links, notes and sources lead back
epub.py       EPUB 3.3; its cover is drawn by cover.py
"""
