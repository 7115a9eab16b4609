#!/bin/sh
# release.sh: leaves this commit's packages, executables, symbols, bills of materials and SHA256SUMS in artifacts/release,
# and the checksums of the executables in resources/aws-temporal/pins. The same commit and tools give the same bytes in
# every folder, and so does a later commit that changes nothing of what goes in, such as the one that records the pins.
set -eu

cd "$(dirname "$0")/.."
root=$(pwd)
project=src/Jenkins.AwsTemporal.Cli
sources="src/Jenkins.AwsTemporal $project Directory.Build.props Directory.Packages.props nuget.config release"
pins=resources/aws-temporal/pins
work=$root/artifacts/release-work
out=$root/artifacts/release
log=$work/log

fail() { # MESSAGE HINT
    printf 'release: error: %s\nhint: %s\n' "$1" "$2" >&2
    exit 1
}

version=$(sed -n 's|.*<VersionPrefix>\(.*\)</VersionPrefix>.*|\1|p' Directory.Build.props)
[ "$version" = "$(cat resources/aws-temporal/version)" ] ||
    fail "Directory.Build.props says version $version, and resources/aws-temporal/version another" 'write the same version into both'
git rev-parse HEAD >/dev/null 2>&1 || fail 'this is no clone of the repository' 'a release names the commit that it was made from: clone it with git'
[ "$(git rev-parse --is-shallow-repository)" = false ] || fail 'this clone lacks its history' 'git fetch --unshallow'
# shellcheck disable=SC2086 # a list of paths
changed=$(git status --porcelain -- $sources)
[ -z "$changed" ] || fail "not committed: $(echo "$changed" | sed 's/^...//' | tr '\n' ' ')" 'a release is made of what is committed: commit it first'

# Not HEAD, which is another one once the pins are recorded.
# shellcheck disable=SC2086
commit=$(git log -1 --format=%H -- $sources)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "$commit")
export SOURCE_DATE_EPOCH
# Lock files count, and paths of this machine are left out.
export CI=true

# What is there of the last one would be reused.
rm -rf "$work" "$out"
mkdir -p "$work" "$out"
echo "release: aws-temporal $version from commit $commit"

made() { # FILE
    echo "release: made $1"
}

not_made() { # RID
    reason=$(sed -n 's/.*error NU110[0-9]: \(Unable to find package [^ ]*\)\..*/\1/p; s/.*error[^:]*: //p' "$log" | LC_ALL=C sort -r | head -n 1)
    echo "release: not made: aws-temporal for $1: ${reason:-see $log.$1}"
    cp "$log" "$log.$1"
}

sbom() { # RID PROPERTY...
    rid=$1
    shift
    dotnet msbuild "$project" -nologo -verbosity:quiet -target:WriteSbom -p:RuntimeIdentifier="$rid" \
        -p:ArtifactsPath="$work/$rid" -p:SbomFile="$out/aws-temporal-$version-$rid.cdx.json" "$@"
}

for package in src/Jenkins.AwsTemporal $project; do
    dotnet pack "$package" --configuration Release --nologo --verbosity quiet --output "$out" \
        -p:ArtifactsPath="$work/packages" -p:SourceRevisionId="$commit"
done
for file in "$out"/*.nupkg "$out"/*.snupkg; do made "$(basename "$file")"; done

# Linked for what the pins were linked for, if they tell: elsewhere more may be restorable.
recorded=$(sed -n 's/^# made with .* for \(net[0-9.]*\).*/\1/p' $pins)
[ -z "$recorded" ] || export NATIVE_TARGET="$recorded"
sysroot=$root/artifacts/sysroot
if sh release/sysroot.sh "$sysroot" 2>"$log"; then
    library=$(cat "$sysroot/version")
else
    library=
    echo "release: linux-x64 is linked against this machine's C library and runs on no older one: Debian 11's cannot be had ($(head -n 1 "$log"))"
fi

for rid in linux-x64 linux-musl-x64 linux-arm64 linux-musl-arm64; do
    set -- -p:ArtifactsPath="$work/$rid" -p:SourceRevisionId="$commit"
    [ $rid != linux-x64 ] || [ -z "$library" ] || set -- "$@" -p:SysRoot="$sysroot" -p:SysRootLibraries=usr/lib/x86_64-linux-gnu
    if sh $project/publish.sh $rid "$work/$rid/out" "$@" >"$log" 2>&1; then
        cp "$work/$rid/out/aws-temporal" "$out/aws-temporal-$version-$rid"
        cp "$work/$rid/out/aws-temporal.dbg" "$out/aws-temporal-$version-$rid.dbg"
        sbom $rid -p:NativeTarget="${recorded:-$(grep -q 'net9.0' "$log" && echo net9.0 || echo net10.0)}"
        made "aws-temporal-$version-$rid"
    else
        not_made $rid
    fi
done

# There is no native linker for Windows here.
rid=win-x64
if {
    set -- -p:SingleFile=net10.0 -p:ArtifactsPath="$work/$rid" -p:SourceRevisionId="$commit"
    dotnet restore "$project" --runtime $rid --nologo --verbosity quiet "$@" &&
        dotnet publish "$project" --runtime $rid --no-restore --nologo --verbosity quiet --output "$work/$rid/out" "$@"
} >"$log" 2>&1; then
    cp "$work/$rid/out/aws-temporal.exe" "$out/aws-temporal-$version-$rid.exe"
    sbom $rid -p:SingleFile=net10.0
    made "aws-temporal-$version-$rid.exe, which was never run: there is no Windows here"
else
    not_made $rid
fi

cd "$out"
LC_ALL=C sha256sum -- * >"$work/sums"
mv "$work/sums" SHA256SUMS
executable=aws-temporal-$version-linux-x64
tools="none"
if [ -x "$executable" ]; then
    framework=$(./"$executable" --version | sed 's/.*, \(net[0-9.]*\) .*/\1/')
    compiler=$(sed -n 's/.*Microsoft.DotNet.ILCompiler@\([0-9.]*\)".*/\1/p' "$executable.cdx.json" | head -n 1)
    tools=".NET SDK $(dotnet --version), ILCompiler $compiler for $framework, gcc $(readelf -p .comment "$executable" | sed -n 's/.*GCC: //p' | head -n 1), $(ld --version | head -n 1), C library ${library:-of this machine}"
fi
cd "$root"
before=$(sed -n 's/^# made with //p' $pins)
[ -z "$before" ] || [ "$before" = "$tools" ] || printf 'release: other tools than the pins were made with, so the bytes may differ:\n  pins  %s\n  here  %s\n' "$before" "$tools"
{
    grep '^#' $pins | grep -v '^# made with '
    echo "# made with $tools"
    grep -E '  aws-temporal-[^ ]*-(linux|win)[^. ]*(\.exe)?$' "$out/SHA256SUMS" || true
} >"$work/pins"
if cmp -s "$work/pins" $pins; then
    echo "release: the executables are the pinned ones"
else
    cp "$work/pins" $pins
    echo "release: wrote $pins: commit it"
fi
