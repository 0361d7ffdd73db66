# Shared by run.sh, test.sh and .ci/run. Sourced, with `set -eu` on and the checkout as current folder.

say() { printf '%s\n' "watchglass: $*" >&2; }

# wanted run|test...: the packages of those sections of the one list.
wanted() {
    for section in "$@"; do
        sed -n "/^\[$section\]/,/^\[/p" packaging/debian-packages.txt | grep -v '^[[#]' || true
    done
}

installed() {
    dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p'
}

# missing PACKAGE...: those that are not installed.
missing() {
    for package in "$@"; do
        state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$state" = installed ] || printf '%s\n' "$package"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# May this user become root: is root, or sudo lets them (it may ask for the password on a terminal).
may_be_root() {
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null 2>&1 || return 1
    if [ -t 0 ]; then sudo -v; else sudo -n true 2>/dev/null; fi
}

# Debian starts servers when it installs them; 101 forbids it for as long as this file stands.
forbid_daemons() {
    policy=/usr/sbin/policy-rc.d
    [ ! -e "$policy" ] || return 0
    trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
}

allow_daemons() {
    [ "$(trap -p EXIT 2>/dev/null || true)" = "" ] || { as_root rm -f /usr/sbin/policy-rc.d; trap - EXIT INT TERM; }
}

# Units that the packages just installed brought must not start with the machine either.
disable_units() {
    for package in "$@"; do
        for unit in $(dpkg -L "$package" 2>/dev/null | sed -n 's|^\(/usr\)\{0,1\}/lib/systemd/system/\([^/@]*\.\(service\|timer\|socket\)\)$|\2|p'); do
            case "$package" in dbus) continue ;; esac
            if command -v systemctl >/dev/null 2>&1; then
                as_root systemctl disable "$unit" >/dev/null 2>&1 || true
            elif command -v deb-systemd-helper >/dev/null 2>&1; then
                as_root deb-systemd-helper disable "$unit" >/dev/null 2>&1 || true
            fi
        done
    done
}

# ensure_packages run [test]: installs what is missing of the list; without anything missing it needs no network.
ensure_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        say "this is not a Debian system; install the packages of packaging/debian-packages.txt yourself"
        exit 2
    fi
    # shellcheck disable=SC2046
    absent=$(missing $(wanted "$@"))
    [ -n "$absent" ] || return 0
    absent=$(printf '%s' "$absent" | tr '\n' ' ')
    if ! may_be_root; then
        say "some packages are missing and this user may not install any. Run this once as root, then start again:"
        printf 'su -c "apt-get update && apt-get install -y --no-install-recommends %s"\n' "$absent"
        exit 2
    fi
    say "installing: $absent"
    as_root apt-get update -q >&2 || say "apt-get update failed; trying with the lists that are here"
    forbid_daemons
    before=$(installed)
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $absent >&2 || {
        say "installing failed; see above. Is the network up?"
        exit 2
    }
    # shellcheck disable=SC2046
    disable_units $(installed | grep -vxF "$before" || true)
    allow_daemons
}

# build TARGET...: the one build of users and tests, Release with the same flags.
build() {
    log=build/build.log
    mkdir -p build
    say "building (the first time takes a few minutes; log in $log)"
    if ! { cmake --preset release && cmake --build --preset release --target "$@"; } >"$log" 2>&1; then
        tail -n 60 "$log" >&2
        say "the build failed; the whole log is $log"
        exit 2
    fi
}
