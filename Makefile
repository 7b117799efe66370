# Set-up, site and tests on a fresh machine: Python 3.11 or newer and make are enough.
#   make site    everything needed, every check, the whole site into site/
#   make test    everything needed, every test
#   make bench   builds of generated handbooks, beside other generators; SIZES="15 250" chooses them
#   make bench-check     the check on generated handbooks, against Markdown
#   make bench-reader    what a page of site/ costs a reader, beside the same text as bare HTML
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: site test test-accessibility bench bench-check bench-search bench-reader lint serve format explanations lock clean
.DEFAULT_GOAL := site

site: $(VENV)/.installed
	$(BIN)/handbook build $(if $(SITE_URL),--site-url $(SITE_URL))

serve: $(VENV)/.installed
	$(BIN)/handbook serve

# One process a core, but no more than these: each takes up to a gigabyte with its browser.
WORKERS ?= 4
test: $(VENV)/.installed-dev
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python tests/browser/nginx.py --install
	$(BIN)/python -m pytest -n auto --maxprocesses $(WORKERS)

# Of the sizes that are documented, the tables are written into scripts/bench/README.md.
bench: $(VENV)/.installed-dev
	PYTHONPATH=$(CURDIR)/scripts $(BIN)/python -m bench.builds $(or $(SIZES),--write) \
	  $(if $(ROUNDS),--rounds $(ROUNDS))

bench-check: $(VENV)/.installed
	PYTHONPATH=scripts $(BIN)/python -m bench $(SIZES) $(if $(ROUNDS),--rounds $(ROUNDS))

# Every page and state, whole, by every rule, in both schemes at every width; many minutes.
test-accessibility: $(VENV)/.installed-dev
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python tests/browser/nginx.py --install
	HANDBOOK_ACCESSIBILITY_WHOLE=1 $(BIN)/python -m pytest -n auto --maxprocesses $(WORKERS) \
	  --dist load tests/browser/test_accessibility.py

bench-reader: site $(VENV)/.installed-dev
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python tests/browser/nginx.py --install
	PYTHONPATH=scripts $(BIN)/python -m bench.reader $(if $(ROUNDS),--rounds $(ROUNDS))

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix scripts tests
	$(BIN)/ruff format scripts tests

# Recall, precision, bytes and times of the search, in Chromium on site/ (build it first).
bench-search: $(VENV)/.installed-dev
	$(BIN)/python -m tests.search.bench --write --pages 250,2500

# The page of all explanations, from the file that each code has.
explanations: $(VENV)/.installed
	$(BIN)/python -m handbook.explanations

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "The handbook needs Python 3.11 or newer; name one with: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python's venv module is missing: sudo apt-get install python3-venv" >&2; exit 1; }

# The lock names every package with its hash; pip refuses anything else.
$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Run after a change of dependencies in pyproject.toml. uv resolves for all platforms at once.
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" --quiet
lock:
	$(LOCK) --extra build -o requirements.lock
	$(LOCK) --extra build --extra dev -o requirements-dev.lock

clean:
	rm -rf $(VENV) .cache site site-one build *.egg-info scripts/*.egg-info
