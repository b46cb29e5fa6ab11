# What a newcomer types. Each target makes what it lacks: `make demo` alone is enough on a fresh machine.

PYTHON ?= python3
PORT ?= 8000
# How many schedules of writes and faults a soak puts each engine through.
SCHEDULES ?= 2000
# How long it writes and searches after that.
MINUTES ?= 5
# What many processes do at once in a soak: ten thousand writes while the index is rebuilt, again and again.
LOAD ?= --demo --writers=8 --saves=1250 --readers=2 --followed --rebuilt
# How many organisations the bench measures with.
SIZES ?= 10000 100000
# Some of: lint sqlite postgresql journeys. All of them when empty.
PARTS ?=

# The languages that the site's own text is translated into.
LANGUAGES := fr es ru ar

VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
COMPILE := $(BIN)/uv pip compile --quiet --python-version 3.11 --no-emit-find-links --no-header --no-annotate

export DJANGO_SETTINGS_MODULE ?= config.settings.development

.DEFAULT_GOAL := help
.PHONY: demo test lint format bench soak requirements messages clean help

demo: $(VENV)/.runtime  ## Load the demo federation and run the site on http://127.0.0.1:8000 (PORT=8001 for another)
	@$(MANAGE) demo 127.0.0.1:$(PORT)

test: $(VENV)/.development  ## Check and test everything: both databases, both engines, a browser (PARTS="lint sqlite" for some)
	@tools/test $(PARTS)

lint: $(VENV)/.development  ## Check style, types, templates, imports and migrations
	@tools/test lint

format: $(VENV)/.development  ## Put code and templates into the house's form
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djlint templates --reformat --quiet

bench: $(VENV)/.development  ## Measure the index on both engines (SIZES="10000 100000 1000000" organisations)
	@tools/elasticsearch run -- $(BIN)/python -m bench --sizes $(SIZES)

soak: $(VENV)/.development  ## Put each engine through many writes and faults (SCHEDULES=2000, MINUTES=60), and compare it with the register
	@MERIDIAN_SCHEDULES=$(SCHEDULES) tools/elasticsearch run -- \
		$(BIN)/pytest --ds=config.settings.test -q -rP tests/search/drift/test_schedules.py
	@tools/elasticsearch run -- $(BIN)/python -m bench.soak --minutes $(MINUTES)
	@$(BIN)/python -m bench.load $(LOAD)
	@tools/elasticsearch run -- $(BIN)/python -m bench.load $(LOAD) --elasticsearch

requirements: $(VENV)/.development  ## Compile requirements*.in to pinned versions, newest first
	@$(COMPILE) --upgrade requirements.in -o requirements.txt
	@$(COMPILE) --upgrade requirements-dev.in -o requirements-dev.txt

messages: $(VENV)/.runtime  ## Gather the text to translate into locale/
	@mkdir -p locale
	@$(MANAGE) makemessages $(LANGUAGES:%=--locale=%) --no-obsolete --add-location=file \
		--ignore=.venv --ignore=var --ignore=tests

clean:  ## Throw away what was made: environment, demo database and media, index, test servers
	@tools/elasticsearch stop
	@tools/postgresql stop
	@rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

help:  ## Say what can be made
	@grep -E '^[a-z]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*  ## /\1\t/' | expand -t 14

# The set-up, made again when its list changes.
$(VENV)/.runtime: requirements.txt tools/environment
	$(call install,requirements.txt)

$(VENV)/.development: requirements.txt requirements-dev.txt tools/environment
	$(call install,requirements.txt requirements-dev.txt)

define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Meridian needs Python 3.11 or later: $(MAKE) PYTHON=python3.11")'
	@$(PYTHON) tools/environment $(1)
	@touch $@
endef
