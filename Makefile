# AllForOne: `make run` to use it, `make test` to judge it. Each target sets up what it needs, once.
#
# Built things go to $CARGO_TARGET_DIR (default ~/.cache/allforone/target), so that a checkout stays small.

SHELL := /usr/bin/env bash

.PHONY: help run test lint demo bench soak screenshots lighthouse window bundle installed ui format generated setup clean

help: ## Shows this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Opens AllForOne: its window, or where there is no screen a node with a link for the browser
	@scripts/run.sh $(ARGS)

test: ## Everything a change has to pass, in the order of what fails fastest
	@scripts/test.sh

lint: ## Only the checks that read the code
	@scripts/test.sh lint

demo: ## Three neighbours on this machine: one founds a community, the others join and write
	@scripts/demo.sh

bench: ## Measures what has a budget
	@scripts/bench.sh

soak: ## Long matrices: SOAK_SEEDS simulated worlds of each kind, SOAK_KILLS kills, SOAK_PEERS nodes for SOAK_MINUTES, SOAK_HOURS hours
	@scripts/soak.sh

screenshots: ## A picture of every screen, in both languages, under target/screenshots
	@scripts/test.sh screenshots

lighthouse: ## What Lighthouse says of the accessibility of the main screens
	@scripts/test.sh lighthouse

window: ## Drives the real window under Xvfb
	@scripts/test.sh window

bundle: ## Makes the packages to install: .deb, .rpm
	@scripts/bundle.sh

installed: ## Builds the .deb, installs it, drives what was installed, removes it; long at first
	@scripts/installed.sh

ui: ## Builds the screens
	@scripts/ui.sh

format: ## Formats Rust and TypeScript
	@scripts/format.sh

generated: ## Writes the generated files anew: bindings.ts, docs/api.md
	@scripts/generated.sh

setup: ## Installs all that building and testing need
	@scripts/setup.sh base desktop testing ui

clean: ## Forgets what was built and set up
	@scripts/clean.sh
