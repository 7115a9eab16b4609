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
    command -v zsh >/dev/null || missing="$missing zsh"
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

# An operator's openssl may be older than this machine's: Debian 11 has the last 1.1, beside which nothing is installed.
if [ "$1" = test ] && [ ! -e artifacts/openssl-1.1 ] && [ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ]; then
    echo 'setup: fetching OpenSSL 1.1'
    parts=$(mktemp -d)
    mkdir -p "$parts/lists/partial" "$parts/cache/archives/partial" artifacts/openssl-1.1
    # shellcheck disable=SC2016 # the variable is apt's
    apt-get indextargets --format '$(REPO_URI)' | grep -m 1 '/debian/*$' |
        sed 's|.*|deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] & bullseye main|' >"$parts/sources.list"
    old_apt() {
        apt-get -o Dir::Etc::SourceList="$parts/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$parts/lists" \
            -o Dir::Cache="$parts/cache" -o Acquire::Languages=none "$@" >/dev/null 2>&1
    }
    if old_apt update && (cd "$parts" && old_apt download openssl=1.1.1w-0+deb11u1 libssl1.1=1.1.1w-0+deb11u1); then
        for package in "$parts"/*.deb; do dpkg-deb -x "$package" artifacts/openssl-1.1; done
    else
        echo 'setup: OpenSSL 1.1 could not be fetched; its tests are skipped'
    fi
    rm -rf "$parts"
fi

# What a PowerShell script looks like: a grammar and what reads it. There is no PowerShell in any registry that is reached.
if [ "$1" = test ] && [ ! -d artifacts/powershell ] && command -v npm >/dev/null; then
    echo 'setup: fetching a grammar of PowerShell'
    parts=$(mktemp -d)
    if npm pack --silent --pack-destination "$parts" tree-sitter-powershell@0.26.4 web-tree-sitter@0.27.1 >/dev/null 2>&1 &&
        for part in "$parts"/*.tgz; do tar -xzf "$part" -C "$parts"; done; then
        mkdir -p artifacts/powershell
        (cd "$parts/package" && mv tree-sitter-powershell.wasm web-tree-sitter.cjs web-tree-sitter.wasm "$OLDPWD/artifacts/powershell")
    else
        echo 'setup: the grammar could not be fetched; its test is skipped'
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
