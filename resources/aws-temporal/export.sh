#!/bin/sh
# export.sh EXECUTABLE SESSION: lays SESSION's credentials beside it, for the controller to fetch as a secret.
umask 077
"$1" credentials --session "$2" >"$2/paste"
