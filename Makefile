# What people and CI run. `make demo` and `make test` do all the set-up they need.
PYTHON ?= python3
PORT ?= 8000
NEWSROOM_PORT ?= 8001
# Where edges on this machine find the press; 0: any free port.
PRESS_PORT ?= 0
# Where they find the readers' room; 0: any free port.
READERS_PORT ?= 0
DATA ?= ./var
export DATA
# How many processes share the tests out among themselves (see tests/sharing.py), and how many
# those in browsers; 0: one, without sharing.
WORKERS ?= 0
BROWSERS ?= 0
# 2: the tests in browsers run beside all others. 1: after them, on a machine that does other work.
AT_ONCE ?= 1
# A caller's virtual environment or settings must not leak into ours.
unexport PYTHONPATH DJANGO_SETTINGS_MODULE SHPALTA_ROOM SHPALTA_JOURNAL_TOKEN

BIN := .venv/bin
# Each target's tests have files of their own.
PYTEST = DATA=.cache/$@ env -u DATABASE_URL $(BIN)/python -m pytest
SHARED := --dist loadscope --no-loadscope-reorder --numprocesses
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
NPM_CI := PATH="$(CURDIR)/$(BIN):$$PATH" NODE_OPTIONS=--use-system-ca npm ci --ignore-scripts --no-audit --no-fund --silent --prefix
MESSAGES := $(shell find src -name '*.po')

.PHONY: demo test test-rooms test-browsers check setup servers faults bench lock messages clean screenshots

demo: .venv/.runtime .venv/.messages ## The demo newspaper: readers on PORT, newsroom on NEWSROOM_PORT
	@exec $(BIN)/shpalta demo --port $(PORT) --newsroom-port $(NEWSROOM_PORT) --press-port $(PRESS_PORT) --readers-port $(READERS_PORT)

setup: .venv/.develop .venv/.messages ## The environment alone

check: setup ## Lint, types, layers, migrations: under a minute
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	DATA=.cache/check $(BIN)/shpalta manage makemigrations --check --dry-run
	DATA=.cache/check $(BIN)/mypy

test: check tests/tools/.ready ## Everything that CI runs, the browser included
	$(MAKE) --no-print-directory --keep-going --jobs=$(AT_ONCE) test-rooms test-browsers
	$(PYTEST) -m alone tests/integration

test-rooms: setup tests/tools/.ready ## The tests that share a machine with others
	$(PYTEST) $(SHARED) $(WORKERS) -m 'not alone' tests/unit tests/integration

test-browsers: setup tests/tools/.ready ## Those in browsers, told when all have run
	@# Processes of their own: the browser's driver keeps an event loop in the main thread.
	@mkdir -p .cache; $(PYTEST) $(SHARED) $(BROWSERS) tests/browser > .cache/browsers.log 2>&1; \
	  status=$$?; cat .cache/browsers.log; exit $$status

servers: setup tests/tools/.ready ## The same checks of freshness against the edge, Varnish and nginx
	$(PYTEST) -m servers tests/integration/servers

faults: setup tests/tools/.ready ## Kill and damage the processes of a house in the middle of work
	$(PYTEST) -s -m faults tests/integration/site

bench: setup tests/tools/.ready benchmarks/tools/.ready ## The figures of every room, each beside its peer's
	@for name in press house newsroom pictures renditions video take clock journal store freshness live edge counting placements comments moderation lighthouse; do \
	  echo "== $$name"; $(BIN)/python benchmarks/$$name.py || failed="$$failed $$name"; \
	done; test -z "$$failed" || { echo "Short of what it should reach:$$failed"; exit 1; }

screenshots: setup tests/tools/.ready ## The pictures in the documentation, taken anew
	$(BIN)/python docs/screenshots.py

lock: setup ## Lock the requirements anew, by hash and without addresses
	for name in build runtime develop; do \
	  source=requirements/$$name.in; test $$name = runtime && source=pyproject.toml; \
	  $(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --no-emit-index-url --no-emit-find-links $$source -o requirements/$$name.txt || exit 1; \
	done

clean: ## Remove what was made here, except the data
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis tests/tools/node_modules tests/tools/.ready \
	  benchmarks/tools/node_modules benchmarks/tools/.ready

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Shpalta needs Python 3.11 or newer. Name one: make PYTHON=python3.12 …'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || sh tests/tools/debian.sh python3-venv
	$(PYTHON) -m venv .venv

.venv/.runtime: requirements/build.txt requirements/runtime.txt pyproject.toml | .venv/bin/python
	$(PIP) install --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.develop: requirements/develop.txt .venv/.runtime
	$(PIP) install --require-hashes -r requirements/develop.txt
	@touch $@

messages: .venv/.messages
.venv/.messages: $(MESSAGES) .venv/.runtime
	@$(BIN)/python -m shpalta.site.messages
	@touch $@

tests/tools/.ready: tests/tools/package-lock.json .venv/.develop
	@sh tests/tools/servers.sh
	$(NPM_CI) tests/tools
	@touch $@

benchmarks/tools/.ready: benchmarks/tools/package-lock.json tests/tools/.ready
	$(NPM_CI) benchmarks/tools
	@touch $@
