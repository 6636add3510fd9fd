"""A project of two sections of which editions have been frozen: 1.0, and 1.1 after each kind of change."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from apparatus.__main__ import main

from .project import CHECKS, ROOT, change, lay

TWO = """---
title: Two
question: What follows?
---
# Two

The seats were counted in 1970, one by one.
{: #ccc1 }

The votes were few, some say "very" few.[^few]
{: #ccc2 }

- A list of one.
- A list of two.

{: #ccc3 }

The end of it.
{: #ccc4 }

[^few]: Fewer than before.
"""
CONFIGURATION = """site_name: A project with editions
site_author: The editors
nav: [index.md, essay/one.md, essay/two.md, record/claims.md, record/people.md, record/glossary.md, record/sources.md, record/corrections.md, whole.md]
not_in_nav: |
  /editions/
theme: {{name: material, custom_dir: {overrides}, language: en, font: false, favicon: assets/images/favicon.svg}}
plugins: [apparatus]
markdown_extensions: {extensions}
extra:
  security_policy: "default-src 'self'; script-src 'self'; style-src 'self'"
  edition:
    key: test
    tag: "tag:example.org,2026:test"
    number: 0
    published: 2026-01-01
    date: 2026-01-01
"""


def freeze(root: Path, number: str, date: str) -> int:
    return main(["release", "--root", str(root), "--number", number, "--date", date, "--summary", f"News of {number}."])


def begun(folder: Path) -> Path:
    """Write the project into `folder` and freeze edition 1.0; return it."""
    root = lay(folder, CHECKS / "base")
    (root / "docs/essay/two.md").write_text(TWO, encoding="utf-8")
    (root / "docs/index.md").write_text("# A project\n\n/// listing | contents\n///\n", encoding="utf-8")
    for name in ("claims", "people", "glossary", "corrections"):
        (root / f"docs/record/{name}.md").write_text(
            f"# {name.title()}\n\n/// listing | {name}\n///\n", encoding="utf-8"
        )
    shutil.copytree(ROOT / "docs/assets", root / "docs/assets", ignore=shutil.ignore_patterns("cards"))
    (root / "docs/whole.md").write_text('# The whole\n\n<div class="the-essay"></div>\n', encoding="utf-8")
    (root / "docs/editions").mkdir()
    (root / "docs/editions/index.md").write_text("# Editions\n\n/// listing | editions\n///\n", encoding="utf-8")
    extensions = yaml.safe_load(
        (ROOT / "mkdocs.yml").read_text().split("\n# One thin plugin")[0].split("\nmarkdown_extensions:")[1]
    )
    (root / "mkdocs.yml").write_text(
        CONFIGURATION.format(overrides=ROOT / "overrides", extensions=extensions), encoding="utf-8"
    )
    assert freeze(root, "1.0", "2026-01-02") == 0
    return root


def revise(root: Path) -> None:
    """Change a paragraph, remove one, move one to the other section, add one, and change what stands beside one."""
    listed = "- A list of one.\n- A list of two.\n\n{: #ccc3 }\n\n"
    for old, new in (
        ("counted in 1970, one by one", "counted in 1988"), ("The end of it.\n{: #ccc4 }\n\n", ""), (listed, ""),
        ("Fewer than before.", "Fewer than ever."), ("[^few]:", "It was new.\n{: #ccc5 }\n\n[^few]:"),
    ):  # fmt: skip
        change(root / "docs/essay/two.md", old, new)
    change(root / "docs/essay/one.md", "[^oath]:", f"{listed}[^oath]:")


RETIRED = """- id: ccc4
  section: essay/two.md
  why: "Withdrawn: nothing bore it out."
- id: ccc3
  section: essay/two.md
  why: It has moved.
  now: ccc3
"""


def gone_on(first: Path, folder: Path) -> Path:
    """Copy the project into `folder`, which must not exist, change it, and freeze edition 1.1; return it."""
    root = Path(shutil.copytree(first, folder))
    revise(root)
    (root / "docs/data/retired.yml").write_text(RETIRED, encoding="utf-8")
    assert freeze(root, "1.1", "2026-02-03") == 0
    return root
