#!/bin/sh
# publish.sh RID FOLDER [PROPERTY]...: links the native executable for one runtime identifier into a folder: for net10.0
# where its native runtime pack can be restored, otherwise for net9.0, which differs in nothing that a user sees but the
# line printed here and in --version; for NATIVE_TARGET and no other where that is set.
set -eu

rid=$1
folder=$2
shift 2
project=$(dirname "$0")/Jenkins.AwsTemporal.Cli.csproj
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
