"""What is read from mkdocs.yml: the same values that MkDocs sees, and the lines on which they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config

from apparatus.record.settings import Edition, read_settings

from .support.project import ROOT


@pytest.mark.parametrize("address", [None, "https://essay.example/", "https://essay.example/mqm"])
def test_settings_are_those_that_mkdocs_reads(address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if address:
        monkeypatch.setenv("SITE_URL", address)
    else:
        monkeypatch.delenv("SITE_URL", raising=False)
    own, theirs = read_settings(ROOT), load_config(str(ROOT / "mkdocs.yml"))
    assert (own.title, own.site_url, own.author, own.description) == (
        theirs.site_name, theirs.site_url, theirs.site_author, theirs.site_description,
    )  # fmt: skip
    assert {name: str(value) for name, value in theirs.extra["edition"].items()} == vars(own.edition)


def test_the_lines_of_keys_and_pages_are_known() -> None:
    settings, lines = read_settings(ROOT), (ROOT / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    assert lines[settings.line("extra", "edition", "date") - 1].strip().startswith("date:")
    for path in settings.navigation:
        assert lines[settings.navigation_lines[path] - 1].strip() == f"- {path}"


@pytest.mark.parametrize("written", ["", "nav: 3", "extra: [1]", "extra: {edition: soon}", "site_name: [a]"])
def test_odd_settings_are_empty_ones(written: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(written, encoding="utf-8")
    settings = read_settings(tmp_path)
    assert (settings.title, settings.navigation, settings.edition) == ("", (), Edition())
