#!/bin/sh
# sysroot.sh FOLDER: puts Debian 11's C library (glibc 2.31) for x64 into a folder, for the linker: what is linked against
# it runs wherever there is glibc 2.29, whose symbols are the newest that the executable uses. The packages come from where
# this machine's apt has Debian's from, and apt checks Debian's signature.
set -eu

folder=$1
[ ! -e "$folder/version" ] || exit 0
keys=/usr/share/keyrings/debian-archive-keyring.gpg
# shellcheck disable=SC2016 # apt's own variables
site=$(apt-get indextargets --format '$(ORIGIN) $(SITE)' 'Created-By: Packages' 2>/dev/null | sed -n 's/^Debian //p' | head -n 1)
if [ -z "$site" ] || ! [ -r "$keys" ] || ! command -v dpkg-deb >/dev/null; then
    echo "no apt with Debian's packages and keys" >&2
    exit 1
fi

apt=$(mktemp -d)
trap 'rm -rf "$apt" "$folder.new"' EXIT
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/packages" "$folder.new"
chmod -R go+rX "$apt"
echo "deb [arch=amd64 signed-by=$keys] $site bullseye main" >"$apt/sources.list"
own() {
    apt-get -q -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$apt/lists" \
        -o Dir::State::status=/dev/null -o Dir::Cache="$apt/cache" -o APT::Architecture=amd64 -o Acquire::Languages=none \
        -o APT::Sandbox::User=root "$@" >"$apt/log" 2>&1 || { grep '^[EW]:' "$apt/log" >&2; exit 1; }
}
own update
cd "$apt/packages"
own download libc6 libc6-dev
for package in *.deb; do
    dpkg-deb -x "$package" "$folder.new"
done

# An absolute link would lead out of the folder, to this machine's own library.
find "$folder.new" -type l | while read -r link; do
    target=$(readlink "$link")
    case $target in
    /*) ln -sfn "$(dirname "${link#"$folder.new"/}" | sed 's|[^/]*|..|g')$target" "$link" ;;
    esac
done
dpkg-deb -f libc6_*.deb Version >"$folder.new/version"
rm -rf "$folder"
mv "$folder.new" "$folder"
