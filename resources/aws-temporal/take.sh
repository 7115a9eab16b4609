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
status=0
answer=$("$executable" "$@" --into "$session" --json 2>&1 <"$session/paste") || status=$?
printf '%s\n%s\n' "$status" "$answer"
