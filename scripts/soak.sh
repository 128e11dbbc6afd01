#!/usr/bin/env bash
# Runs several nodes against each other for SOAK_MINUTES (default 10): tests named `soak…` that ordinary runs leave out.
. "$(dirname "$0")/env.sh"
scripts/setup.sh base
export SOAK_MINUTES=${SOAK_MINUTES:-10}
if ! grep -rqs 'fn soak' tests/tests tests/src; then
  echo "There is no soak test yet: a test in tests/ whose name begins with \`soak\`." >&2
  exit 1
fi
cargo test --release -p allforone-tests soak -- --ignored --nocapture --test-threads 1
