"""The essay as source: what its writers type, before anything is made of it.

syntax.py         the writers' marks, as patterns
inline.py         the marks in one text, and what is nearly one
blocks.py         the blocks of a page, by Python-Markdown's own parser, with their lines
source_scan.py    pages, passages and marks, found in the Markdown with their lines
"""
