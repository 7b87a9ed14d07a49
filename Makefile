# Every command of Practice Hub; `make` alone lists them.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
SHOWN_HOST := $(if $(filter 0.0.0.0,$(HOST)),localhost,$(HOST))
BASE_URL ?= http://$(SHOWN_HOST):$(PORT)
ALLOWED_HOSTS ?= localhost,127.0.0.1,[::1],$(HOST)
export BASE_URL ALLOWED_HOSTS

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev
PREPARED := var/.prepared
SOURCES := $(wildcard */migrations/*.py hub/demo/* hub/demo/*/* hub/first_pages/*)
MESSAGES := $(wildcard locale/*/LC_MESSAGES/*.po)

# The stamp speaks of the embedded database alone.
ifneq ($(DATABASE_URL),)
$(PREPARED): FORCE
else ifeq ($(wildcard var/hub.sqlite3),)
$(PREPARED): FORCE
endif

.DEFAULT_GOAL := help
.PHONY: help run dev install test accessibility lint format check bench elasticsearch worker \
	messages lock clean FORCE

help: ## list the commands
	@echo "Practice Hub. Commands:"
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22
	@echo "Settings by environment are listed in docs/operate.md."

run: $(PREPARED) ## install what is missing and serve the hub (HOST, PORT)
	@cat var/demo-accounts.txt
	@$(BIN)/python scripts/serve $(HOST) $(PORT)

dev: $(PREPARED) ## serve with reloading and error pages for developers
	@DEBUG=1 $(MANAGE) runserver $(HOST):$(PORT)

install: $(PREPARED) ## everything that `make run` does, but serving

test: $(INSTALLED_DEV) ## all tests: SQLite, PostgreSQL, Elasticsearch, browser
	@$(BIN)/python scripts/test

accessibility: $(INSTALLED_DEV) ## the browser tests; their figures for the page /accessibility/
	@$(BIN)/python scripts/test access tests/browser

lint: $(INSTALLED_DEV) ## style, types, import directions, templates, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	git ls-files -z -- "*.html" | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING

format: $(INSTALLED_DEV) ## put code and templates into the common form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	git ls-files -z -- "*.html" | xargs -0 -r $(BIN)/djade --target-version 5.2

check: lint ## lint and the fast tests, before each commit
	$(BIN)/python -m pytest -q -m "not browser and not elasticsearch and not postgres"

bench: $(PREPARED) ## time, SQL queries and weight of the main pages
	@$(BIN)/python scripts/bench

elasticsearch: ## find or get a real Elasticsearch and run it (PORT)
	@$(PYTHON) scripts/elasticsearch $(if $(filter command line environment,$(origin PORT)),--port $(PORT))

worker: $(PREPARED) ## keep catalogue and index up to date outside requests
	$(MANAGE) worker

messages: $(INSTALLED_DEV) ## collect and compile the interface texts (needs gettext)
	$(MANAGE) makemessages --all --no-wrap --no-location --ignore '.venv/*' --ignore 'tests/*'
	$(MANAGE) compilemessages --ignore '.venv/*'

lock: ## choose the versions of all packages again (needs uv)
	uv pip compile $(LOCK) requirements.in --output-file requirements.txt
	uv pip compile $(LOCK) --constraint requirements.txt requirements-dev.in \
		--output-file requirements-dev.txt

LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --upgrade

clean: ## remove the virtual environment and what tools left behind
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Practice Hub needs Python 3.11 or newer: set PYTHON to one." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "No virtual environment could be made: install Python's venv (Debian: python3-venv)." >&2; \
		exit 1; }

$(INSTALLED): requirements.txt | $(BIN)/python
	@echo "Installing the packages the hub needs."
	@$(PIP) install --require-hashes --requirement requirements.txt
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "Installing the packages the tests need."
	@$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch $@ $(INSTALLED)

$(PREPARED): $(INSTALLED) $(SOURCES)
	@mkdir -p var
	@echo "Preparing the database."
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) first_pages > /dev/null
	@DEBUG=1 $(MANAGE) load_demo > var/demo-accounts.txt
	@touch $@
