#!/bin/sh
# run.sh EXECUTABLE EMULATOR_DLL [WORD]: tests the steps in vars/ under Groovy 2.4.21, as a Jenkins would run them,
# with the published aws-temporal against the emulator. With WORD, only the tests whose names, or whose suite's name, contain it.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
executable=$(realpath -- "$1")
emulator=$(realpath -- "$2")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 143' HUP INT TERM

java=$(readlink -f "$(command -v java)")
export JAVA_HOME="${java%/bin/java}"
case $(groovy --version 2>&1) in
*' 2.4.21 '*) ;;
*) echo 'note: this is not Groovy 2.4.21, which Jenkins runs' >&2 ;;
esac
export TMPDIR="$scratch"
# Groovy 2.4 looks into the JDK's own classes.
export JAVA_OPTS='-Dfile.encoding=UTF-8 -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData
    --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED
    --add-opens=java.base/java.io=ALL-UNNAMED'
groovy -cp "$here/stubs:$here" "$here/Main.groovy" "$here/../.." "$executable" "$emulator" "$scratch" "${3:-}"
