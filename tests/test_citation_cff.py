"""CITATION.cff: what a code host reads of the repository is what mkdocs.yml says, and sound."""

from __future__ import annotations

import json

import yaml
from jsonschema import Draft7Validator

from apparatus.metadata.citation_cff import FILE, citation_cff
from apparatus.record.settings import Edition, Settings, read_settings
from apparatus.words import read_words

from .support.project import ROOT
from .support.tools import cff_schema

WORDS = read_words("en")


def faults(text: str) -> list[str]:
    told = json.loads(json.dumps(yaml.safe_load(text)))
    return [error.message for error in Draft7Validator(cff_schema()).iter_errors(told)]


def test_the_file_says_what_the_settings_say() -> None:
    assert (ROOT / FILE).read_text(encoding="utf-8") == citation_cff(read_settings(ROOT), WORDS)


def test_the_file_is_sound() -> None:
    text = (ROOT / FILE).read_text(encoding="utf-8")
    assert faults(text) == []
    assert faults(text.replace("cff-version: 1.2.0", "cff-version: 9")) != []


def test_the_file_of_a_project_that_says_little_is_sound() -> None:
    assert faults(citation_cff(Settings(title="A project"), WORDS)) == []
    edition = Edition(number="2.0", date="2027-01-02", language="ur")
    told = yaml.safe_load(citation_cff(Settings(title="A: project", author="We, who make it", edition=edition), WORDS))
    assert (told["version"], told["date-released"]) == ("2.0", "2027-01-02")
    assert told["preferred-citation"]["authors"] == [{"name": "We, who make it"}]
