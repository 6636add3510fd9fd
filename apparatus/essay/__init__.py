"""The essay as source: what its writers type, before anything is made of it.

syntax.py         the writers' marks, as patterns
inline.py         the marks in one text, and what is nearly one
blocks.py         the blocks of a page, by Python-Markdown's own parser, with their lines
page.py           a page as it was read: passages and marks
source_scan.py    reads one: finds passages and marks in the Markdown, with their lines
"""
