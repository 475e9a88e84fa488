#!/bin/sh
case ${1:---help} in
  --version) echo "fleetctl @VERSION@" ;;
  ping) wget -q -O - "http://${2:-localhost:8080}/health.txt" ;;
  *) echo 'usage: fleetctl --version | ping [host:port]' ;;
esac
