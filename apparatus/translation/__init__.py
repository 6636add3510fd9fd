"""Translations: the essay in another language, paragraph by paragraph, as a project of its own.

In: the project, and a folder of docs/ that holds a site.yml (docs/ur/): pages at the paths of the English ones, and the
words of each entry by its id. Out: a whole project under .cache/translations/, put together from both, which is checked
and built like any other.

    assemble.py    the project of a translation, put together
    assembly.py    what that says and lacks, and where it stands
    entries.py     the words of data, put into the English entries
    site.py        what site.yml says, and what is wrong with it
    made_from.py   hashes of the English that each part was made from
    numbers.py     the numbers that a text says, in figures and in words
"""
