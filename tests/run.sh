#!/usr/bin/env bash
# Everything that is checked, in the order in which a mistake is cheapest. Called by `make test`.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
ruff check apparatus tests
ruff format --check --quiet apparatus tests
mypy
python -m tests.tools
prose="*.md docs/about.md docs/index.md docs/essay docs/record"
codespell --builtin clear --ignore-words tests/words.txt $prose docs/data/[!s]*.yml .github apparatus hosting overrides tests/*.py tests/bench tests/*.sh
codespell --dictionary .cache/british.txt --ignore-words tests/words.txt $prose docs/data/[!s]*.yml overrides/*.html
python -m apparatus check
pytest -n 2 --dist loadgroup -m "not proof" "$@"
