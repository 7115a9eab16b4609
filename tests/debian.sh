#!/bin/sh
# debian.sh EXECUTABLE: runs the locator's tests in a minimal Debian 12, which has curl, and in a minimal Debian 11, which has
# wget, beside this machine's own shells. EXECUTABLE has to run in the older one. Needs root, and Debian's packages.
set -eu
cd "$(dirname "$0")/.."
skip() {
    echo "debian: skipped: $1"
    exit 0
}
[ "$(id -u)" = 0 ] || skip 'only root can change the root folder'
unshare --mount true 2>/dev/null || skip 'this machine lets nobody mount a folder'
log=$(mktemp)
trap 'rm -f "$log"' EXIT
command -v debootstrap >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends debootstrap >"$log" 2>&1 ||
    skip 'there is no debootstrap'
# shellcheck disable=SC2016 # apt's own variables
site=$(apt-get indextargets --format '$(ORIGIN) $(SITE)' 'Created-By: Packages' 2>/dev/null | sed -n 's/^Debian //p' | head -n 1)
[ -n "$site" ] || skip "no apt with Debian's packages"

roots=
for release in bookworm:curl bullseye:wget; do
    root=$PWD/artifacts/debian/${release%:*}
    roots="$roots $root"
    [ ! -e "$root.made" ] || continue
    echo "debian: installing ${release%:*}, which takes a minute or two"
    rm -rf "$root"
    mkdir -p "$root"
    debootstrap --variant=minbase --include="${release#*:}" "${release%:*}" "$root" "$site" >"$log" 2>&1 || {
        tail -n 5 "$log"
        skip "${release%:*} cannot be had"
    }
    : >"$root.made"
done

# Seen at the same path inside; gone with this process.
mkdir -p artifacts/debian/tmp
# shellcheck disable=SC2016,SC2086 # the inner shell's own, and a list of words
unshare --mount sh -euc '
    executable=$1
    shift
    for root; do
        mkdir -p "$root$PWD"
        mount --bind "$PWD" "$root$PWD"
    done
    for suite in Locating Downloading; do
        TMPDIR=$PWD/artifacts/debian/tmp LOCATOR_ROOTS=$* sh tests/steps/run.sh "$executable" artifacts/bin/AwsEmulator/debug/AwsEmulator.dll $suite
    done' sh "$1" $roots
