#!/bin/sh
# Links the native executable for one runtime identifier: for net10.0 where its native runtime pack can be restored,
# otherwise for net9.0, which differs in nothing that a user sees but the line printed here and in --version.
set -eu

rid=$1
project=$(dirname "$0")/Jenkins.AwsTemporal.Cli.csproj
root=$(cd "$(dirname "$0")/../.." && pwd)
log=$(mktemp)
trap 'rm -f "$log"' EXIT

restore() {
    dotnet restore "$project" --runtime "$rid" -p:NativeTarget="$1" --nologo --verbosity quiet >"$log" 2>&1
}

target=net10.0
if ! restore "$target"; then
    target=net9.0
    restore "$target" || { cat "$log" >&2; exit 1; }
    echo "aws-temporal is linked for net9.0: the native runtime pack of net10.0 cannot be restored here"
fi

dotnet publish "$project" --runtime "$rid" -p:NativeTarget="$target" --no-restore --nologo --verbosity quiet \
    --output "$root/artifacts/publish/$rid"
