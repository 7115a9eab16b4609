#!/bin/sh
# Installs what building ("setup.sh build") or testing ("setup.sh test") needs from the system's packages, and only what
# is missing.
set -eu

missing=
command -v cc >/dev/null || command -v clang >/dev/null || missing="$missing gcc libc6-dev zlib1g-dev"
if [ "$1" = test ]; then
    command -v java >/dev/null || missing="$missing default-jre-headless"
    command -v groovy >/dev/null || missing="$missing groovy"
    command -v shellcheck >/dev/null || missing="$missing shellcheck"
    command -v busybox >/dev/null || missing="$missing busybox"
    command -v strace >/dev/null || missing="$missing strace"
fi

# The linter of the steps: a package of which only the Java archives are wanted, so nothing that it depends on is.
if [ "$1" = test ] && [ ! -d artifacts/codenarc ] && command -v npm >/dev/null; then
    echo 'setup: fetching CodeNarc'
    parts=$(mktemp -d)
    if npm pack --silent --pack-destination "$parts" npm-groovy-lint@18.0.0 >/dev/null 2>&1 &&
        tar -xzf "$parts"/*.tgz -C "$parts" package/lib/java; then
        mkdir -p artifacts && mv "$parts/package/lib/java" artifacts/codenarc
    else
        echo 'setup: CodeNarc could not be fetched; its test is skipped'
    fi
    rm -rf "$parts"
fi

[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "setup: install these first, by the names that your system has for them:$missing" >&2
    exit 1
fi

if [ "$(id -u)" = 0 ]; then as_root=; else as_root='sudo -n'; fi
export DEBIAN_FRONTEND=noninteractive
echo "setup: installing$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # both are lists of words
{ $as_root apt-get update && $as_root apt-get install --yes --no-install-recommends $missing; } >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    echo "setup: could not install$missing" >&2
    exit 1
}
