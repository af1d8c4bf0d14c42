# Everything runs in .venv, which is made on first use from the hashed locks in requirements/.
# Afterwards nothing here needs the network, except `lock` and `upgrade`.

SCENARIO ?= scenarios/ticket-triage.yaml
ARGS ?=
PYTHON ?=
export PYTHON

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test lint format lock upgrade wheel lowest clean

# The version that .venv really runs is part of the stamps' names: a base Python that vanished or moved on
# to another version, or another one asked for with PYTHON=, leaves no valid stamp.
ASK := -ISc 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null
BUILT := $(shell .venv/bin/python $(ASK))
ifneq ($(PYTHON),)
ifneq ($(BUILT),$(shell "$(PYTHON)" $(ASK)))
BUILT := other
endif
endif
CORE := .venv/installed-core-$(BUILT)
DEV := .venv/installed-dev-$(BUILT)

help: ## show this list
	@echo 'make TARGET [ARGS="..."] [PYTHON=python3.12]'
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-9s%s\n", $$1, $$2 }' Makefile

run: $(CORE) ## open the dashboard (SCENARIO=file.yaml); a text summary when the output is no terminal
	@exec .venv/bin/python -m planner "$(SCENARIO)" $(ARGS)

test: $(DEV) ## run the tests
	@.venv/bin/python -m pytest $(ARGS)

lint: $(DEV) ## check style, format, types and layers
	@.venv/bin/python -m ruff check
	@.venv/bin/python -m ruff format --check
	@.venv/bin/python -m mypy
	@.venv/bin/python .venv/bin/lint-imports --no-logo
	@! git grep -nE '^(<<<<<<<|>>>>>>>) ' # what a merge left behind

format: $(DEV) ## format the code and mend what can be mended
	@.venv/bin/python -m ruff check --fix
	@.venv/bin/python -m ruff format

wheel: $(DEV) ## build the wheel into dist/
	@.venv/bin/python -m hatchling build -t wheel

lock: $(CORE) ## write requirements/*.lock anew, keeping pinned versions that still fit
	@sh bootstrap/lock.sh

upgrade: $(CORE) ## write requirements/*.lock anew with the newest versions
	@sh bootstrap/lock.sh --upgrade

lowest: $(CORE) ## run the tests with the lowest versions that pyproject.toml allows
	@sh bootstrap/lowest.sh $(ARGS)

clean: ## remove all that was made here, .venv too
	rm -rf .venv dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(CORE): requirements/core.lock bootstrap/install.sh
	@sh bootstrap/install.sh core

$(DEV): requirements/dev.lock bootstrap/install.sh
	@sh bootstrap/install.sh dev
