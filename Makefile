# Two commands matter: `make run` and `make test`. Each sets up what it needs first.
VENV := .venv
PYTHON := $(VENV)/bin/python
STAMP := $(VENV)/.ready
DEV := $(VENV)/.ready-for-checks
TESTS ?= tests
export QT_LOGGING_RULES ?= qt.qpa.*=false

.PHONY: run test prove bench screenshots form-files lint clean set-up

run: $(STAMP)
	@bash scripts/system_libraries.sh window
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
	  exec $(PYTHON) -m ui --practice; \
	else \
	  echo "There is no display, so no window can open. Running the practice journey without one instead."; \
	  QT_QPA_PLATFORM=offscreen $(PYTHON) -m scripts.practice_journey; \
	fi

test: $(DEV) lint
	@bash scripts/system_libraries.sh checks
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -n 2 --dist loadfile $(TESTS)

lint: $(DEV)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

prove: $(DEV)
	@bash scripts/system_libraries.sh checks
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -n 2 --dist loadfile -m prove --timeout 3600 $(TESTS)

bench: $(DEV)
	@bash scripts/system_libraries.sh bench
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m benchmarks --json build/bench.json

screenshots: $(STAMP)
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m scripts.screenshots

form-files: $(STAMP)
	$(PYTHON) -m scripts.make_form_files

set-up: $(STAMP)

$(STAMP): requirements.txt pyproject.toml
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	python3 -m venv $(VENV) || { echo "Install python3-venv first: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation --editable .
	@touch $@

$(DEV): $(STAMP) requirements-dev.txt
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
