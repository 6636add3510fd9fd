"""What all extensions share: their option, and the page they are on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import LinkInlineProcessor
from markdown.preprocessors import Preprocessor

from ..essay.page import Page
from ..html.elements import Element, element
from ..project import Project, load_project
from ..words import Words


class ApparatusExtension(Extension):
    """A Markdown extension that knows the project. Options: `root`, the folder of mkdocs.yml, relative to the shell's;
    `page`, the path in docs/ of the page that is converted, or nothing for a text that is no page's; `project`, for a
    builder that has read it already.
    """

    def __init__(self, **options: Any) -> None:
        self.config = {
            "root": [".", "The folder that holds mkdocs.yml."],
            "page": ["", "The path in docs/ of the page that is converted."],
            "project": ["", "The project, when it has been read and does not change while pages are made."],
        }
        super().__init__(**options)

    def prepare(self, md: Markdown) -> None:
        """Make `project_on(md)` and `page_on(md)` work, and write HTML, not XHTML."""
        if "page" not in md.preprocessors:
            finder = _PageFinder(
                md, Path(self.getConfig("root")), self.getConfig("page"), self.getConfig("project") or None
            )
            md.preprocessors.register(finder, "page", 200)


class Bracketed(LinkInlineProcessor):
    """A pattern for ``[text]{…}``: the text is found by its brackets, which Python-Markdown's own search nests rightly.

    A subclass gives `ends`, what stands in the braces, and `made`, the element that the whole becomes.
    """

    ends: re.Pattern[str]

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"\[", md)

    def made(self, text: str, ends: re.Match[str]) -> Element:
        raise NotImplementedError

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        text, end, closed = self.getText(data, m.end(0))
        ends = self.ends.match(data, end) if closed else None
        return (self.made(text, ends), m.start(0), ends.end()) if ends else (None, None, None)


class _PageFinder(Preprocessor):
    """Once a text, read the project anew if a file has changed, and note which page is converted."""

    def __init__(self, md: Markdown, root: Path, path: str, given: Project | None) -> None:
        super().__init__(md)
        self.root = root
        self.path = path
        self.given = given
        self.project: Project | None = None
        self.page: Page | None = None

    def run(self, lines: list[str]) -> list[str]:
        self.md.set_output_format("html")  # here, because Markdown() sets its own after the extensions
        self.project = self.given or load_project(self.root)
        self.page = self.project.pages.get(self.path)
        return lines


def project_on(md: Markdown) -> Project:
    """Return the project to which the text belongs that `md` is converting."""
    finder = md.preprocessors["page"]
    assert isinstance(finder, _PageFinder) and finder.project
    return finder.project


def page_on(md: Markdown) -> Page | None:
    """Return the page that `md` is converting, or None when the text is no page's."""
    finder = md.preprocessors["page"]
    assert isinstance(finder, _PageFinder)
    return finder.page


def words_on(md: Markdown) -> Words:
    """Return the words of the interface in the language of the page that `md` is converting."""
    return project_on(md).words


def problem(code: str, text: str) -> Element:
    """Return what stands on the page in the place of a mark that the checks refuse."""
    return element("strong", f"{code}: {text}", class_="problem")
