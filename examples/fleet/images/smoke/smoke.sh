#!/bin/sh
# smoke <host:port>: fails unless the web application says that it is well; smoke --check looks at this script alone.
set -eu
[ "$1" = --check ] && exec sh -n "$0"
[ "$(wget -q -O - "http://$1/health.txt")" = ok ]
