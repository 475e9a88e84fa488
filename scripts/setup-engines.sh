#!/usr/bin/env bash
# Installs the build engines that the tests run for real, on Debian 12 as root: buildah, podman, runc, a registry,
# a modern dockerd with buildx, and cosign. Debian 12's own docker has no named contexts, so the last ones are unpacked from
# a later suite of the same mirror into $CASKWRIGHT_TEST_CACHE (default /var/cache/caskwright-test), beside the system.
# May be run again at any time; quick when nothing is missing.
set -euo pipefail

cache=${CASKWRIGHT_TEST_CACHE:-/var/cache/caskwright-test}
engine="$cache/docker"
suite=forky
packages=(buildah podman runc skopeo docker-registry busybox-static ca-certificates netavark iptables
  qemu-utils qemu-system-x86 ovmf xorriso mtools dosfstools fdisk attr)
unpacked=(docker.io docker-cli docker-buildx containerd cosign)
export DEBIAN_FRONTEND=noninteractive

say() { printf 'setup-engines: %s\n' "$*" >&2; }

missing_packages() {
  local package
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok' || printf '%s\n' "$package"
  done
}

install_packages() {
  local missing
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) && return
  say "installing ${missing[*]}"
  apt-get update -q >&2
  apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
}

# The first mirror in the machine's own apt sources that serves its main suite.
mirror() {
  apt-get indextargets --format '$(REPO_URI) $(SUITE) $(CODENAME) $(COMPONENT) $(CREATED_BY)' |
    awk -v codename="$(. /etc/os-release && printf %s "$VERSION_CODENAME")" \
      '$NF == "Packages" && $3 == codename && $4 == "main" { print $1; exit }'
}

unpack_docker() {
  local uri work
  uri=$(mirror)
  [[ -n $uri ]] || { say 'no Debian mirror in the apt sources: docker tests will be skipped'; return; }
  say "unpacking ${unpacked[*]} of $suite"
  work="$cache/apt"
  mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/root"
  printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' "$uri" "$suite" >"$work/sources.list"
  local apt=(apt-get -q -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=- -o Dir::Etc::preferencesparts=-
    -o "Dir::State::lists=$work/lists" -o "Dir::Cache::archives=$work/archives" -o Acquire::Check-Valid-Until=false
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root)
  "${apt[@]}" update >&2
  (cd "$work/archives" && "${apt[@]}" download "${unpacked[@]}" >&2)
  rm -rf "$engine.new"
  mkdir -p "$engine.new"
  local archive
  for archive in "$work"/archives/*.deb; do dpkg -x "$archive" "$engine.new"; done
  rm -rf "$engine" "$work"
  mv "$engine.new" "$engine"
}

# A kernel and a loader for the image that the tests start in a virtual machine, unpacked beside the system.
unpack_kernel() {
  local work="$cache/boot.new"
  say 'unpacking a kernel and systemd-boot'
  rm -rf "$work"
  mkdir -p "$work/root"
  apt-cache depends linux-image-cloud-amd64 2>/dev/null | grep -q Depends: || apt-get update -q >&2
  (cd "$work" && apt-get download -q "$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends:/ { print $2; exit }')" systemd-boot-efi >&2)
  local archive
  for archive in "$work"/*.deb; do dpkg -x "$archive" "$work/root"; done
  rm -rf "$cache/boot"
  mv "$work/root" "$cache/boot"
  rm -rf "$work"
}

main() {
  [[ $(id -u) == 0 ]] || { say 'must be run as root'; exit 3; }
  [[ $(. /etc/os-release && printf %s "$ID") == debian ]] || { say 'knows Debian only; tests of engines that are absent are skipped'; exit 0; }
  install_packages
  [[ -x $engine/usr/sbin/dockerd && -x $engine/usr/bin/cosign ]] || unpack_docker
  [[ -d $cache/boot || $(dpkg --print-architecture) != amd64 ]] || unpack_kernel
}

main
