#!/bin/sh
# windows.sh EXECUTABLE: tests the steps on agents with Windows, as far as Wine is one: the executable for Windows really
# runs, and the PowerShell scripts are played. Installs Wine if it is missing.
set -eu
cd "$(dirname "$0")/.."
wine=/usr/lib/wine/wine64
log=$(mktemp)
trap 'rm -f "$log"' EXIT

if [ ! -x $wine ]; then
    echo 'windows: installing Wine'
    if [ "$(id -u)" = 0 ]; then as_root=; else as_root='sudo -n'; fi
    { $as_root apt-get update && DEBIAN_FRONTEND=noninteractive $as_root apt-get install --yes --no-install-recommends wine64; } >"$log" 2>&1 || {
        tail -n 20 "$log" >&2
        exit 1
    }
fi

# As a folder: Wine cannot map the runtime out of the one file that a release has.
set -- "$1" -p:SingleFile=net10.0 -p:PublishSingleFile=false -p:ArtifactsPath="$PWD/artifacts/windows-work"
executable=$1
shift
dotnet publish src/Jenkins.AwsTemporal.Cli --runtime win-x64 --nologo --verbosity quiet --output artifacts/windows "$@" >"$log" 2>&1 || {
    cat "$log" >&2
    exit 1
}
export WINEPREFIX="$PWD/artifacts/windows/prefix" WINEDEBUG=-all
mkdir -p "$WINEPREFIX"
# Its server stays until the end: a program that starts while it stops is refused.
trap 'rm -f "$log"; ${wine%/*}/wineserver64 --kill || :' EXIT
${wine%/*}/wineserver64 --persistent
$wine wineboot --init >/dev/null 2>&1 || true
$wine artifacts/windows/aws-temporal.exe --version
sh tests/steps/run.sh "$executable" artifacts/bin/AwsEmulator/debug/AwsEmulator.dll Windows
