#!/usr/bin/env bash
# Installs what is missing (the servers and oracles of the tests too), builds, and runs every test.
set -eu
cd "$(dirname "$0")/.."
. packaging/common.sh
ensure_packages run test
build all
exec ctest --test-dir build/release --output-on-failure --parallel 2 "$@"
