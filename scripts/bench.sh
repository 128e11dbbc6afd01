#!/usr/bin/env bash
# Measures what has a budget (docs/performance.md): bench.sh [append|live|join|heal|start|scale|exponents|rebuild|text|dictionary|hall|core|ui]…
#
# `ui` drives a release build of the window and is measured only where it is named: it builds for a quarter of an hour. So
# are `scale`, `exponents`, `text` and `hall`, which take some minutes each.
#
# Prints a line of JSON for each figure; what is under way goes to stderr. BENCH_RUNS (default 3) and BENCH_MESSAGES
# (default 10000) say how much. Figures of the core stay in $CARGO_TARGET_DIR/criterion for the next comparison.
. "$(dirname "$0")/env.sh"

PARTS=("$@")
[ ${#PARTS[@]} -gt 0 ] || PARTS=(append live join heal start rebuild dictionary core)
NODE_PARTS=()
for part in "${PARTS[@]}"; do [[ "$part" =~ ^(core|ui)$ ]] || NODE_PARTS+=("$part"); done

scripts/setup.sh base testing >&2
if [ ${#NODE_PARTS[@]} -gt 0 ]; then
  cargo build --quiet --release -p allforone-node -p allforone-tests --bins
  AFO_NO_QUOTAS=1 AFO_KEYCHAIN=file "$CARGO_TARGET_DIR/release/bench" "${NODE_PARTS[@]}"
fi
if [[ " ${PARTS[*]} " == *" core "* ]]; then
  # Each line of criterion `time: [low estimate high]` as a line of JSON, in microseconds.
  cargo bench --quiet -p allforone-core --benches -- --quick --noplot | awk '
    function micro(value, unit) { return value * (unit == "ns" ? 0.001 : unit == "ms" ? 1000 : unit == "s" ? 1000000 : 1) }
    $1 != "time:" && !/time:/ { name = $0 }
    /time:/ {
      if ($1 != "time:") { name = substr($0, 1, index($0, "time:") - 1) }
      sub(/ +$/, "", name)
      rest = substr($0, index($0, "[") + 1); split(rest, v, /[] ]/)
      printf "{\"name\":\"%s\",\"unit\":\"µs\",\"median\":%.3f,\"min\":%.3f,\"max\":%.3f,\"runs\":1}\n", name, micro(v[3], v[4]), micro(v[1], v[2]), micro(v[5], v[6])
    }'
fi
if [[ " ${PARTS[*]} " == *" ui "* ]]; then
  scripts/setup.sh desktop testing ui >&2
  scripts/ui.sh >&2
  cargo build --quiet --release -p allforone --features custom-protocol --bins --examples
  AFO_APP=$CARGO_TARGET_DIR/release/allforone AFO_BARE=$CARGO_TARGET_DIR/release/examples/bare_page AFO_KEYCHAIN=file AFO_NO_QUOTAS=1 \
    dbus-run-session -- xvfb-run -a -s "-screen 0 1280x900x24" node tests/window/bench.ts
fi
