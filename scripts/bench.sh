#!/usr/bin/env bash
# Measures what has a budget; results stay in $CARGO_TARGET_DIR/criterion for the next comparison.
. "$(dirname "$0")/env.sh"
scripts/setup.sh base
if [ -z "$(ls -d ./*/benches 2>/dev/null)" ]; then
  echo "Nothing is measured yet: no crate has a benches folder." >&2
  exit 1
fi
cargo bench --workspace --exclude allforone --benches "$@"
