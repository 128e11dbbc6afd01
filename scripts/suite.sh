#!/usr/bin/env bash
# Runs an npm script of a suite under tests/: suite.sh FOLDER SCRIPT
#
# The suite finds what was built in AFO_NODE, AFO_RELAY, AFO_APP (programs) and AFO_UI (built screens); keys go to files.
. "$(dirname "$0")/setup.sh"

export AFO_NODE=$CARGO_TARGET_DIR/debug/allforone-node
export AFO_RELAY=$CARGO_TARGET_DIR/debug/allforone-relay
export AFO_APP=${AFO_APP:-$CARGO_TARGET_DIR/debug/allforone}
export AFO_UI=$ROOT/desktop/ui/dist
export AFO_KEYCHAIN=file
npm_packages "$1"
npm run --silent "$2" --prefix "$1"
