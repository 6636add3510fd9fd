"""The essay as source: what its writers type, before anything is made of it.

syntax.py         the writers' marks, as patterns
source_scan.py    pages, passages and marks, found in the Markdown with their lines
"""
