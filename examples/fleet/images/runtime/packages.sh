#!/bin/sh
# packages --install <file>: notes every pinned requirement; packages <name==version>: succeeds when it is there.
set -eu
store=/usr/lib/fleet/packages
if [ "$1" = --install ]; then
  mkdir -p "$store"
  sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$2" | while read -r requirement; do
    case $requirement in
      *==*) touch "$store/$requirement" ;;
      *) echo "not pinned: $requirement" >&2; exit 1 ;;
    esac
  done
else
  test -e "$store/$1"
fi
