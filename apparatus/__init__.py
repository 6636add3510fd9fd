"""The apparatus: what the build adds to the prose.

Notes, citations, claims, terms, people, addresses and the pages of the record. The rooms:

    record.py        the kinds of entry in docs/data/, as checked, frozen objects
    shelves.py       reading them, with a problem for each entry that is not sound
    grammar.py       the writers' markup, as patterns
    settings.py      what mkdocs.yml says: title, address, author, edition, navigation
    prose.py         the essay's Markdown as the checks see it, with line numbers
    project.py       both together, read once and kept until a file changes
    spellings.py     words and names with more than one spelling
    bibliography.py  sources as Chicago references
    citation.py      how this edition itself is cited, down to the paragraph
    linked_data.py   what a page is, as JSON-LD
    cards.py         the picture of each section for where its address is shared; engraving.py draws it
    markup/          one Python-Markdown extension a file; all HTML is made there
    editions/        what is made from the whole site after the build: the search index, the files to cite it by
    checks/          the numbered rules; problem.py is what they say
    frozen/          editions that have gone out: freezing them, and telling what changed
    linkrot/         visiting the sources' addresses, on a schedule, and the ledger of what was found
    addressing.py    giving addresses and registering the published ones
    finish.py        what is done to a built site, whatever built it: packing.py, editions/
    keeping.py       what the preview keeps of a section from one save to the next
    swap.py          building into a fresh folder and putting it in place of the old one
    mkdocs.py        the only module that imports MkDocs, or ProperDocs in its place
    __main__.py      the command line
"""
