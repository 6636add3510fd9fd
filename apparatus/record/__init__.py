"""The record: what mkdocs.yml and docs/data/ say, checked and frozen.

addresses.py        what is wrong with an address on the web
yaml_source.py      YAML with the line of each value
settings.py         mkdocs.yml: title, address, author, edition, navigation
palette.py          the colours that the stylesheet names
kinds.py            the kinds of entry that a writer can mark, a row each
findings.py         what can be found of a claim, a row each
lanes.py            the lanes of the timeline, a row each
models.py           what an entry in docs/data/ may hold
figure_models.py    those of figures.yml, series.yml and colours.yml
data_files.py       reading them, with a problem for each entry that is not sound
csl_import.py       sources from what Zotero exports
bibliography.py     sources as Chicago references, by Pandoc
kept.py             what has been made before, kept on disk: references here, drawings and pages elsewhere
citation_formats.py works in CSL JSON, BibTeX and RIS
languages.py        words that are not English, marked as what they are
spellings.py        words and names with more than one spelling
snapshots.py        frozen texts, docs/data/editions/1.0.json
"""
