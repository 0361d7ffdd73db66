#!/usr/bin/env bash
# Builds and runs the benchmarks of tests/bench: each prints ours beside a peer measured in the same run. No pass or fail.
# packaging/bench.sh [NAME...] runs only those (bench_decode, bench_promql, ...). bench_promql needs two minutes and 1 GB in $TMPDIR.
set -eu
cd "$(dirname "$0")/.."
. packaging/common.sh
ensure_packages run test
mkdir -p build
[ $# -gt 0 ] || set -- $(cd tests/bench && ls bench_*.cpp | sed 's/\.cpp$//')
cmake --preset bench >build/bench.log 2>&1 && cmake --build --preset bench --target watchglass "$@" >>build/bench.log 2>&1 || {
    tail -n 40 build/bench.log >&2
    exit 2
}
export QT_QPA_PLATFORM=offscreen
for name in "$@"; do
    printf '\n== %s\n' "$name"
    build/bench/bin/"$name"
done
