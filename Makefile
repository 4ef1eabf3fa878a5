# Two commands do everything: `make serve` and `make test`. Each sets up what is missing; nothing is installed outside this folder but,
# where no Chromium is found, a browser for the tests.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
KB := PYTHONPATH=hooks $(PY) -m kb

.DEFAULT_GOAL := help
.PHONY: help serve test test-all build zip archive pdf check publish new bench compare clean test-torch audit sbom

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/.versions:
	@$(PYTHON) tools/versions.py
	@mkdir -p $(VENV) && touch $@

$(VENV)/.python: requirements.txt | $(VENV)/.versions
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.python
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.txt
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json | $(VENV)/.versions
	@npm ci --silent --no-audit --no-fund
	@touch $@

SETUP := $(VENV)/.python node_modules/.package-lock.json
DEV := $(SETUP) $(VENV)/.dev

# What only `make compare` needs: the other two searches. `npm ci` would want the hashes of Pagefind's binaries for systems we cannot reach.
.compare/.made: requirements-compare.txt tools/pagefind/package-lock.json $(VENV)/.python
	@rm -rf .compare && mkdir .compare && cp tools/pagefind/package*.json .compare
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --target .compare -r requirements-compare.txt
	@cd .compare && npm install --silent --no-audit --no-fund
	@touch $@

# What only `make test-torch` needs, apart from the rest: it is two hundred times as large.
.torch/.made: requirements-torch.txt | $(VENV)/.versions
	@rm -rf .torch && $(PYTHON) -m venv .torch
	@.torch/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-torch.txt
	@touch $@

# What only `make audit` needs, apart from the rest: it talks to databases of known holes.
.audit/.made: requirements-audit.txt | $(VENV)/.versions
	@rm -rf .audit && $(PYTHON) -m venv .audit
	@.audit/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-audit.txt
	@touch $@

serve: $(SETUP)  ## set up, build, serve on 127.0.0.1:8000 and rebuild on save
	@$(KB) serve --port $(PORT)

build: $(SETUP)  ## write site/; the last good one stays when something is wrong
	@$(KB) build

pdf: $(DEV)  ## build, then print the cheat sheets to site/pdf/; the pages lead to them
	@$(PY) tools/browser.py
	@KB_PDF=true $(KB) build
	@PYTHONPATH=hooks $(PY) tools/pdf.py

zip: $(SETUP)  ## site.zip: the site for a folder on disk, to be opened without a server
	@$(KB) zip

archive: build  ## site.tar.gz: the whole site, for any static server
	@tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -czf site.tar.gz -C site .

check: $(SETUP)  ## every problem of the content, and counts; ORIGINALS=folder: also what was copied from the texts there
	@$(KB) check $(if $(ORIGINALS),--originals "$(ORIGINALS)")

publish: $(SETUP)  ## record new addresses in data/permalinks.txt
	@$(KB) publish

new: $(SETUP)  ## make new ID=my-question STAGE=rag: the files of a new question
	@$(KB) new "$(ID)" "$(STAGE)"

test: $(DEV)  ## everything CI runs: style, types, unit, site and browser tests
	@$(PY) tools/browser.py
	@$(VENV)/bin/ruff check hooks tests tools docs/verify snippets
	@$(VENV)/bin/ruff format --check hooks tests tools snippets
	@$(VENV)/bin/mypy & types=$$!; $(PY) -m pytest -q -n 2 --dist loadscope; tests=$$?; wait $$types && exit $$tests

test-torch: .torch/.made  ## the PyTorch snippets, with a torch of their own (about 5 GB on Linux)
	@.torch/bin/python -m pytest -q --noconftest -o addopts="-ra" tests/torch

test-all: $(DEV)  ## the same tests over the whole matrices
	@$(PY) tools/browser.py
	@KB_WHOLE=1 $(PY) -m pytest -q -n 2 --dist loadscope

audit: .audit/.made  ## known holes of all dependencies, and what is unsafe in the workflows; needs a network
	@.audit/bin/zizmor --offline --quiet --persona=auditor .github
	@for file in requirements requirements-dev requirements-torch requirements-compare requirements-audit; do .audit/bin/pip-audit --progress-spinner off --require-hashes --disable-pip --strict -r $$file.txt || exit 1; done
	@npm audit
	@cd tools/pagefind && npm audit

sbom: $(VENV)/.versions  ## sbom.cdx.json: every locked part with its hashes (CycloneDX)
	@$(PYTHON) tools/sbom.py > sbom.cdx.json

bench: $(DEV)  ## measure and print the figures; ONLY=pages (builds, growth, search; several with commas) for a part
	@$(PY) tools/browser.py
	@ONLY="$(ONLY)" PYTHONPATH=hooks:tools $(PY) tools/bench.py

compare: $(DEV) .compare/.made  ## our search beside Material's and Pagefind's: one table
	@$(PY) tools/browser.py
	@PYTHONPATH=hooks $(PY) tools/compare_search.py

clean:  ## remove what was made
	@rm -rf site .build .cache .compare .torch .audit $(VENV) node_modules
