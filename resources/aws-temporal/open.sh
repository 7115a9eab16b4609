#!/bin/sh
# open.sh EXECUTABLE SESSION [OPTION...]: opens SESSION with the paste that lies in it, which is gone afterwards.
executable=$1
session=$2
shift 2
trap 'rm -f "$session/paste"' EXIT
trap 'exit 143' HUP INT TERM
"$executable" open --session "$session" "$@" <"$session/paste"
