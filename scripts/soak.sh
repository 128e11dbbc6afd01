#!/usr/bin/env bash
# The long matrices that `make test` leaves out: many seeds of every simulated world, many kills in a write loop, many
# neighbours who come and go for an hour, and a day of two neighbours.
#
# SOAK_SEEDS (default 2000) worlds of each kind, SOAK_KILLS (default 500) kills, SOAK_PEERS (default 200) nodes for SOAK_MINUTES
# (default 60), SOAK_HOURS (default 24) starts with the clock an hour on. A failing world prints its seed:
# AFO_SEED=<seed> AFO_SEEDS=1 cargo test -p allforone-tests --test simulation
. "$(dirname "$0")/env.sh"
scripts/setup.sh base testing

cargo build --quiet --release -p allforone-node -p allforone-relay -p allforone-tests --bins
export AFO_KEYCHAIN=file AFO_SEEDS=${SOAK_SEEDS:-2000} AFO_KILLS=${SOAK_KILLS:-500}
step "simulated worlds, $AFO_SEEDS seeds each" cargo test --release -p allforone-tests --test simulation
step "$AFO_KILLS kills" cargo test --release -p allforone-tests --test e2e crash
step "neighbours who come and go" "$CARGO_TARGET_DIR/release/soak" churn
step "a day of two neighbours" "$CARGO_TARGET_DIR/release/soak" day
