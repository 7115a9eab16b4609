#!/bin/sh
# publish.sh RID FOLDER [PROPERTY]...: links the native executable for one runtime identifier into a folder: for net10.0
# where its native runtime pack can be restored, otherwise for net9.0, which differs in nothing that a user sees but the
# line printed here and in --version; for NATIVE_TARGET and no other where that is set.
set -eu

rid=$1
folder=$2
shift 2
project=$(dirname "$0")/Jenkins.AwsTemporal.Cli.csproj
case $(cd "$(dirname "$0")" && pwd)$folder in
*[[:space:]]*)
    echo 'publish: error: .NET hands paths with a blank in them to the linker in pieces: clone into a folder without one' >&2
    exit 1
    ;;
esac
log=$(mktemp)
trap 'rm -f "$log"' EXIT

restore() { # TARGET PROPERTY...
    target=$1
    shift
    dotnet restore "$project" --runtime "$rid" -p:NativeTarget="$target" "$@" --nologo --verbosity quiet >"$log" 2>&1
}

if ! restore "${NATIVE_TARGET:-net10.0}" "$@"; then
    if [ -n "${NATIVE_TARGET:-}" ] || ! restore net9.0 "$@"; then
        cat "$log" >&2
        exit 1
    fi
    echo "aws-temporal is linked for net9.0: the native runtime pack of net10.0 cannot be restored here"
fi

dotnet publish "$project" --runtime "$rid" -p:NativeTarget="$target" --no-restore --nologo --verbosity quiet --output "$folder" "$@"
