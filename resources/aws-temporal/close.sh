#!/bin/sh
# close.sh EXECUTABLE SESSION: nothing of SESSION is left, even where the executable cannot help any more.
"$1" close --session "$2" ||
    echo 'warning: aws-temporal could not close the session; its folder is removed without it' >&2
rm -rf "$2"
