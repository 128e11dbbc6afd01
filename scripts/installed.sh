#!/usr/bin/env bash
# Judges the package as a person meets it: builds the .deb, installs it, looks at what the desktop sees, drives the
# installed program under Xvfb, removes it. installed.sh [PACKAGE.deb]
#
# A release build takes a quarter of an hour the first time, so that `make test` leaves this out. Without administrator's
# rights the package is unpacked instead of installed. BUNDLE_DEBUG=1 makes a quick package.
. "$(dirname "$0")/env.sh"
scripts/setup.sh base desktop testing ui

main() {
  local package=${1:-}
  if [ -z "$package" ]; then
    scripts/bundle.sh
    package=$(find "$CARGO_TARGET_DIR/$([ -n "${BUNDLE_DEBUG:-}" ] && echo debug || echo release)/bundle/deb" -name '*.deb' -print -quit)
  fi
  name=$(dpkg-deb --field "$package" Package)
  root=
  if [ "$(id -u)" = 0 ]; then
    trap 'dpkg --remove "$name" >/dev/null' EXIT
    step "install $name" dpkg --install "$package"
  else
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    step "unpack $name" dpkg-deb --extract "$package" "$root"
  fi
  step "what the desktop sees" desktop_sees
  AFO_APP=$root/usr/bin/allforone \
    step "drive the installed program" dbus-run-session -- xvfb-run -a -s "-screen 0 1280x900x24" \
    "$ROOT/scripts/suite.sh" tests/window installed
  if [ -z "$root" ]; then
    step "remove $name" dpkg --remove "$name"
    trap - EXIT
    [ ! -e /usr/bin/allforone ] || fail "the program is still there"
  fi
}

desktop_sees() {
  local entry=$root/usr/share/applications/AllForOne.desktop icon
  desktop-file-validate "$entry" || fail "the desktop entry is not valid"
  grep -qx 'Exec=allforone %u' "$entry" || fail "a link is not handed to the program"
  grep -qx 'MimeType=x-scheme-handler/allforone;\?' "$entry" || fail "allforone:// links are not ours"
  icon=$(sed -n 's/^Icon=//p' "$entry")
  [ -n "$(find "$root/usr/share/icons" -name "$icon.png" -size +1k -print -quit)" ] || fail "the icon is missing"
  if [ -z "$root" ] && command -v gio >/dev/null; then
    gio mime x-scheme-handler/allforone | grep -q 'AllForOne.desktop' || fail "the system does not know who opens allforone://"
  fi
}

fail() {
  echo "$*" >&2
  return 1
}

main "$@"
