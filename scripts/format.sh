#!/usr/bin/env bash
# Formats Rust and TypeScript.
. "$(dirname "$0")/env.sh"
scripts/setup.sh ui
cargo fmt --all
npm run --silent format --prefix desktop/ui
