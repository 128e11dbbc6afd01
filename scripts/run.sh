#!/usr/bin/env bash
# Opens AllForOne; arguments go to the program: run.sh [--data DIR] [allforone://join/…]
. "$(dirname "$0")/env.sh"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  scripts/setup.sh base desktop
  scripts/ui.sh
  step "build the window" cargo build --quiet -p allforone --features custom-protocol
  exec "$CARGO_TARGET_DIR/debug/allforone" "$@"
fi

scripts/setup.sh base
scripts/ui.sh
step "build the node" cargo build --quiet -p allforone-node
echo "No screen here: the node serves the screens to a browser on this machine."
# The pipe ends with the node; Ctrl+C reaches both, and the node brings everything to disk first.
trap '' INT
(trap - INT; exec "$CARGO_TARGET_DIR/debug/allforone-node" --ui "$ROOT/desktop/ui/dist" "$@") |
  while IFS= read -r line; do
    printf '\nAllForOne is ready. Open this link (it holds the key of this session):\n\n  %s\n\nCtrl+C ends it.\n' \
      "$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' <<<"$line")"
  done
exit "${PIPESTATUS[0]}"
