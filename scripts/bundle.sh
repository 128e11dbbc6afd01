#!/usr/bin/env bash
# Makes the packages of the window: .deb and .rpm, offline but for the bundler itself. BUNDLE_DEBUG=1 makes quick ones for tests.
. "$(dirname "$0")/env.sh"
scripts/setup.sh base desktop ui
TAURI_CLI=@tauri-apps/cli@2.12.5
cd desktop
step "build the window" npx --yes "$TAURI_CLI" build --no-bundle ${BUNDLE_DEBUG:+--debug}
# What is installed needs no line tables; the ones who mend have them in their own build.
strip "$CARGO_TARGET_DIR/$([ -n "${BUNDLE_DEBUG:-}" ] && echo debug || echo release)/allforone"
step "make the packages" npx --yes "$TAURI_CLI" bundle ${BUNDLE_DEBUG:+--debug} "$@"
find "$CARGO_TARGET_DIR" -path '*/bundle/*' \( -name '*.deb' -o -name '*.rpm' \) -exec ls -lh {} +
