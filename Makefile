# Every target is a line or two that calls a real tool. `make` alone lists them.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

# The same outputs for everyone: no random hash order, no personal IPython settings.
export PYTHONHASHSEED := 0
export IPYTHONDIR := $(CURDIR)/.venv/ipython

.DEFAULT_GOAL := help
.PHONY: help book update refresh changes check test prove lint serve linkcheck bench mutate pdf teach release clean

# What is shown of pip, which takes a while: a line every twenty packages.
PROGRESS = /^Collecting/ && ++n % 20 == 0 { print "  " n " packages found ..." } \
	/^Installing collected/ { print "  putting " NF - 3 " packages in place ..." } \
	/^FAILED/ { failed = 1 } { fflush() } END { exit failed }

PYTEST = $(BIN)/python -m pytest -n 2 --dist loadscope

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

book: .venv/installed ## check the data, execute what is stale, build _build/html
	$(BIN)/python -m evidence.build --execute

update: .venv/installed ## execute what is stale (FORCE=1: every notebook)
	$(BIN)/python -m evidence.build.execute $(if $(filter-out 0,$(FORCE)),--force)
	@$(BIN)/python -m evidence.build.accepted

changes: .venv/installed ## say what moved since the last commit (BASE=rev or folder), and write _build/changes/index.html
	@$(BIN)/python -m evidence.changes $(if $(BASE),'$(BASE)') $(if $(filter-out 0,$(MARKDOWN)),--markdown)

refresh: .venv/installed ## compare tables with newer releases (TABLES="battle_deaths ..." FROM=folder; WRITE=1 takes them in)
	$(BIN)/python -m evidence.refresh $(TABLES) $(if $(FROM),--from "$(FROM)") $(if $(filter-out 0,$(WRITE)),--write)

check: lint ## the loop of an editor: style, what is stale, the data package, unit tests
	$(BIN)/python -m evidence.build.execute --check
	$(PYTEST) -q -m "not slow and not book and not prove" tests

test: .venv/installed ## what proves that the book is right; writes nothing to notebooks or data/
	$(PYTEST) --nbval -m "not prove" tests chapters index.ipynb

prove: .venv/installed ## before a release: also every width, colour and place, and notebooks as other processors run them
	REQUIRE_BROWSER=1 $(PYTEST) --nbval --hypothesis-profile=prove tests chapters index.ipynb
	REQUIRE_IBIS=1 .venv-refresh/bin/python -m pytest -q tests/test_refresh_large.py
prove: .venv-refresh/installed

lint: .venv/installed ## check the style and the types of the code
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

serve: .venv/installed ## serve the book on 127.0.0.1 (PORT=8000) and build it again whenever a file is saved
	$(BIN)/python -m evidence.build.serve --port $(PORT)

bench: .venv/installed ## compare with a stock Jupyter Book of the same notebooks (half an hour; needs npm; PARTS="builds pages")
	npm install --silent --no-audit --no-fund --ignore-scripts --prefix _build/benchmarks/cdn vega@6.4.0 vega-lite@6.4.1 vega-embed@7.3.0
	$(BIN)/python -m benchmarks.run $(PARTS)

mutate: .venv/installed ## put errors into a copy, and see which tests notice them (an hour; SEED=1)
	$(BIN)/python -m benchmarks.mutations --seed $(or $(SEED),1)

linkcheck: book ## ask every address outside the book whether it answers (needs a network)
	$(BIN)/python -m evidence.build.linkcheck

teach: book ## write the teacher's pack into _build/teach: slides, handouts, plans, key, notebooks for students
	$(BIN)/python -m evidence.build.teach

pdf: book ## print the book and each chapter into _build/pdf (needs Chromium; PAGES="chapters/01-concerns ..." for some)
	$(BIN)/python -m evidence.build.pdf $(PAGES)

release: book ## write a dated snapshot to deposit, with checksums, into _build/release
	$(BIN)/python -m evidence.build.release

clean: ## remove what was built; .venv stays
	rm -rf _build .pytest_cache .ruff_cache .mypy_cache .hypothesis

# Programs in .venv, and its link to `evidence`, name the folder it was made in: a copy would run the code of another.
MADE_IN := $(shell cat .venv/installed 2>/dev/null)
ifneq ($(MADE_IN),$(CURDIR))
.PHONY: .venv/installed
endif

.venv/installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(if $(filter-out $(CURDIR),$(MADE_IN)),@echo "This checkout was copied or moved from $(MADE_IN); it needs a .venv of its own.")
	@if [ -L .venv ]; then rm .venv; fi # a link leads to the packages of another checkout, which --clear would delete
	@echo "Installing the pinned packages into .venv (a minute or two) ..."
	@$(PYTHON) -m venv --clear .venv
	@{ $(BIN)/python -m pip install --progress-bar off --requirement requirements.txt || echo FAILED; } | awk '$(PROGRESS)'
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -c 'import sys, evidence.build.book; print("  ready: Python", sys.version.split()[0])'
	@printf '%s\n' "$(CURDIR)" > $@

# Expressions for large files need packages that the book's own environment must not have.
.venv-refresh/installed: requirements.txt requirements-refresh.txt | .venv/installed
	@if [ -L .venv-refresh ]; then rm .venv-refresh; fi
	@echo "Installing the packages for large files into .venv-refresh (a minute or two) ..."
	@$(PYTHON) -m venv --clear .venv-refresh
	@.venv-refresh/bin/python -m pip install --quiet --requirement requirements.txt --requirement requirements-refresh.txt
	@printf '%s\n' "$(CURDIR)" > $@
