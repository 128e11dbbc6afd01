#!/usr/bin/env bash
# The long matrices that `make test` leaves out: many seeds of every simulated world, and many kills in a write loop.
#
# SOAK_SEEDS (default 2000) worlds of each kind, SOAK_KILLS (default 500) kills. A failing world prints its seed:
# AFO_SEED=<seed> AFO_SEEDS=1 cargo test -p allforone-tests --test simulation
. "$(dirname "$0")/env.sh"
scripts/setup.sh base testing

export AFO_SEEDS=${SOAK_SEEDS:-2000} AFO_KILLS=${SOAK_KILLS:-500}
step "simulated worlds, $AFO_SEEDS seeds each" cargo test --release -p allforone-tests --test simulation
step "$AFO_KILLS kills" cargo test --release -p allforone-tests --test e2e crash
