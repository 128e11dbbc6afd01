#!/usr/bin/env bash
# Installs what is missing, and nothing twice: setup.sh [base|desktop|testing|ui]…
#
#   base      compiler, libraries of the node           desktop   libraries of the window
#   testing   browser, X server, WebDriver, nftables    ui        Node 22 and the packages of the screens
. "$(dirname "$0")/env.sh"

BASE="build-essential pkg-config curl file libssl-dev libdbus-1-dev"
DESKTOP="libwebkit2gtk-4.1-dev libgtk-3-dev libsoup-3.0-dev librsvg2-dev libayatana-appindicator3-dev libxdo-dev"
TESTING="webkit2gtk-driver xvfb xauth xdotool desktop-file-utils dbus chromium nftables iproute2 curl faketime procps fonts-noto-color-emoji fonts-dejavu-core"
# react-router 8, vitest 5 and jsdom 31 do not run on less.
NODE_LEAST=22.22.0
NODE_PACKAGE=node@22

main() {
  command -v cargo >/dev/null || {
    echo "Rust is missing: install rustup from https://rustup.rs, then try again." >&2
    exit 1
  }
  local part
  for part in "$@"; do
    case $part in
      base) packages base $BASE ;;
      desktop) packages desktop $DESKTOP ;;
      testing) packages testing $TESTING ;;
      ui)
        node_new_enough
        npm_packages desktop/ui
        ;;
      *) echo "setup.sh knows base, desktop, testing, ui; not $part" >&2; exit 2 ;;
    esac
  done
}

# Installs those of the Debian packages that are missing.
packages() {
  local name=$1 stamp missing=() package
  shift
  stamp=$CACHE/stamps/packages-$name-$(echo "$@" | cksum | cut -d' ' -f1)
  [ -e "$stamp" ] && return
  if ! command -v dpkg-query >/dev/null; then
    echo "No Debian packages here; $name needs what these are called elsewhere: $*" >&2
    return
  fi
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then step "install ${missing[*]}" install_packages "${missing[@]}"; fi
  touch "$stamp"
}

install_packages() {
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if ! sudo -n true 2>/dev/null && ! { [ -t 0 ] && command -v sudo >/dev/null; }; then
      echo "Only an administrator can install these: apt-get install $*" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Fetches Node 22 as an npm package into the cache, where the system's own is older.
node_new_enough() {
  if at_least "$(node --version 2>/dev/null | tr -d v)" "$NODE_LEAST"; then return; fi
  command -v npm >/dev/null || packages npm npm
  step "fetch $NODE_PACKAGE" npm install --prefix "$CACHE/node" --no-fund --no-audit --loglevel=error "$NODE_PACKAGE"
  PATH=$NODE_HOME:$PATH
}

at_least() {
  [ -n "$1" ] && [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# Installs the packages of a folder where its lock file is newer than what is installed.
npm_packages() {
  local folder=$1 stamp=$1/node_modules/.package-lock.json
  [ -e "$folder/package-lock.json" ] || return 0
  if [ -e "$stamp" ] && [ ! "$folder/package-lock.json" -nt "$stamp" ]; then return; fi
  # `npm ci` refuses a lock file that was written where the registry lacks packages for other systems (biome's for
  # Android …); `install --no-save` keeps to the lock file too and leaves it as it is. The browser is the system's own.
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 \
    step "install the packages of $folder" npm install --no-save --prefix "$folder" --no-fund --no-audit --loglevel=error
  touch "$stamp"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then main "$@"; fi
