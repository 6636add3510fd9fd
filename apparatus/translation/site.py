"""What site.yml says: mkdocs.yml in the language of a translation, and the rules of its letters and its words of law.

In: the file, as it was read. Out: a Site, and what is wrong with the file, each fault a problem (C003) at its line.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StrictBool, ValidationError

from ..problem import Problem
from ..record.data_files import misshapen
from ..record.settings import Type
from ..record.yaml_source import YamlDocument


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"is no regular expression: {error}") from error
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Law(_Shape):
    """Where the English has the one, the translation has the other; with `both`, the other way round too."""

    english: Pattern
    own: Pattern
    both: bool = False


class Foot(_Shape):
    """The line at the foot of each page, with its link."""

    say: str = ""
    link: str = ""
    page: str = ""


class Site(_Shape):
    """What the file says; what it leaves out is the English site's. `names` is the field of an entry that holds its
    name in the language's letters, `never` are letters that are not the language's, and `numbers_added` numbers that it
    says where English does not.
    """

    language: str
    title: str | None = None
    description: str | None = None
    author: str | None = None
    copyright: str | None = None
    draft: StrictBool = False
    short: str = ""
    locale: str | None = None
    masthead: list[str] | None = None
    foot: Foot | None = None
    navigation: dict[str, str] = {}
    stylesheets: list[str] = []
    type: list[str] | None = None
    letters: Type | None = None
    names: str = ""
    never: str = ""
    numbers_added: list[int] = []
    law: list[Law] = []


def read(document: YamlDocument, path: str, language: str) -> tuple[Site, list[Problem]]:
    """Return what the file at `path` says, or an empty Site for `language` with what is wrong with the file."""
    value = document.value if document.value is not None else {}
    if not isinstance(value, dict):
        what, mend = "The file is no list of fields.", "Begin it with 'language: ', as docs/ur/site.yml does."
        return Site(language=language), [Problem(path, 1, "C003", what, mend)]
    if value.get("language", language) != language:
        what = f"'language' is '{value['language']}', and the folder is docs/{language}/."
        mend = "Give both one name, or leave 'language' out."
        return Site(language=language), [Problem(path, document.line(("language",)), "C003", what, mend)]
    try:
        return Site.model_validate({"language": language, **value}), []
    except ValidationError as error:
        return Site(language=language), misshapen(path, document, error, "The file", Site)
