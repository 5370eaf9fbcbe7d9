# One command each: see the example council, test, check. `make` alone lists them.

PORT ?= 8000
PYTHON := .venv/bin/python
PYTHONS := python3.13 python3.12 python3.11 python3.14 python3
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement
SOURCES := $(shell find static/src -type f)
PACKAGES := manage.py organisation outcomes indicators reporting perfmgmt tests benchmarks
LOCK := $(PYTHON) -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--no-header --no-annotate --python-version 3.11
BOTH_CORES := -n 2 --dist loadfile --no-loadscope-reorder
# What no database decides, and what the played year of the example council says already.
ON_SQLITE_ALONE := $(addprefix --ignore=tests/,indicators/rules indicators/spreadsheets/pages \
	test_permissions.py test_attacks_access.py perfmgmt/test_demo_cycle.py)
AS_TESTS := DJANGO_SETTINGS_MODULE=tests.settings
AS_PRODUCTION := DEBUG=false DEMO=false HTTPS=true PROXY=true ALLOWED_HOSTS=scorecard.example \
	EMAIL_HOST=mail.example DATABASE_URL= \
	SECRET_KEY="$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')"

# A Python that was removed or a folder that was moved leaves a .venv that can't run: make it anew.
ifneq ($(wildcard .venv/made),)
ifneq ($(shell cat .venv/made; $(PYTHON) -c 'print("runs")' 2>/dev/null),$(CURDIR)runs)
$(shell rm -rf .venv)
endif
endif

.PHONY: help run install test check bench bench-imports lock clean
.DELETE_ON_ERROR:

help:
	@echo "make run      serve the example council at http://127.0.0.1:$(PORT)/ (PORT=8080 for another port)"
	@echo "make install  set up: Python and Node packages, pages' assets, a secret key, the database"
	@echo "make test     run all tests, on SQLite and on PostgreSQL, the browser's included"
	@echo "make check    check types, style, layers, templates, migrations, production settings"
	@echo "make bench    compare pages with their floor and a small council with a large one"
	@echo "make bench-imports  compare imports with their floor and with django-import-export"
	@echo "make lock     compile requirements/*.txt from pyproject.toml, keeping versions that still fit"
	@echo "make clean    remove what install made, except the database and .env"

run: install
	@$(PYTHON) manage.py demo --port $(PORT)

install: .venv/run-installed static/build/app.css .env
	@$(PYTHON) manage.py migrate --verbosity 0

test: .venv/dev-installed static/build/app.css
	$(PYTHON) -m pytest $(BOTH_CORES)
	$(PYTHON) tests/throwaway_postgres.py $(PYTHON) -m pytest $(BOTH_CORES) \
	  $(ON_SQLITE_ALONE) -m "not browser and not quarter and not pdf and not office"

check: .venv/dev-installed static/build/app.css
	$(PYTHON) -m mypy
	$(PYTHON) -m ruff check $(PACKAGES)
	$(PYTHON) -m ruff format --check $(PACKAGES)
	.venv/bin/lint-imports
	.venv/bin/djlint --quiet --check --lint templates
	$(AS_TESTS) $(PYTHON) manage.py makemigrations --check --dry-run
	$(AS_PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING

bench: .venv/dev-installed static/build/made
	$(PYTHON) -m benchmarks.pages

bench-imports: .venv/dev-installed static/build/made
	$(PYTHON) -m benchmarks.imports

lock: .venv/dev-installed
	$(LOCK) pyproject.toml --output-file requirements/run.txt
	$(LOCK) pyproject.toml --group dev --output-file requirements/dev.txt
	$(LOCK) --group node --output-file requirements/node.txt
	npm install --package-lock-only

clean:
	rm -rf .venv node_modules static/build staticroot test-results
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Each of these files is written last, so a first try that broke off is begun again.

.venv/made:
	@rm -rf .venv; \
	for python in $(PYTHONS); do \
	  $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	    && echo "Making .venv with $$python" && $$python -m venv .venv && printf '%s' '$(CURDIR)' > $@ && exit 0; \
	  rm -rf .venv; \
	done; \
	echo "No Python 3.11 or later with venv was found. On Debian or Ubuntu install it with" >&2; \
	echo "  apt-get install python3 python3-venv" >&2; \
	exit 1

.venv/run-installed: .venv/made requirements/run.txt
	@echo "Installing Python packages"
	@$(PIP) requirements/run.txt
	@touch $@

.venv/dev-installed: .venv/run-installed requirements/dev.txt
	@echo "Installing Python packages for tests and checks"
	@$(PIP) requirements/dev.txt
	@touch $@

static/build/app.css: .venv/made package.json package-lock.json .npmrc requirements/node.txt $(SOURCES)
	@echo "Building the pages' assets"
	@if ! { node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' && npm --version; } >/dev/null 2>&1; then \
	  echo "No Node.js 20 or later on PATH: taking it from PyPI"; \
	  $(PIP) requirements/node.txt; PATH="$(CURDIR)/.venv/bin:$$PATH"; export PATH; \
	fi; \
	npm ci --silent && npm run --silent build

.env: | .venv/made
	@$(PYTHON) -c 'import os, secrets; \
	file = os.fdopen(os.open(".env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"); \
	print("# Made by make install. .env.example explains what else may stand here.", file=file); \
	print("SECRET_KEY=" + secrets.token_urlsafe(50), "DEMO=true", sep="\n", file=file)'
	@echo "Wrote .env with a secret key for the example council"
