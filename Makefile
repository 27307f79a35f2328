# make help lists the targets; each does its own set-up on a bare machine.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
PAGE ?= docs
FILE ?=
ENGINE ?=
ADDRESS ?=
PORT ?=
BUILDER ?= mkdocs
CODE := $(wildcard hooks tests)
PYTEST := $(BIN)/pytest -q -p no:cacheprovider
export PYTHONPATH := hooks
export PYTHONDONTWRITEBYTECODE := 1
# Material announces MkDocs 2 at each start; the pins keep us below it.
export NO_MKDOCS_2_WARNING := 1

.PHONY: help serve site handout hall style quick check engine test elsewhere write record trim import compare bench links new clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

$(BIN)/.ready: requirements.txt
	@command -v $(PYTHON) > /dev/null || { echo "make: $(PYTHON) is missing"; echo "  install Python 3.11.5 or later"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' || { echo "make: $(PYTHON) is too old for the pinned packages"; echo "  name one of 3.11.5 or later: make PYTHON=python3.13"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "make: no virtual environment"; echo "  install python3-venv"; exit 1; }
	@echo "workshop: installing the Python packages of requirements.txt"
	@$(BIN)/pip install --quiet --quiet --disable-pip-version-check --no-deps --requirement requirements.txt
	@touch $@

serve: $(BIN)/.ready ## the live site from the committed captures; no Docker
	$(BIN)/mkdocs serve --dirty

site: $(BIN)/.ready ## strict build into site/; no Docker; BUILDER=zensical by the other builder
ifeq ($(BUILDER),mkdocs)
	$(BIN)/mkdocs build --strict
else
	@$(BIN)/python -m other_builder $(BUILDER)
endif

handout: site ## the site as handout.zip, to be unpacked and opened from a disk
	$(PYTHON) -m zipfile --create handout.zip site/

hall: site ## site and images for a room without internet, at one address; ADDRESS=192.168.1.20, PORT=8000
	@$(BIN)/python -m lab hall --address="$(ADDRESS)" --port="$(PORT)"

style: $(BIN)/.ready ## format, lint, types
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy $(CODE)
	$(BIN)/zizmor --quiet --offline .github

# The strict build is one of the tests, where it is watched for what a build must not do.
quick: $(BIN)/.ready
	$(PYTEST) tests -n 2 --timeout=120 -m "not engine and not browser and not bench and not network"

check: style quick ## format, lint, types, tests that need no engine, strict build

engine: $(BIN)/.ready
	@$(BIN)/python -m lab setup browser

test: check engine ## everything: a Docker Engine where there is none, check, every page in its lab, browser tests
	$(PYTEST) docs -n auto --junitxml=reports/junit.xml
	@test ! -d tests/lab || $(BIN)/python -m lab setup ssh
	$(PYTEST) tests -n 2 -m "(engine or browser) and not bench"

elsewhere: $(BIN)/.ready ## every page on an ordinary machine (systemd, cgroup v2, AppArmor); PAGE=docs/volumes.md for one
	@test -d tests/elsewhere || { echo "make elsewhere: tests/elsewhere is missing"; echo "  only the workshop that lends the machinery has it"; exit 1; }
	@$(BIN)/python -m lab setup user-mode-linux vde2 mmdebstrap e2fsprogs openssh-client gcc
	@PYTHONPATH=hooks:. $(BIN)/python -m tests.elsewhere $(PAGE)

write: engine ## the live site beside a warm lab that plays what you save; PAGE=docs/volumes.md, PORT=8000
	@$(BIN)/python -m write $(filter-out docs,$(PAGE)) --port="$(PORT)"

record: engine ## run pages and update the captures that drifted; PAGE=docs/volumes.md, ENGINE=26.1 or all
	$(PYTEST) $(PAGE) -n auto --snippets=update --engine=$(ENGINE)

trim: $(BIN)/.ready ## remove captures that no page uses
	$(BIN)/pytest --snippets=trim

import: $(BIN)/.ready ## a page of a tutorial by somebody else, FILE=tutorial.md
	@$(BIN)/python -m importing "$(FILE)"

compare: $(BIN)/.ready ## which outputs of an imported tutorial are still true; PAGE=docs/tutorial.md
	@$(BIN)/python -m importing compare "$(PAGE)"

bench: engine ## the benchmarks, as ratios
	@test -d tests/bench || { echo "make bench: tests/bench is missing"; echo "  only the workshop that lends the machinery has benchmarks"; exit 1; }
	@$(BIN)/python -m lab setup patch
	$(PYTEST) -s tests/bench -m bench

links: $(BIN)/.ready ## see whether the links out lead somewhere; asks other hosts
	@test -f tests/site/test_links.py || { echo "make links: tests/site/test_links.py is missing"; echo "  write one for the links of your pages"; exit 1; }
	$(PYTEST) tests/site/test_links.py -m network

new: $(BIN)/.ready ## another workshop with this machinery, in DIR=../mine
	@$(BIN)/python -m new "$(DIR)"

clean: $(BIN)/.ready ## remove the images that this workshop built
	@$(BIN)/python -m lab clean
