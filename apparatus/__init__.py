"""The apparatus: what the build adds to the prose.

Notes, citations, claims, terms, people, paragraph ids and the pages of the record. The rooms, in the order in which a
sentence goes through them. A room imports from those above it and from none below; tests/test_layout.py holds this list
against the folder and its imports.

    problem.py    what is wrong, where, and how to mend it
    words/        the words of the interface, a file a language
    record/       what mkdocs.yml and docs/data/ say: models of the entries, the files read, sources as references
    essay/        the essay's Markdown as its writers type it: the syntax, and a scan for passages and marks with lines
    figures/      charts drawn as SVG, diagrams, and the series behind them
    translation/  the essay in another language, put together as a project of its own
    project.py    all of it together, read once and kept until a file changes
    html/         what HTML is made with and read with: elements, typography, trees of built pages
    metadata/     what a page says of itself: how it is cited, JSON-LD, social cards
    releases/     what has gone out and stays: paragraph ids, frozen texts, what changed between two
    checks/       the numbered rules
    markup/       one Python-Markdown extension a file; all HTML is made there
    postbuild/    what is made from all pages once they are built: fingerprints, search, feed, one page, offline
    books/        EPUB, PDF, DOCX, Markdown, single file
    mkdocs/       the plugin that runs a build, and what is kept of its pages; no other room imports MkDocs
    commands/     the command line, a file a command; __main__.py runs it
    __main__.py   starting it

Beside them: schemas/ are the JSON Schemas of the data files, made from record/; fonts/ makes the typefaces.
"""
