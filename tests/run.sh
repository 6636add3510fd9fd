#!/usr/bin/env bash
# What is checked, in the order in which a mistake is cheapest: tests/run.sh quick|test|proof, then options of pytest.
#   quick   before a push, in under a minute: what needs no built site, no browser and no program beyond Python
#   test    what CI runs
#   proof   what takes too long for that as well: every moment at which a line can be cut, and the like
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
what="${1:-test}"
shift || true
case "$what" in
  quick) chosen="quick" ;;
  test) chosen="not proof" ;;
  proof) chosen=""; export HYPOTHESIS_PROFILE=proof ;;
  *) echo "tests/run.sh: '$what' is not quick, test or proof." >&2; exit 2 ;;
esac
ruff check --quiet apparatus tests .github
ruff format --check --quiet apparatus tests .github
mypy
if [ "$what" != quick ]; then
  python -m tests.support.tools
  prose="*.md guide/*.md docs/about.md docs/index.md docs/essay docs/record"
  code=".github apparatus hosting overrides tests/*.py tests/bench tests/support tests/*.sh"
  codespell --builtin clear --ignore-words tests/words.txt $prose docs/data/[!s]*.yml $code
  codespell --dictionary .cache/british.txt --ignore-words tests/words.txt $prose docs/data/[!s]*.yml overrides/*.html
fi
apparatus check --drafts
pytest -n 2 --dist loadgroup -m "$chosen" "$@"
