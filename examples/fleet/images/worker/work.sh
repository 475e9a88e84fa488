#!/bin/sh
# work <folder>: runs every *.job in it as a shell script and renames it to *.done.
set -eu
for job in "$1"/*.job; do
  [ -e "$job" ] || continue
  sh "$job"
  mv "$job" "${job%.job}.done"
done
