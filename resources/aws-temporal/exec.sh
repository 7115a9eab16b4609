#!/bin/sh
# exec.sh EXECUTABLE SESSION FILE SCRIPT [OPTION...]: runs the text SCRIPT as the sh step would, by the shell or by what
# its first line names, with what exec gives it. FILE, in SESSION, holds it meanwhile.
executable=$1
session=$2
file=$3
script=$4
shift 4
# In the place of this shell, so that whoever ends this process ends the script. Within, a shell removes the file: exec tells
# a signal to both, and it waits for the script's own end.
# shellcheck disable=SC2016 # it is that shell which expands them
run='trap "rm -f \"\$0\"" EXIT; trap : HUP INT QUIT TERM; "$@"; exit'
case $script in
'#!'*) set -- "$@" -- /bin/sh -c "$run" "$file" "$file" ;;
*) set -- "$@" -- /bin/sh -c "$run" "$file" sh -xe "$file" ;;
esac
"$executable" --version >/dev/null 2>&1 || {
    echo 'aws-temporal: error: the executable does not run here, as in a container with another C library' >&2
    echo 'hint: call awsExec outside of that container' >&2
    exit 125
}
(
    umask 077
    mkdir -p "$session/files" && printf '%s\n' "$script" >"$file" && chmod 700 "$file"
) || exit 125
exec "$executable" exec --session "$session" "$@"
