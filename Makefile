# `make demo` and `make test` need Python 3.11 or newer, and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# More test workers than cores: the tests that start processes mostly wait for them.
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1)))

.PHONY: demo run doctor test test-deploy coverage check fix bench eval pictures pins clean

demo: $(VENV)/demo                    ## the real bot in a simulated Discord, in the browser
	$(BIN)/python -m bot demo $(ARGS)

run: $(VENV)/run                      ## the bot on Discord; needs DISCORD_TOKEN, also from .env
	$(BIN)/python -m bot run

doctor: $(VENV)/run                   ## check everything that a start needs; prints the invite link
	$(BIN)/python -m bot doctor

test: $(VENV)/dev                     ## the tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

test-deploy: $(VENV)/dev             ## the image, compose.yaml and the unit of systemd; needs Docker, see .ci/docker
	$(BIN)/python -m pytest -m deploy -n 2 --dist loadfile tests/deploy $(ARGS)

coverage: $(VENV)/dev                ## the tests with their coverage, whose floor is only ever raised
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term:skip-covered --cov-fail-under=92 $(ARGS)

check: $(VENV)/dev                    ## format, lint, types, import contracts and the bank; what CI and pre-commit run
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot bank check

fix: $(VENV)/dev                      ## format and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/dev                    ## the benchmarks, each beside a named baseline
	for file in benchmarks/*_bench.py; do $(BIN)/python $$file || exit 1; done

eval: $(VENV)/dev                     ## how well /ask finds what was meant, by kind of query
	$(BIN)/python benchmarks/ask_eval.py

pictures: $(VENV)/dev                ## the README's pictures, taken from the demo
	PYTHONPATH=. $(BIN)/python docs/make_pictures.py

pins: $(VENV)/dev                     ## requirements/*.txt from pyproject.toml, with hashes for all platforms
	for extra in run: "demo:--extra demo" "dev:--extra demo --extra dev"; do \
	  $(BIN)/uv pip compile pyproject.toml $${extra#*:} --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-annotate --quiet --upgrade --custom-compile-command "make pins" \
	    --output-file requirements/$${extra%%:*}.txt || exit 1; done

clean:
	rm -rf $(VENV)

# The files are complete, so nothing is resolved: older pips take `coverage[toml]` for unpinned once a newer one is out.
$(VENV)/%: requirements/%.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Viva needs Python 3.11 or newer: set PYTHON=python3.11 or install it."; exit 1; }
	@mkdir -p $(VENV) 2>/dev/null || { echo "This user may not write in $(CURDIR): say where else, as in make run VENV=/var/tmp/viva."; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement $<
	$(BIN)/python -m pip check --quiet --disable-pip-version-check
	@touch $@
