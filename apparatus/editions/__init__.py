"""The editions: what is made from the whole site, once the pages are built.

Each module has one public name and is called by the plugin in mkdocs.py after every build, in the preview too.

    citations.py     cite.bib, cite.ris, cite.json and cite.txt beside each page
"""
