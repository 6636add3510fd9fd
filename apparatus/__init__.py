"""The apparatus: what the build adds to the prose.

Notes, citations, claims, terms, people, addresses and the pages of the record. The rooms:

    record.py        the data in docs/data/ as checked, frozen objects
    prose.py         the essay's Markdown as the checks see it, with line numbers
    project.py       both together, read once and kept until a file changes
    bibliography.py  sources as Chicago references
    markup/          one Python-Markdown extension a file; all HTML is made there
    checks/          the numbered rules
    publish.py       building into a fresh folder and putting it in place of the old one
    mkdocs.py        the only module that knows MkDocs
    __main__.py      the command line
"""
