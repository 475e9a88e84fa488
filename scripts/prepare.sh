# Sourced by start.sh and test.sh: brings the dependencies and Node up to date, whatever machine this is.
# Plain bash, because it runs before anything is installed.
# shellcheck shell=bash

# Says what happens, apart from the output of what is run.
say() { printf '\033[2m%s\033[0m\n' "$*" >&2; }

# Ends with the exit code for "the environment lacks something".
give_up() {
  printf '%s\n' "$@" >&2
  exit 3
}

on_debian_as_root() { [[ $(id -u) == 0 && -r /etc/debian_version ]] && command -v apt-get >/dev/null; }

# Installs when node_modules is not what package.json and its lock ask for. Never `npm ci`: a lock made on one
# machine may lack optional packages of another one, and `npm install` leaves the lock as it is.
install_dependencies() {
  local stamp=node_modules/.caskwright-installed wanted
  wanted=$(cat package.json package-lock.json | sha256sum)
  [[ -f $stamp && $(<"$stamp") == "$wanted" ]] && return
  command -v npm >/dev/null || give_up 'npm is missing. Install Node.js 24 or newer, which brings it along.'
  say 'Installing the dependencies…'
  npm install --no-audit --no-fund --loglevel=error >&2
  cat package.json package-lock.json | sha256sum >"$stamp"
}

# Puts a Node that is new enough first on the PATH: the machine's own, else the one among the dependencies.
use_node_24() {
  local candidate
  hash -r
  while read -r candidate; do
    if new_enough "$candidate"; then
      PATH=$(dirname "$candidate"):$PATH
      hash -r
      return
    fi
  done < <(type -aP node | grep -v /node_modules/ ; printf '%s\n' "$PWD/node_modules/.bin/node")
  give_up 'Caskwright needs Node.js 24 or newer.' \
    "This machine has $(node --version 2>/dev/null || printf none), and there is no ready-made one for its platform among the dependencies." \
    'Install Node.js 24, then run this again.'
}

new_enough() {
  local version
  version=$("$1" -p 'process.versions.node' 2>/dev/null) && ((${version%%.*} >= 24))
}

# Installs packages of Debian, as root; says nothing unless it fails.
install_packages() {
  say "Installing $*…"
  export DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes
  apt-get update -q >/dev/null
  apt-get install -y -q --no-install-recommends "$@" >/dev/null
}
