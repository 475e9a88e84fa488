#!/usr/bin/env bash
# npm test: sets up what is missing, checks the sources, and runs the whole suite with real engines and a real registry.
# Arguments go to the test runner: `npm test -- src/plan` runs a part.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/prepare.sh

# What the tests need beside the engines themselves.
set_up_tools() {
  local packages=()
  command -v git >/dev/null || packages+=(git)
  command -v openssl >/dev/null || packages+=(openssl)
  command -v ip >/dev/null || packages+=(iproute2)
  [[ -x /usr/bin/chromium ]] || packages+=(chromium)
  ((${#packages[@]} == 0)) || install_packages "${packages[@]}"
}

set_up_engines() {
  if on_debian_as_root; then
    { set_up_tools && bash scripts/setup-engines.sh; } ||
      say 'The engines could not be set up: tests that need them are skipped, and listed at the end.'
  else
    say 'Not Debian as root: tests use the engines that are here, and skip the others with a reason.'
    say 'All of them need git, buildah, podman, runc, docker 23 or newer with buildx, docker-registry, openssl, iproute2 and a static busybox.'
  fi
}

failed=()
# Runs a check to its end and remembers a failure, so that one run shows all of them.
check() {
  local name=$1
  shift
  say "$name"
  "$@" || failed+=("$name")
}

install_dependencies
use_node_24
set_up_engines

tools=node_modules/.bin
if (($# == 0)); then
  check types "$tools/tsc"
  check 'types of the page' "$tools/tsc" --project web
  check 'lint and format' "$tools/biome" ci --error-on-warnings
  check 'unused code' "$tools/knip"
  check 'generated files' node scripts/generate.ts --check
fi
check tests "$tools/vitest" run --reporter=./scripts/reporter.ts --reporter=default "$@"

if ((${#failed[@]} > 0)); then
  printf 'Failed: %s\n' "$(IFS=,; printf '%s' "${failed[*]}" | sed 's/,/, /g')" >&2
  exit 1
fi
