#!/bin/sh
# exec.sh EXECUTABLE SESSION FILE SCRIPT [OPTION...]: runs the text SCRIPT as the sh step would, by the shell or by what
# its first line names, with what exec gives it. FILE, in SESSION, holds it meanwhile.
executable=$1
session=$2
file=$3
script=$4
shift 4
trap 'rm -f "$file"' EXIT
trap 'exit 143' HUP INT TERM
(
    umask 077
    mkdir -p "$session/files" && printf '%s\n' "$script" >"$file" && chmod 700 "$file"
) || exit 125
case $script in
'#!'*) set -- "$@" -- "$file" ;;
*) set -- "$@" -- sh -xe "$file" ;;
esac
"$executable" --version >/dev/null 2>&1 || {
    echo 'aws-temporal: error: the executable does not run here, as in a container with another C library' >&2
    echo 'hint: call awsExec outside of that container' >&2
    exit 125
}
"$executable" exec --session "$session" "$@"
