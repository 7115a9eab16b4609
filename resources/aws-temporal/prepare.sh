#!/bin/sh
# prepare.sh EXECUTABLE HOME SESSION KEEP: makes the empty private folder SESSION below HOME,
# after wiping there what killed builds left. Sessions whose names start with KEEP are of this build.
umask 077
mkdir -p "$2" || exit
"$1" sweep "$2" --keep "$4" ||
    echo 'warning: what an earlier build left could not be wiped' >&2
mkdir "$3"
