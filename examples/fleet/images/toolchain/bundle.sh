#!/bin/sh
# bundle <source> <target>: copies a tree and names every file after its content, so that it may be cached for ever.
set -eu
source=$1
target=$2
mkdir -p "$target"
find "$source" -type f | sort | while read -r file; do
  name=${file#"$source"/}
  hash=$(sha256sum "$file" | cut -c1-8)
  mkdir -p "$target/$(dirname "$name")"
  cp "$file" "$target/$name"
  printf '%s %s\n' "$name" "$hash" >>"$target/manifest.txt"
done
