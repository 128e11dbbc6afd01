#!/usr/bin/env bash
# Two neighbours on this machine: one founds a community, the other joins by its link and writes.
. "$(dirname "$0")/env.sh"
scripts/setup.sh base ui
step "build the node" cargo build --quiet -p allforone-node
AFO_NODE=$CARGO_TARGET_DIR/debug/allforone-node node scripts/demo.mjs "$@"
