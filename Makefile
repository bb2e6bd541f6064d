# The portal's commands. `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
RUN := .venv/bin/python
TEST := .venv-test/bin/python
LOCK := $(TEST) -m uv pip compile --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --universal --quiet

.PHONY: help run test check bench prove lock clean words format migration

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: .venv/ready ## install, migrate, load and serve a demonstration on http://127.0.0.1:8000 (PORT= overrides)
	@PORT=$(PORT) $(RUN) -m app.cli demo

test: .venv-test/ready ## install and run everything
	@deploy/test

check: .venv-test/ready ## format, lint, types, imports, lock, migrations, catalogues
	@deploy/check

bench: .venv-test/ready ## measure every hot path as a ratio to a bare response (COPIES=250: of a million practices; REQUESTS=500: of 200,000 requests)
	@$(TEST) -m bench$(if $(COPIES),.large --copies $(COPIES))$(if $(REQUESTS),.requests --requests $(REQUESTS))

prove: .venv-test/ready ## run the long proofs and print their figures (PROOF=tampering runs one)
	@$(TEST) -m prove $(PROOF)

words: .venv-test/ready ## collect the words of pages into the catalogues
	@$(TEST) -m deploy.words

migration: .venv-test/ready ## write the next migration from the tables (NAME="Add a field")
	@$(TEST) -m deploy.migration "$(NAME)" && $(TEST) -m ruff format --quiet migrations

format: .venv-test/ready ## format the code
	@$(TEST) -m ruff format . && $(TEST) -m ruff check --fix .

lock: .venv-test/ready ## resolve the dependencies anew
	@$(LOCK) --upgrade requirements/run.in -o requirements/run.txt
	@$(LOCK) --upgrade requirements/test.in -c requirements/run.txt -o requirements/test.txt

clean: ## remove what can be made again (not var/)
	rm -rf .venv .venv-test .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage* tests/node/node_modules bench/results
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

.venv/ready: requirements/run.txt
	@deploy/install "$(PYTHON)" .venv requirements/run.txt

.venv-test/ready: requirements/test.txt
	@deploy/install "$(PYTHON)" .venv-test requirements/test.txt
