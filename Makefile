PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/django.po)
STATIC_SOURCES := $(if $(wildcard */static),$(shell find $(wildcard */static) -type f))
PIP_INSTALL = $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes
UV_COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-strip-extras --custom-compile-command 'make lock'

# What Python compiled once it keeps: hundreds of test modules, and the site's own in every process a test starts.
unexport PYTHONDONTWRITEBYTECODE

# Rooms of sums and rules alone: every line of them is tested.
PURE := corridors/domain/*,alerts/domain/*,desk/domain/*,sharing/domain/*,support/domain/*

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install lake run test test-services test-faults test-looks test-languages check fix bench lock translations dev

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/.runtime translations ## Install what the service needs into .venv

lake: .venv/.lake ## Install what `manage.py lake_statistics` needs besides

run: install staticfiles/staticfiles.json ## Serve the site on http://localhost:8000 (PORT=9000: another port; SANDBOX=no: real sources)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_datasets
	-@$(BIN)/python manage.py load_support
	@exec $(BIN)/python manage.py run_all --port $(PORT) $(if $(filter no,$(SANDBOX)),--no-sandbox)

test: dev ## Run the tests (SQLite unless DATABASE_URL is set; COVERAGE=yes: require the coverage promised)
	$(BIN)/python -m pytest $(if $(COVERAGE),--cov --cov-report=term)
	$(if $(COVERAGE),$(BIN)/python -m coverage report --include='$(PURE)' --fail-under=100)

test-services: dev ## Run every test on PostgreSQL and Redis (DATABASE_URL, REDIS_URL)
	$(BIN)/python -m pytest

test-faults: dev ## Kill workers, Redis and PostgreSQL (of its own) in the middle of their work; about 5 minutes
	$(BIN)/python -m pytest -n 0 tests/faults

test-looks: dev ## Look at every page with axe-core, on phones and desks; about 2 minutes
	$(BIN)/python -m pytest -m looks tests/browser

test-languages: dev ## Look at every page in every language with axe-core; about 10 minutes
	$(BIN)/python -m pytest -m browser --dist load tests/languages

check: dev ## Check format, style, types, architecture, migrations, translations and locks; change nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m pytest -n 0 tests/test_architecture.py tests/test_lock.py tests/test_translations.py \
		tests/test_translations_words.py tests/test_sentences.py tests/test_sentences_templates.py tests/test_design.py

fix: dev ## Format, and mend what can be mended without thinking
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: dev ## Measure speed (benchmarks/)
	$(BIN)/python -m benchmarks

lock: dev ## Recompute the lock files from pyproject.toml (newest versions: make lock UPGRADE=--upgrade)
	$(UV_COMPILE) $(UPGRADE) --output-file requirements.lock
	$(UV_COMPILE) $(UPGRADE) --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(UV_COMPILE) $(UPGRADE) --extra s3 --constraint requirements.lock --output-file requirements-s3.lock
	$(UV_COMPILE) $(UPGRADE) --extra lake --constraint requirements.lock --output-file requirements-lake.lock

# The key signs nothing that outlives a test run.
test test-services test-faults test-looks test-languages check: export SECRET_KEY ?= only-for-tests
test-services: export DATABASE_URL ?= postgresql://postgres@127.0.0.1:5432/postgres
test-services: export REDIS_URL ?= redis://127.0.0.1:6379/0
check: export DATABASE_URL = sqlite://:memory:

dev: .venv/.dev translations

.venv/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "RemitCompare needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) --version 2>/dev/null || echo 'not installed')." \
			"Name another: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv || { \
		echo "'$(PYTHON)' can't make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

# A stamp says which lock file .venv holds, so that a second run has nothing to do.
.venv/.runtime: requirements.lock .venv/.created
	@echo "Installing the Python packages into .venv (once, about a minute)…"
	@$(PIP_INSTALL) -r requirements.lock
	@touch $@

.venv/.lake: requirements-lake.lock .venv/.runtime
	@echo "Installing what computes from Parquet into .venv (once, about a minute)…"
	@$(PIP_INSTALL) -r requirements-lake.lock
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	@echo "Installing the development packages into .venv (once, about a minute)…"
	@$(PIP_INSTALL) -r requirements-dev.lock
	@touch $@

translations: $(CATALOGUES:.po=.mo)

%/django.mo: %/django.po | .venv/.runtime
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

staticfiles/staticfiles.json: $(STATIC_SOURCES) .venv/.runtime
	@echo "Preparing the static files…"
	@$(BIN)/python manage.py collectstatic --no-input --clear --verbosity 0
