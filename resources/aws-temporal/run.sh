#!/bin/sh
# run.sh EXECUTABLE [ARGUMENT...]: the executable itself.
exec "$@"
