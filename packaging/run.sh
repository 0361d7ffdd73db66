#!/usr/bin/env bash
# Installs what is missing, builds Watchglass and starts it with its demo. Without a display it renders the demo to
# pictures, prints the evaluation and the alerts, and ends.
set -eu
cd "$(dirname "$0")/.."
. packaging/common.sh
ensure_packages run
build watchglass
program=build/release/bin/watchglass

if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
    code=0
    "$program" --demo "$@" || code=$?
    [ "$code" = 2 ] || exit "$code" # 2: no window could be opened, as with a display that is gone
fi

say "no display here: rendering the demo instead"
demo=resources/demo
out=build/demo
mkdir -p "$out"
show() {
    printf '\n$ watchglass %s\n' "$*"
    "$program" "$@"
}
"$program" --demo --pictures "$out"
show render "$demo/dashboard.json" --source "$demo/serving.om.txt" --source "$demo/tumours.csv" --window 5m -o "$out/render.png"
show evaluate "$demo/tumours.csv" "$demo/digits.csv" "$demo/diabetes.csv"
# A rule of the demo fires, and says so with exit code 1.
show check --rules "$demo/rules.yml" --source "$demo/serving.om.txt" --source "$demo/tumours.csv" || [ $? = 1 ]
printf '\nPictures of the demo:\n'
for picture in "$out"/*.png; do printf '  %s\n' "$picture"; done
