#!/usr/bin/env bash
# Judges the tree: test.sh [all|lint|rust|desktop|ui|browser|window|interop|screenshots|lighthouse]
#
# Stops at the first failure. A suite whose files do not exist is not listed. Each step's output is kept in
# ~/.cache/allforone/log, and at the end its runner's own closing lines are shown once more.
. "$(dirname "$0")/env.sh"

LOG=$CACHE/log
RUST="--workspace --exclude allforone"

main() {
  local what=${1:-all}
  rm -rf "$LOG" && mkdir -p "$LOG"
  trap closing EXIT
  case $what in
    # One line each: in a chain of `&&` bash would go on after a failure inside.
    all)
      lint
      rust
      desktop
      ui
      browser
      window
      interop
      ;;
    lint | rust | desktop | ui | browser | window | interop | screenshots | lighthouse) "$what" ;;
    *) echo "test.sh knows all, lint, rust, desktop, ui, browser, window, interop, screenshots, lighthouse; not $what" >&2; exit 2 ;;
  esac
}

lint() {
  scripts/setup.sh base ui
  check "rustfmt" cargo fmt --all --check
  check "clippy" cargo clippy --quiet $RUST --all-targets -- -D warnings
  RUSTDOCFLAGS="-D warnings" check "rustdoc" cargo doc --quiet $RUST --no-deps
  if command -v cargo-deny >/dev/null && [ -e deny.toml ]; then check "deny" cargo deny --offline check bans licenses sources; fi
  if has_script desktop/ui lint; then check "biome" npm_script desktop/ui lint; fi
  if has_script desktop/ui typecheck; then check "types" npm_script desktop/ui typecheck; fi
}

rust() {
  scripts/setup.sh base testing
  check "rust tests" cargo test $RUST
}

desktop() {
  scripts/setup.sh base desktop
  check "clippy of the window" cargo clippy --quiet -p allforone --all-targets -- -D warnings
  check "tests of the window" cargo test -p allforone
}

ui() {
  scripts/setup.sh ui
  if has_script desktop/ui test; then check "vitest" npm_script desktop/ui test; fi
  check "screens" scripts/ui.sh
  if has_script desktop/ui e2e:fake; then
    scripts/setup.sh testing
    check "screens in a browser" npm_script desktop/ui e2e:fake
  fi
}

browser() {
  [ -e tests/browser/package.json ] || return 0
  built_node
  check "browser" suite tests/browser test
}

screenshots() {
  built_node
  check "screenshots" suite tests/browser screenshots
}

window() {
  [ -e tests/window/package.json ] || return 0
  scripts/setup.sh base desktop testing
  scripts/ui.sh
  check "build of the window" cargo build --quiet -p allforone --features custom-protocol
  # A bus of its own, so that single instance and notifications have somewhere to go.
  check "window" dbus-run-session -- xvfb-run -a -s "-screen 0 1280x900x24" "$ROOT/scripts/suite.sh" tests/window test
}

interop() {
  [ -e tests/interop/package.json ] || return 0
  built_node
  check "interop" suite tests/interop test
}

# Apart from the rest: its packages are heavy, and the same rules are held by axe in every other suite.
lighthouse() {
  scripts/setup.sh testing ui
  check "screens to look at" npm_script desktop/ui build:fake
  check "lighthouse" suite tests/lighthouse test
}

# A node with screens, as the suites of npm want it: $AFO_NODE, $AFO_UI.
built_node() {
  scripts/setup.sh base testing
  scripts/ui.sh
  check "build of the node" cargo build --quiet -p allforone-node -p allforone-relay -p allforone-tests --bins
}

suite() {
  scripts/suite.sh "$@"
}

npm_script() {
  npm run --silent "$2" --prefix "$1"
}

has_script() {
  [ -e "$1/package.json" ] && grep -q "\"$2\":" "$1/package.json"
}

# One step, its output also in the log.
check() {
  local name=$1
  shift
  step "$name" "$@" 2>&1 | tee "$LOG/$(date +%s%N) $name"
}

# Shows each runner's closing lines and how long it took.
closing() {
  local status=$? log
  printf '\n'
  for log in "$LOG"/*; do
    [ -e "$log" ] || continue
    sed 's/\x1b\[[0-9;]*m//g' "$log" |
      grep -E '^(test result:|<== )|^ *(Test Files|Tests) |^ *[0-9]+ (passed|failed|skipped|flaky)|^Checked [0-9]+ files|^# (tests|pass|fail) ' |
      grep -v '^test result: ok. 0 passed; 0 failed; 0 ignored' | sed 's/^<== //' || true
  done
  [ $status = 0 ] && printf '\nAll passed.\n' || printf '\nFAILED; the whole output is in %s\n' "$LOG"
}

main "$@"
