# `make` builds the warehouse; `make help` lists the rest. Each target first sets up
# what it needs in .venv: a machine with Python 3.11 or later and make is enough.
.DEFAULT_GOAL := build
.NOTPARALLEL:
.PHONY: build test test-connectors test-engines test-dbt-versions nightly lint docs export benchmark \
	benchmark-spark clean distclean help setup setup-dev

PYTHON ?=
MART ?=
OUT ?=
# Unit tests are of the code, not of the data: `make test` runs them.
DBT_ARGS ?= --exclude-resource-type unit_test
PYTEST_ARGS ?=
# Empty: all of them.
ENGINES ?=
# Empty: as benchmarks/run.py has it.
EVENTS ?=
PAIRS ?=
DAYS ?=
SIZES ?=
ARRIVALS ?=
PARTS ?=
MEMORY_LIMIT ?=
RESULTS ?=

comma := ,
space := $() $()

# Through the interpreter, so that the project still works after it has been moved.
RUN := .venv/bin/python
DBT := $(RUN) .venv/bin/dbt

export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DO_NOT_TRACK := 1

build: setup ## Build and test every model (DBT_ARGS="--select ..." narrows it)
	@$(DBT) build $(DBT_ARGS)

test: setup-dev ## Build the demo in a database of its own and recount it (pytest)
	@$(RUN) -m pytest $(PYTEST_ARGS)

test-connectors: setup-dev ## Build each source that can be connected alone, by dbt itself, and hold it to its tests
	@$(RUN) -m pytest --alone $(PYTEST_ARGS) $(wildcard tests/python/test_connector_*.py) tests/python/test_service_ratings.py

test-engines: setup-dev ## Build the same rows on every engine there is (ENGINES="postgres spark" names them)
	@cd tests/python && ../../$(RUN) -m engines $(ENGINES)

test-dbt-versions: setup-dev ## Build the demo with every version of dbt that is to do, and compare
	@cd tests/python && ../../$(RUN) -m dbt_versions

nightly: setup-dev ## The tests that take hours: more than 1,000 histories in increments, 20 killed runs
	@$(RUN) -m pytest -m nightly $(PYTEST_ARGS)

# In memory and beside the build: linting neither needs nor disturbs a warehouse.
lint: export INTERACTION_EVENTS := demo
lint: export INTERACTION_EVENT_SOURCES := $(subst $(space),$(comma),$(notdir $(wildcard models/staging/*)))
lint: export INTERACTION_QUALITY_DATABASE := :memory:
lint: export INTERACTION_QUALITY_TEST_MACROS := yes
lint: export DBT_PROFILES_DIR := .
lint: export DBT_TARGET_PATH := target/lint
lint: export DBT_LOG_PATH := target/lint
lint: export COLUMNS := 160
lint: setup-dev ## Check Python, SQL, names, budgets and documentation
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) scripts/check_style.py
	@$(DBT) --warn-error --quiet parse
	@$(RUN) .venv/bin/dbt-bouncer run
	@$(RUN) -m dbt_score lint --manifest target/lint/manifest.json
	@$(RUN) -m sqlfluff lint --nocolor models tests analyses

docs: setup ## Write the documentation site, target/static_index.html
	@$(DBT) --quiet docs generate --static
	@echo "target/static_index.html"

export: setup ## Write a mart as CSV: make export MART=fct_metrics_daily [OUT=file.csv]
	@$(RUN) scripts/export_mart.py $(if $(OUT),--output "$(OUT)") "$(MART)"

benchmark: setup ## Measure it against a script: make benchmark [EVENTS=10000000] [RESULTS=file]
	@$(RUN) benchmarks/run.py \
		$(if $(EVENTS),--events $(EVENTS)) $(if $(PAIRS),--pairs $(PAIRS)) \
		$(if $(DAYS),--days $(DAYS)) $(if $(SIZES),--sizes $(SIZES)) $(if $(ARRIVALS),--arrivals $(ARRIVALS)) \
		$(if $(PARTS),--parts $(PARTS)) $(if $(RESULTS),--results "$(RESULTS)") \
		$(if $(MEMORY_LIMIT),--memory-limit "$(MEMORY_LIMIT)")

benchmark-spark: setup ## Measure it on Apache Spark, and compare: make benchmark-spark [EVENTS=10000000] [RESULTS=file]
	@$(RUN) benchmarks/run_spark.py \
		$(if $(EVENTS),--events $(EVENTS)) $(if $(RESULTS),--results "$(RESULTS)")

clean: ## Remove what the targets wrote, the built warehouse included
	@rm -rf target logs dbt_packages exports .pytest_cache .ruff_cache .hypothesis
	@find benchmarks scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## Remove .venv as well
	@rm -rf .venv

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):[^#]* ## /\1\t/p' Makefile | expand -t 20

setup:
	@PYTHON="$(PYTHON)" sh scripts/set_up.sh requirements.txt

setup-dev:
	@PYTHON="$(PYTHON)" sh scripts/set_up.sh requirements.txt requirements-dev.txt
