#!/bin/sh
# Settings may come as files, the way that orchestrators mount secrets: FOO_FILE=/run/secrets/foo sets FOO.
set -eu
for name in $(env | sed -n 's/^\([A-Z][A-Z0-9_]*\)_FILE=.*/\1/p'); do
  eval "file=\$${name}_FILE"
  export "$name=$(cat "$file")"
done
exec "$@"
