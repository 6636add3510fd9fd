#!/usr/bin/env bash
# Everything that is checked, in the order in which a mistake is cheapest. Called by `make test`.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
ruff check apparatus tests
ruff format --check --quiet apparatus tests
mypy
codespell --builtin clear,rare --ignore-words tests/words.txt README.md apparatus overrides tests/*.py tests/*.sh docs/*.md docs/essay docs/record docs/data/*.yml
python -m apparatus check
python -m tests.tools
pytest -n 2 --dist loadgroup "$@"
