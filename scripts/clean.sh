#!/usr/bin/env bash
# Forgets what was built and set up; data folders stay.
. "$(dirname "$0")/env.sh"
cargo clean
rm -rf "$CACHE/stamps" "$CACHE/log" desktop/ui/node_modules desktop/ui/dist
