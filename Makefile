# Enclave Desktop. `make help` lists what there is; nothing needs to be prepared by hand.

PYTHON := .venv/bin/python
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo run test lint format types bench screenshots mutate generated lock frozen clean environment

help: ## List these targets
	@awk -F ': .*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

demo: environment ## Write a sample firm's workbook, record, report and packets to demo/
	$(PYTHON) -m enclave_desktop demo

run: environment ## Open the window
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

screenshots: environment ## Take a picture of every page into docs/screens/
	$(PYTHON) tools/screenshots.py

lock: environment ## Renew requirements.txt from pyproject.toml (to the newest: UPGRADE=--upgrade)
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes \
		--no-emit-index-url --custom-compile-command 'make lock' $(UPGRADE) --output-file requirements.txt pyproject.toml

frozen: environment ## Build the program as one folder that needs no Python (dist/)
	$(PYTHON) -m PyInstaller --noconfirm --log-level WARN build.spec

clean: ## Delete what these targets made, except .venv
	rm -rf build demo dist .coverage htmlcov .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

.PHONY: environment-for-tests
environment:
	@tools/bootstrap
environment-for-tests:
	@tools/bootstrap tests
