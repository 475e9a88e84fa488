#!/usr/bin/env bash
# npm start: sets up what is missing and shows the main job on examples/fleet, with a registry of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/prepare.sh

# docker is a builder only with buildx; podman and buildah are as they come.
have_builder() {
  command -v buildah >/dev/null || command -v podman >/dev/null || docker buildx version >/dev/null 2>&1
}

# A registry is a program here, or a container where an engine runs one.
have_registry() { command -v docker-registry >/dev/null || docker info >/dev/null 2>&1; }

set_up_engine() {
  local packages=()
  command -v git >/dev/null || packages+=(git)
  have_builder || packages+=(buildah runc ca-certificates)
  have_registry || packages+=(docker-registry)
  # The base image, where Docker Hub is out of reach; the demo says so where that turns out to be needed.
  on_debian_as_root && [[ ! -x /bin/busybox ]] && packages+=(busybox-static)
  ((${#packages[@]} == 0)) && return
  on_debian_as_root || give_up \
    "Missing: ${packages[*]}. This installs them by itself only on Debian as root." \
    'Needed are git, docker with buildx or podman or buildah, and docker-registry where no engine runs containers.'
  install_packages "${packages[@]}"
}

install_dependencies
use_node_24
set_up_engine
exec node scripts/demo.ts "$@"
