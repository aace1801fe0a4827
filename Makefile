# The words a newcomer needs. `make run` or `make test` alone works on a fresh clone.

VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
RIVALS ?= .venv-rivals
SAMPLES := property-company party-branch-star in-service-member toronto-rentsafe

# The bench of the peers, with its own data and engines, and what these need.
PEERS ?= ../shared/bench
PEER_PACKAGES := duckdb polars numpy pyarrow pandas psutil openfisca-core zen-engine datalogic-py durable-rules

# What VS Code's YAML extension runs; later ones need a later Node.js than many have.
LANGUAGE_SERVER := yaml-language-server@1.25.0

# The first Python that runs, is recent enough and can make an environment. 3.12 and 3.11 come
# first because the rule engine is built for them; elsewhere the reference engine decides.
PYTHON ?= $(shell for python in python3.12 python3.11 python3; do \
	$$python -c 'import sys, venv, ensurepip; assert sys.version_info >= (3, 11)' 2>/dev/null \
	&& echo $$python && break; done)

.DEFAULT_GOAL := help
.PHONY: help run test full faults office editor lint types docs bench bench-http bench-peers bench-growth golden fuzz mutation spark

help: ## show these words
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST)

run: $(STAMP) ## install, run the sample reviews, show their summaries
	@for policy in $(SAMPLES); do \
		$(BIN)/kaoping run $$policy --sample --out out/$$policy || exit $$?; \
	done

test: $(STAMP) ## install, run every test
	$(BIN)/pytest -q -n auto -m "not full and not office and not editor and not faults and not mutation and not spark"

full: $(STAMP) ## test over whole published data sets, where they are at hand
	$(BIN)/pytest -q -m full

faults: $(STAMP) ## fail every step of writing a package, kill a run fifty times
	$(BIN)/pytest -q -n auto -m faults tests/faults

office: $(STAMP) ## test what LibreOffice makes of our spreadsheets, where it is at hand
	$(BIN)/pytest -q -m office

editor: $(STAMP) ## test what an editor makes of our schemas, where Node.js is at hand
	@test -d out/editor/node_modules || ! command -v npm >/dev/null || \
		npm install --silent --no-audit --no-fund --prefix out/editor $(LANGUAGE_SERVER) || \
		echo "$(LANGUAGE_SERVER) cannot be had here: its tests skip" >&2
	$(BIN)/pytest -q -m editor tests/editor

spark: $(STAMP) ## test on executors of Spark, on PostgreSQL and on S3, where they can be had
	@! command -v java >/dev/null || $(BIN)/python -c 'import pyspark, psycopg, moto' 2>/dev/null || \
		$(BIN)/pip install -q -e '.[dev,spark,postgresql,lake-server]' || echo "Spark cannot be had here: its tests skip" >&2
	$(BIN)/pytest -q -m spark tests/scoring/cluster
	$(BIN)/pytest -q tests/scoring/intake/test_elsewhere.py

mutation: $(STAMP) ## try slips in every shipped policy on its cases
	$(BIN)/pytest -q -n auto -m mutation tests/policies

lint: $(STAMP) ## style of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP) ## types of the code
	$(BIN)/mypy

docs: $(STAMP) ## write the generated pages of docs/
	$(BIN)/python -m docs.generate

bench: $(STAMP) ## measure, and report
	$(BIN)/python -m bench.matching
	$(BIN)/python -m bench.reading
	$(BIN)/python -m bench.checking
	$(BIN)/python -m bench.documents

bench-http: $(STAMP) ## measure over HTTP, beside two others
	@test -x $(RIVALS)/bin/python || $(PYTHON) -m venv $(RIVALS)
	$(RIVALS)/bin/python -m pip install -qq --disable-pip-version-check -r bench/rivals/requirements.txt
	$(BIN)/python -m bench.serving $(RIVALS)/bin/python

bench-growth: $(STAMP) ## measure what growth costs, up to ten million records
	$(BIN)/python -m bench.growth out/growth 10000 1000000 10000000

bench-peers: $(STAMP) ## measure the population engine beside its peers, in an environment of their own
	@test -x out/peers/venv/bin/python || { $(PYTHON) -m venv out/peers/venv && \
		out/peers/venv/bin/python -m pip install -qq --disable-pip-version-check $(PEER_PACKAGES); }
	PEERS=$(PEERS) PEERS_PYTHON=$(abspath out/peers/venv/bin/python) $(BIN)/python -m bench.peers

fuzz: $(STAMP) ## read mutated files for ten minutes; keeps in out/fuzz/ what is no refusal
	$(BIN)/python -m tests.fuzz.formats 10

golden: $(STAMP) ## write the expected outputs anew; review the difference
	$(BIN)/pytest -q -n auto --golden=write -m "not full and not office and not editor and not faults and not mutation and not spark" tests

$(STAMP): setup.cfg pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo "no Python 3.11 or newer with venv was found; install one, or: make PYTHON=/path/to/python" >&2; \
		exit 1; fi
	@echo "making $(VENV) with $(PYTHON), installing …" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[dev]'
	@touch $@
