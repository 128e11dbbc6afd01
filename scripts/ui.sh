#!/usr/bin/env bash
# Builds the screens into desktop/ui/dist, unless nothing changed since.
. "$(dirname "$0")/env.sh"

scripts/setup.sh ui
built=desktop/ui/dist/index.html
if [ -e "$built" ] && [ -z "$(find desktop/ui -path '*/node_modules' -prune -o -path '*/dist*' -prune -o -type f -newer "$built" -print -quit)" ]; then
  exit 0
fi
step "build the screens" npm run --silent build --prefix desktop/ui
