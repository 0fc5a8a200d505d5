# Every target sets up what it needs: a virtual environment in .venv with hash-pinned wheels, and the compiled evidence.
# Nothing else is asked of the machine than python3 (3.11 or newer) and make.

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
# The tests use both cores of a small machine; more do no harm.
WORKERS ?= 2
# Seconds of fuzzing for each reader of foreign bytes.
FUZZ_SECONDS ?= 10

.DEFAULT_GOAL := help
.PHONY: help demo test coverage test-unit lint types evidence bench sensitivity soak-assess soak-store soak-imports soak-safekeeping soak-api soak-web soak-recording fuzz screenshots lighthouse load docs audit licences sbom build wheel requirements clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: $(VENV)/.runtime ## the main job on the sample runner: an answer in the terminal, a page to open
	@$(BIN)/backstride demo --out demo-output

# Watching every branch doubles the time of a test, so only those that lead to assess/ are watched; `make coverage` watches all.
WITH_BRANCHES := tests/unit/assess tests/integration/assess tests/integration/report

# Hundreds of tests start a process of their own, which would compile our code anew where Python may not keep it.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.dev build ## everything that has to hold: rooms, style, types, evidence, all tests with branch coverage
	@$(MAKE) --no-print-directory -j$(WORKERS) --output-sync=target lint types
	@echo "== evidence"; $(BIN)/backstride evidence check
	@echo "== tests of assess/, with its branches"; rm -f .coverage .coverage.*
	@$(BIN)/python -m pytest -n $(WORKERS) --cov=backstride.assess --cov-report= $(WITH_BRANCHES)
	@$(BIN)/python -m coverage report --show-missing --fail-under=100
	@echo "== every page in a real browser; meanwhile foreign bytes into every reader, as a browser waits half of the time"
	@$(BIN)/python scripts/fuzz.py --seconds $(FUZZ_SECONDS) --workers 1 > .fuzz.log 2>&1 & fuzzing=$$!; \
	  $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile tests/browser; tested=$$?; \
	  wait $$fuzzing; fuzzed=$$?; cat .fuzz.log; rm -f .fuzz.log; exit $$((tested + fuzzed))
	@echo "== kills and power cuts, mutants of the rules, each room, clinical tables, properties"
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal tests/durability tests/mutation tests/property tests/unit tests/integration tests/spec $(WITH_BRANCHES:%=--ignore=%)

