"""What we build and test with: every licence is known, and none asks of a site's readers or copiers what ours do not."""

from __future__ import annotations

import re

from .licences import packages

REFUSED = re.compile(r"affero|agpl|sspl|commons clause|proprietary|non-?commercial|unknown", re.IGNORECASE)


def test_every_package_has_a_licence_that_we_can_keep() -> None:
    installed = [package for package in packages() if package.installed]
    assert len(installed) >= 50
    assert [package.name for package in installed if not package.licence] == []
    assert [f"{package.name}: {package.licence}" for package in installed if REFUSED.search(package.licence)] == []
