# Two commands do everything: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/sh
PY := .venv/bin/python
export QT_LOGGING_RULES ?= qt.qpa.*=false

.PHONY: help setup setup-test demo test lint bench fresh soak bundle clean lock screens

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' Makefile

setup:  ## install what the demo needs (Debian packages as root, the rest in .venv)
	@.ci/setup run

setup-test:
	@.ci/setup test

demo: setup  ## server, terminal and a lawyer's login on this machine; ARGS="--lan" and more
	@$(PY) -m kiosk demo $(ARGS)

test: setup-test lint  ## everything that CI checks
	@$(PY) -m pytest -n 2 --dist loadfile $(ARGS)

lint: setup-test  ## ruff, mypy, import-linter, qmllint
	@.ci/lint

bench: setup-test  ## the figures, in build/bench.json
	@$(PY) -m tests.bench

bundle: setup-test  ## a folder that runs without Python: dist/kiosk
	@.ci/bundle

soak: setup-test  ## 300 random rounds of kills, power cuts and full disks (ROUNDS=, ARGS="-k sync")
	@KIOSK_FAULT_ROUNDS=$(or $(ROUNDS),300) $(PY) -m pytest tests/faults --timeout=7200 $(ARGS)

fresh:  ## replay `make demo` and `make test` on a fresh Debian 12 (as root; takes a while)
	@.ci/fresh

screens: setup-test  ## take the pictures in docs/screens again
	@$(PY) -m tests.support.screens

lock:  ## resolve the dependencies again
	@.venv/bin/uv pip compile pyproject.toml --extra terminal --extra server --extra dev \
	  --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q -o requirements.lock

clean:  ## forget the demo's data
	@rm -rf data/demo build/demo
