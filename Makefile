# Enclave Desktop. `make help` lists what there is; nothing needs to be prepared by hand.

PYTHON := .venv/bin/python
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo run test lint format types bench screenshots mutate fuzz generated faults load lock frozen windows clean environment

help: ## List these targets
	@awk -F ': .*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

demo: environment ## Write a sample firm's workbook, record, report and packets to demo/
	$(PYTHON) -m enclave_desktop demo

run: environment-for-window ## Open the window
	$(PYTHON) -m enclave_desktop

test: environment-for-tests lint types ## Run every check and every test
	$(PYTHON) -m pytest -n $(JOBS) --dist loadfile

lint: environment ## Check style and form of the source
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check

format: environment ## Put the source into form
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format

types: environment ## Check the types
	$(PYTHON) -m mypy

bench: environment ## Measure against the named peers and print the ratios
	$(PYTHON) -m benchmarks

mutate: environment ## Change every rule by one step: a case must notice each
	$(PYTHON) -m tests.policy.mutate

generated: environment-for-tests ## Print the packets of 500 generated dossiers
	GENERATED_DOSSIERS=500 $(PYTHON) -m pytest -q -n $(JOBS) tests/packet/test_generated.py

faults: environment-for-tests ## Kill the program a thousand times at each thing it saves, and starve and unplug it
	$(PYTHON) -m tests.faults

load: environment-for-tests ## Let eight processes work on one shared record for five minutes
	$(PYTHON) -m tests.load 300

FUZZ_SECONDS ?= 33

fuzz: environment-for-tests ## Fuzz each reader of foreign files (ten minutes in all; for each: FUZZ_SECONDS=33)
	$(PYTHON) -m tests.fuzz.run --keep --each=$(FUZZ_SECONDS) build/fuzz

screenshots: environment ## Take a picture of every page into docs/screens/
	$(PYTHON) tools/screenshots.py

lock: environment ## Renew requirements.txt from pyproject.toml (to the newest: UPGRADE=--upgrade)
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes \
		--no-emit-index-url --custom-compile-command 'make lock' $(UPGRADE) --output-file requirements.txt pyproject.toml

frozen: environment-for-freezing ## Build the program as one folder that needs no Python (dist/), and try it
	$(PYTHON) packaging/linux $(FROZEN)

windows: environment-for-windows ## Build the Windows program and its setup, and try both under Wine (about 30 minutes)
	$(PYTHON) packaging/windows $(WINDOWS)

clean: ## Delete what these targets made, except .venv
	rm -rf build demo dist .coverage htmlcov .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

.PHONY: environment-for-window environment-for-tests environment-for-freezing environment-for-windows
environment:
	@tools/bootstrap
environment-for-window:
	@tools/bootstrap window
environment-for-tests:
	@tools/bootstrap tests
environment-for-freezing:
	@tools/bootstrap frozen
environment-for-windows:
	@tools/bootstrap windows
