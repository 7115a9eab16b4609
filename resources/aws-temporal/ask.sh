#!/bin/sh
# ask.sh EXECUTABLE ARGUMENT...: prints the exit code of the call and then what it says, as JSON.
status=0
answer=$("$@" --json 2>&1) || status=$?
printf '%s\n%s\n' "$status" "$answer"
