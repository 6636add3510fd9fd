"""The numbered checks: every rule that the build enforces.

A rule is a code that is never used again (the seventh was never given, those from 85 to 87 are no more), a sentence,
and a folder tests/checks/<code>/ with an input and the exact message. Codes C001 to C004, C035, C101 to C107, C110 and
C113 are met while reading (record/data_files.py, essay/source_scan.py); the others are here, by subject. `python -m
apparatus check` runs them all in a second, and the build runs the same ones before it begins.

    C001 not UTF-8                      C020 unknown term             C029 a block of the essay without an address
    C002 not YAML                       C021 term marked nowhere      C030 a published address is gone or moved
    C003 entry of the wrong shape       C022 unknown name             C031 fewer sources than last published
    C004 id given twice in a file       C023 name marked nowhere      C032 an anchor that two things claim
    C005 unknown source                 C024 finding without source   C033 a mark inside a mark
    C006 citation without a key         C025 disputed, one side       C034 a finding told at too great length
    C008 source cited nowhere           C026 date in the future       C035 a line too long to be meant
    C009 note used, not defined         C027 accused, no outcome      C036 unknown listing
    C010 note defined, not used         C028 event told nowhere
    C011 note defined twice             C012 link to no page          C013 link to no anchor
    C014 page not in the navigation     C015 navigation names no page C016 unknown claim
    C017 claim that no sentence makes   C018 claim made twice         C019 claim that is asked for missing
    C038 two chapters called alike
    C037 words that are not ours        C065 a spelling given twice   C066 a spelling of no word used
    C060 the edition has no date      C061 page without a description C062 description too long
    C063 section without its card     C064 words too long for a card
    C040 unknown figure                 C041 a series without a file C042 a column that is missing
    C043 a word where a number belongs  C044 a year twice in one series
    C045 shares that miss a hundred     C046 seats that miss their total
    C047 unknown source in a series     C048 a party without a colour C049 a number from memory drawn
    C050 figure shown nowhere           C051 specification that cannot be drawn
    C052 row with a cell too many       C053 described nowhere       C054 data package out of date
    C070 an image that no book can hold   C071 missing image           C072 a frozen edition was edited
    C073 a number that does not grow     C074 dated before the last   C075 mkdocs.yml says another edition
    C076 an edition without its files    C077 files of no edition     C078 a retired paragraph that stands
    C079 retired from no edition         C080 leads on to nowhere     C081 the page of a retired one is gone
    C088 an archive that is none
    C101 nearly a mark                  C102 a block that does not end    C103 code, which no page has
    C104 braces that give no address    C105 a number that a list loses   C106 HTML that nobody may type
    C107 a character nobody can show    C108 codes in the data            C110 a heading or link by accident
    C111 an address of no use           C112 a drawing with a program in it
    C113 a list in another form
    C120 a language without words
    C121 leads on to no page            C122 leads on and stands        C123 a host that is not told
    C128 a field left in English
    C129 words for no entry or field    C130 a page not translated      C131 a paragraph or note of one language alone
    C132 marks of one language alone    C133 a number of one alone      C134 a month of one alone
    C135 a word of law of one alone     C136 a letter of another language
    C137 the English has changed since  C138 made from nobody knows which English
    C139 a word of a chart without its own
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..problem import Problem
from ..project import Project, load_project
from ..translation.assemble import assemble, wanted
from ..translation.assembly import SITE, told_from
from . import (
    copied_text,
    data_words,
    dates,
    figures,
    findings,
    links,
    metadata,
    moved,
    notes,
    output_formats,
    paragraph_ids,
    references,
    releases,
    spellings,
    translations,
)

CHECKS: tuple[Callable[[Project], Iterator[Problem]], ...] = (
    references.check,
    data_words.check,
    notes.check,
    links.check,
    findings.check,
    dates.check,
    paragraph_ids.check,
    copied_text.check,
    figures.check,
    metadata.check,
    spellings.check,
    releases.check,
    output_formats.check,
    moved.check,
)


ABSENCES = ("C008", "C013", "C017", "C021", "C023", "C028", "C030", "C050", "C066", "C080")
"""Rules that miss something: they are silent while a page cannot be read, for it may stand there."""


ON_ITS_PAGE = ("C137", "C138")
"""Rules that end no build: English is mended today, its translation when a translator has time. The page says so
meanwhile; a release waits.
"""


def check(project: Project, drafts: bool = False) -> tuple[Problem, ...]:
    """Return every problem of the project, in the order of files and lines; once there is none, those of its
    translations, with `drafts` also of the unfinished ones: whoever writes English need not wait for them.
    """
    return _check(project) or tuple(
        problem for language in wanted(project.root, drafts) for problem in _translated(project, language)
    )


def _check(project: Project) -> tuple[Problem, ...]:
    found = {problem for one in CHECKS for problem in one(project)}
    silent: tuple[str, ...] = ()
    if any(problem.code in ("C001", "C035", "C107") for page in project.pages.values() for problem in page.problems):
        silent = ABSENCES
    elif project.record.problems:
        silent = ("C008",)  # what was refused may be what cites the source
    return tuple(sorted({problem for problem in found if problem.code not in silent} | set(project.problems)))


def _translated(project: Project, language: str) -> tuple[Problem, ...]:
    """Return the problems of a translation, each at its place in the translation's own folder."""
    made = assemble(project.root, language, project.pages)
    if wrong := [problem for problem in made.problems if problem.path == f"docs/{language}/{SITE}"]:
        return tuple(sorted(wrong))  # the rest would follow from it
    other = load_project(made.root)
    found = {*_check(other), *translations.compare(project, other, made)}
    told = (told_from(language, problem) for problem in found)
    return tuple(sorted([*made.problems, *told]))
