#!/usr/bin/env bash
# Writes what is generated from Rust anew: desktop/ui/src/generated/bindings.ts, docs/api.md.
. "$(dirname "$0")/env.sh"
UPDATE=1 cargo test --quiet -p allforone-node --test generated
git status --short -- desktop/ui/src/generated docs/api.md
