"""The apparatus: what the build adds to the prose.

Notes, citations, claims, terms, people, addresses and the pages of the record. The rooms:

    record.py        the kinds of entry in docs/data/, as checked, frozen objects
    shelves.py       reading them, with a problem for each entry that is not sound
    grammar.py       the writers' markup, as patterns
    prose.py         the essay's Markdown as the checks see it, with line numbers
    project.py       both together, read once and kept until a file changes
    bibliography.py  sources as Chicago references
    markup/          one Python-Markdown extension a file; all HTML is made there
    checks/          the numbered rules; problem.py is what they say
    linkrot/         visiting the sources' addresses, on a schedule, and the ledger of what was found
    addressing.py    giving addresses and registering the published ones
    swap.py          building into a fresh folder and putting it in place of the old one
    mkdocs.py        the only module that imports MkDocs
    __main__.py      the command line
"""
