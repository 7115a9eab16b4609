#!/bin/sh
# take.sh EXECUTABLE SESSION POLICY COMMAND [OPTION...]: lets COMMAND put a session into SESSION, with the MFA code that
# lies there, if there is one. Prints its exit code, and then what it says, as JSON. Whatever comes of it, what it was
# handed is gone afterwards.
executable=$1
session=$2
policy=$3
shift 3
umask 077
trap 'rm -rf "$session/paste" "$session/files"' EXIT
trap 'exit 143' HUP INT TERM
# Where there is no code: nothing to read, and the sign by which a sweep knows this folder.
[ -e "$session/paste" ] || : >"$session/paste"
mkdir "$session/files"
if [ -n "$policy" ]; then
    printf '%s' "$policy" >"$session/files/policy"
    set -- "$@" --policy "$session/files/policy"
fi
# A web identity token is bound as text or as a file.
if [ -n "${AWS_TEMPORAL_TOKEN:-}" ]; then
    printf '%s' "$AWS_TEMPORAL_TOKEN" >"$session/files/token"
    unset AWS_TEMPORAL_TOKEN
    AWS_TEMPORAL_TOKEN_FILE=$session/files/token
fi
[ -z "${AWS_TEMPORAL_TOKEN_FILE:-}" ] || set -- "$@" --web-identity-file "$AWS_TEMPORAL_TOKEN_FILE"
status=0
answer=$("$executable" "$@" --into "$session" --json 2>&1 <"$session/paste") || status=$?
printf '%s\n%s\n' "$status" "$answer"
