# Sourced by the other scripts: where things are. Nothing here installs or builds.
# shellcheck shell=bash

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/allforone
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$CACHE/target}

# The Node that setup.sh fetched, where the system's own is too old.
NODE_HOME=$CACHE/node/node_modules/node/bin
if [ -x "$NODE_HOME/node" ]; then PATH=$NODE_HOME:$PATH; fi
export PATH

mkdir -p "$CACHE/stamps" "$CARGO_TARGET_DIR"
cd "$ROOT"

# Says what is done, does it, and says how long it took.
#   step NAME COMMAND [ARGUMENT…]
step() {
  local name=$1 begin=$SECONDS status=0
  shift
  printf '\n==> %s\n' "$name"
  "$@" || status=$?
  local seconds=$((SECONDS - begin))
  printf '<== %s: %s in %d.%d min\n' "$name" "$([ $status = 0 ] && echo done || echo FAILED)" $((seconds / 60)) $((seconds % 60 / 6))
  return $status
}
