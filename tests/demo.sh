#!/bin/sh
# The main job on an embedded default: a session is minted, pasted, checked, used, and explodes.
set -eu

cd "$(dirname "$0")/.."
executable=$1
emulator=artifacts/bin/AwsEmulator/debug/AwsEmulator.dll
work=$(mktemp -d)
server=
life=10

finish() {
    "$executable" close --session "$work/session" || true
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

step() { printf '\n%s\n' "$1"; }
show() { printf '  $ aws-temporal %s\n' "$*"; "$executable" "$@" 2>&1 | sed 's/^/    /'; }

for variable in $(env | sed -n 's/^\(AWS_[A-Z_0-9]*\)=.*/\1/p'); do unset "$variable"; done
export AWS_TEMPORAL_SESSION="$work/session"

step "An AWS on loopback, with a user and a secret in it"
dotnet "$emulator" serve --session-life "$life" --parent $$ >"$work/emulator.json" &
server=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -s "$work/emulator.json" ] && break
    sleep 0.5
done
AWS_ENDPOINT_URL=$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' "$work/emulator.json")
export AWS_ENDPOINT_URL
[ -n "$AWS_ENDPOINT_URL" ] || { echo "the emulator did not start" >&2; exit 1; }
echo "  $AWS_ENDPOINT_URL"

step "The operator takes a session, here one of $life seconds (aws sts get-session-token)"
dotnet "$emulator" mint --url "$AWS_ENDPOINT_URL" >"$work/paste"
echo "  a paste of $(wc -c <"$work/paste") characters"

step "The paste is handed in: whose is it, and how long does it live?"
show open --region us-east-1 <"$work/paste"
rm "$work/paste"

step "Inside the step, the secret can be read"
show secret get /prod/exampleCredential
echo

step "The session explodes"
while "$executable" status >/dev/null; do sleep 0.5; done
show status
"$executable" secret get /prod/exampleCredential 2>"$work/refusal" && { echo "an expired session was not refused" >&2; exit 1; }
echo "  \$ aws-temporal secret get /prod/exampleCredential"
sed 's/^/    /' "$work/refusal"

step "Nothing is left"
show close
[ ! -e "$work/session" ] || { echo "the session folder is still there" >&2; exit 1; }
echo "  the session folder is gone"
