#!/usr/bin/env bash
# Long work that CI does not do: every fuzz target under libFuzzer with address and undefined-behaviour sanitizers.
# packaging/soak.sh [SECONDS per target, default 60]. New inputs stay in build/fuzz/corpus; crashes in build/fuzz/crashes.
set -eu
cd "$(dirname "$0")/.."
. packaging/common.sh
seconds=${1:-60}
mkdir -p build/fuzz/crashes
cmake --preset fuzz >build/fuzz.log 2>&1 && cmake --build --preset fuzz >>build/fuzz.log 2>&1 || {
    tail -n 40 build/fuzz.log >&2
    exit 2
}
failed=0
# Real files beside the checkout, where there are some, are seeds of the readers.
corpora() {
    case $1 in
    fuzz_csv | fuzz_csv_paths | fuzz_jsonl | fuzz_text_logs) echo ../shared/corpora/evallogs ;;
    fuzz_tfevents) echo ../shared/corpora/tfevents ;;
    esac
}
for target in build/fuzz/tests/fuzz_*; do
    [ -x "$target" ] && [ -f "$target" ] || continue
    name=$(basename "$target")
    mkdir -p "build/fuzz/corpus/$name"
    seeds=
    for folder in $(corpora "$name"); do [ -d "$folder" ] && seeds="$seeds $folder"; done
    say "$name, $seconds s"
    "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 -print_final_stats=0 \
        -artifact_prefix="build/fuzz/crashes/$name-" "build/fuzz/corpus/$name" "tests/fuzz/seeds/${name#fuzz_}" $seeds \
        >"build/fuzz/$name.log" 2>&1 || { failed=$((failed + 1)); tail -n 20 "build/fuzz/$name.log"; }
done
say "$failed targets with findings"
[ "$failed" = 0 ]
