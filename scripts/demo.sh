#!/usr/bin/env bash
# Three neighbours on this machine, each a real node: one founds a community, two join and write. Prints two pages to open.
#   demo.sh [--keep DIR] [--once]
. "$(dirname "$0")/env.sh"
scripts/setup.sh base ui
scripts/ui.sh
step "build the node and the demo" cargo build --quiet -p allforone-node -p allforone-tests --bins
export AFO_NODE=$CARGO_TARGET_DIR/debug/allforone-node
export AFO_UI=$ROOT/desktop/ui/dist
exec "$CARGO_TARGET_DIR/debug/demo" "$@"