coverage: $(VENV)/.dev build ## branches of every room that the tests reach
	@rm -f .coverage .coverage.*; $(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report= tests/unit tests/integration
	@$(BIN)/python -m coverage report --fail-under=95

test-unit: $(VENV)/.dev build ## the inner loop: unit and spec tests
	@$(BIN)/python -m pytest -n $(WORKERS) -m "not slow" tests/unit tests/spec

lint: $(VENV)/.dev ## rooms (import order) and style
	@echo "== rooms"; $(BIN)/lint-imports --no-cache
	@echo "== style"; $(BIN)/ruff check --no-cache . && $(BIN)/ruff format --no-cache --check .

types: $(VENV)/.dev ## strict types
	@echo "== types"; $(BIN)/mypy --no-incremental --cache-dir=/dev/null

evidence: $(VENV)/.dev build ## prove that each clinical number has a source
	@$(BIN)/backstride evidence check

bench: $(VENV)/.dev build ## accuracy on the development cases, speed and memory against the budgets; writes docs/benchmarks.md
	@$(BIN)/python benchmarks/run.py $(BENCH)

sensitivity: $(VENV)/.dev build ## which numbers move the ranking most and on whose word they stand; writes docs/clinical/sensitivity.md
	@$(BIN)/python benchmarks/sensitivity_report.py

soak-assess: $(VENV)/.soak build ## the long safety checks of triage: millions of pairs, every mutant of rules and code (hours)
	@$(BIN)/python scripts/soak_assess.py $(SOAK)

soak-store: $(VENV)/.dev build ## the long checks that nothing acknowledged is lost: kills, failing calls, power cuts, a random life (hours)
	@$(BIN)/python scripts/soak_store.py $(SOAK)

soak-imports: $(VENV)/.dev build ## import workers killed at random moments
	@$(BIN)/python scripts/soak_imports.py $(SOAK)

soak-safekeeping: $(VENV)/.dev build ## backups beside writers, restores and upgrades killed at every step
	@$(BIN)/python scripts/soak_safekeeping.py $(SOAK)

soak-api: $(VENV)/.dev build ## the API under a thousand made-up requests an operation
	@$(BIN)/python scripts/soak_api.py $(SOAK)

soak-web: $(VENV)/.dev build ## memory and speed of the web app over many requests
	@$(BIN)/python scripts/soak_web.py $(SOAK)

soak-recording: $(VENV)/.dev build ## real files cut and changed at every place, random FIT, GPX and TCX files
	@$(BIN)/python scripts/soak_recording.py $(SOAK)

fuzz: $(VENV)/.dev build ## foreign bytes into every reader, guided by coverage: five minutes each; FUZZ="--seconds 28800" before a release
	@$(BIN)/python scripts/fuzz.py --seconds 300 $(FUZZ)

screenshots: $(VENV)/.dev build ## pictures of the key screens in docs/images/screens/, from the sample runner (needs Chromium)
	@$(BIN)/python scripts/screenshots.py

lighthouse: $(VENV)/.dev build benchmarks/lighthouse/node_modules/.package-lock.json ## Lighthouse on the key pages; writes docs/lighthouse.md (needs Chromium, Node.js and npm)
	@$(BIN)/python benchmarks/lighthouse/run.py

benchmarks/lighthouse/node_modules/.package-lock.json: benchmarks/lighthouse/package-lock.json
	@cd benchmarks/lighthouse && npm ci --ignore-scripts --no-audit --no-fund

load: $(VENV)/.dev build ## many people at once while an import runs, and one runner with ten years of data
	@$(BIN)/python benchmarks/load.py $(LOAD)

docs: $(VENV)/.dev build ## pages for reviewers under docs/site, and docs/clinical/review.md: what needs a signature
	@$(BIN)/python scripts/docs_site.py docs/site
	@$(BIN)/python scripts/review_list.py
	@$(BIN)/python scripts/trust_page.py
	@echo "Open docs/site/index.html"

audit: $(VENV)/.audit ## known vulnerabilities of the pinned packages; says what could not be audited
	@$(VENV)-audit/bin/python scripts/audit.py requirements/runtime.txt

licences: $(VENV)/.dev ## licence of every run-time package; fails on one that does not fit
	@$(BIN)/python scripts/licences.py requirements/runtime.txt

sbom: $(VENV)/.dev ## the list of parts of a release (CycloneDX) in dist/
	@mkdir -p dist
	@$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --of JSON -o dist/backstride.cdx.json requirements/runtime.txt
	@echo "dist/backstride.cdx.json written"

build: $(VENV)/.dev ## compile the evidence into the package
	@$(BIN)/python -m backstride.evidence.build

wheel: $(VENV)/.dev ## a wheel in dist/
	@$(PIP) wheel --no-deps --no-build-isolation -w dist .

COMPILE := uv pip compile --universal --generate-hashes --only-binary :all: --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11

requirements: ## pin the dependencies again (needs uv)
	$(COMPILE) pyproject.toml -o requirements/runtime.txt
	$(COMPILE) --extra dev pyproject.toml -o requirements/dev.txt
	cd requirements && $(COMPILE) -c runtime.txt build.in -o build.txt && $(COMPILE) audit.in -o audit.txt && $(COMPILE) -c dev.txt soak.in -o soak.txt

clean: ## remove what was built, the virtual environment included
	rm -rf $(VENV) $(VENV)-audit dist build docs/site demo-output .coverage .coverage.* src/backstride/evidence/compiled

$(VENV)/bin/python:
	@scripts/make-venv.sh $(PYTHON) $(VENV)

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml hatch_build.py | $(VENV)/bin/python
	@if [ ! -e $(VENV)/.dev ]; then \
	  echo "Installing Backstride into $(VENV) (about 800 MB, some minutes the first time) ..."; \
	  $(PIP) install --require-hashes --only-binary :all: -r requirements/runtime.txt -r requirements/build.txt && \
	  $(PIP) install --no-deps --no-build-isolation -e . ; fi
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml hatch_build.py | $(VENV)/bin/python
	@echo "Installing Backstride and its test tools into $(VENV) (some minutes the first time) ..."
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.soak: requirements/soak.txt $(VENV)/.dev
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/soak.txt
	@touch $@

$(VENV)/.audit: requirements/audit.txt
	@scripts/make-venv.sh $(PYTHON) $(VENV)-audit
	@$(VENV)-audit/bin/python -m pip --disable-pip-version-check -q install --require-hashes --only-binary :all: -r requirements/audit.txt
	@mkdir -p $(VENV) && touch $@
