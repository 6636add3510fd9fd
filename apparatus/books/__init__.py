"""Books: the forms to take away, which `apparatus books` adds to a built site.

make.py                all of them, from the book that postbuild/book.py reads
footnotes.py           a chapter as a book has it: marks are links, notes and sources lead back
epub.py                EPUB 3.3
epub_cover.py          its cover
pdf.py                 PDF, by WeasyPrint
weasyprint_fixes.py    our ways round its faults, each with its issue
searchable.py          words from right to left that can be found in it
for_pandoc.py          the book as Pandoc's document, with real notes, citations and pictures
pictures.py            its drawings as PNG
docx.py                DOCX for a word processor, by Pandoc
docx_styles.py         its styles
markdown.py            Markdown with CSL JSON, by Pandoc
archive.py             ZIP archives that are always the same
single_file.py         one file of HTML that needs nothing else
"""
