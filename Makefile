# Two commands do everything on a fresh machine: make serve, make test. Python 3.11 or newer is all they need.
PYTHON ?= python3
ADDRESS ?= 127.0.0.1:8000
BIN = .venv/bin
# Material announces its end of life (5 May 2027) on every run; guide/publishing.md, "The way out", has the answer.
export NO_MKDOCS_2_WARNING = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help serve build books release check quick test proof fuzz bench dead-links lock supply fonts ids cards package redirects schemas clean

help: ## say what each target does
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 15

serve: .venv/.building ## preview with live reload; ADDRESS=0.0.0.0:9000 to choose another place
	$(BIN)/mkdocs serve --dev-addr $(ADDRESS)

build: .venv/.building ## write site/, strictly; the old one stays until the new one is whole
	$(BIN)/apparatus build

books: build ## build, then add EPUB, PDF, DOCX, Markdown and a single file of HTML to site/; the PDF takes a minute or two
	$(BIN)/apparatus books

release: .venv/.building ## freeze the text before it goes out: NUMBER=1.1 DATE=2026-12-31 SUMMARY="What is new."
	$(BIN)/apparatus release --number "$(NUMBER)" --date "$(DATE)" --summary "$(SUMMARY)"

check: .venv/.building ## run the numbered checks without building
	$(BIN)/apparatus check

quick: .venv/.testing ## what to run before a push, in under a minute: no site is built, no browser opened
	tests/run.sh quick

test: .venv/.testing ## everything that CI runs; finds or installs the programs that it needs
	tests/run.sh test

proof: .venv/.testing ## make test, and the tests that take too long for it
	tests/run.sh proof

fuzz: .venv/.testing ## check and build broken copies of docs/ at random: COPIES=5000 SEED=7
	FUZZ=$(or $(COPIES),5000) FUZZ_SEED=$(or $(SEED),$(shell date +%s)) $(BIN)/python -m pytest -n 0 tests/test_fuzz.py -m proof

bench: .venv/.testing ## measure, and keep the figures in guide/benchmarks.md; PART=growth prints one part alone
	$(BIN)/python -m tests.bench $(PART)

dead-links: .venv/.building ## ask the sources' addresses whether they still answer, by linkinator (Node 20); ISSUE=--issue keeps an issue on GitHub
	$(BIN)/python .github/dead_links.py $(ISSUE)

lock: .venv/.testing ## renew each requirements.txt from the .in file beside it
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --upgrade --universal --generate-hashes --python-version 3.11 --no-header --quiet \
	  --default-index https://pypi.org/simple requirements.in -o requirements.txt
	$(BIN)/uv pip compile --upgrade --universal --generate-hashes --python-version 3.11 --no-header --quiet \
	  --default-index https://pypi.org/simple tests/requirements.in -c requirements.txt -o tests/requirements.txt
	$(BIN)/uv pip compile --no-deps --universal --generate-hashes --python-version 3.11 --no-header --quiet \
	  --default-index https://pypi.org/simple tests/wayout/requirements.in -o tests/wayout/requirements.txt

supply: .venv/.testing ## bills of materials and licences of what we install, in .cache/supply/, and its known faults; asks PyPI on line
	mkdir -p .cache/supply
	test -d .cache/supply/venv || $(PYTHON) -m venv .cache/supply/venv
	.cache/supply/venv/bin/pip install --quiet cyclonedx-bom==7.5.0 pip-audit==2.10.1 pip-licenses==5.5.5
	.cache/supply/venv/bin/pip-licenses --python=$(BIN)/python --format=markdown --output-file=.cache/supply/licences.md
	.cache/supply/venv/bin/pip-licenses --python=$(BIN)/python --partial-match --fail-on="Affero;AGPL;SSPL" > /dev/null
	.cache/supply/venv/bin/cyclonedx-py environment $(BIN)/python --output-file .cache/supply/bom.json
	.cache/supply/venv/bin/pip-audit --require-hashes --disable-pip -r requirements.txt -r tests/requirements.txt

fonts: .venv/.building ## make docs/assets/fonts/ again from the font packages
	apparatus/fonts/make.sh

ids: .venv/.building ## give an address to each block of the essay that has none
	$(BIN)/apparatus ids

cards: .venv/.testing ## draw the social cards in docs/assets/images/cards/ again, after a title or a question has changed
	$(BIN)/apparatus cards

package: .venv/.building ## describe the series for other programs again, after a change to one of them
	$(BIN)/apparatus package

redirects: .venv/.building ## tell nginx and Caddy which addresses lead on, after a change to docs/data/moved.yml
	$(BIN)/apparatus redirects

schemas: .venv/.building ## write the JSON Schemas of the data files again, after a change to apparatus/record/
	$(BIN)/apparatus schemas

clean: ## remove what was made
	rm -rf .venv site .cache .site-* dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.building: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/.testing: .venv/.building tests/requirements.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r tests/requirements.txt
	@touch $@
