# take.sh EXECUTABLE SESSION POLICY COMMAND [OPTION...]: lets COMMAND put a session into SESSION, with the MFA code that
# lies there, if there is one. Prints its exit code, and then what it says, as JSON. Whatever comes of it, what it was
# handed is gone afterwards. The empty paste is the sign by which a sweep knows this folder while there is no session in it.
executable=$1
session=$2
policy=$3
shift 3
umask 077
# Stored keys may be in the environment here: the programs that this calls are the system's, whatever a job has put before them.
PATH=/usr/bin:/bin:$PATH
handed=$session/files/handed
leave() {
    rm -rf "$handed"
    : >"$session/paste"
    [ ! -e "$session/session.json" ] || rm -f "$session/paste"
}
trap leave EXIT
trap 'exit 143' HUP INT TERM
# Where there is no code: nothing to read.
[ -e "$session/paste" ] || : >"$session/paste"
mkdir "$handed"
if [ -n "$policy" ]; then
    printf '%s' "$policy" >"$handed/policy"
    set -- "$@" --policy "$handed/policy"
fi
# A web identity token is bound as text or as a file.
if [ -n "${AWS_TEMPORAL_TOKEN:-}" ]; then
    printf '%s' "$AWS_TEMPORAL_TOKEN" >"$handed/token"
    unset AWS_TEMPORAL_TOKEN
    AWS_TEMPORAL_TOKEN_FILE=$handed/token
fi
[ -z "${AWS_TEMPORAL_TOKEN_FILE:-}" ] || set -- "$@" --web-identity-file "$AWS_TEMPORAL_TOKEN_FILE"
status=0
answer=$("$executable" "$@" --into "$session" --json 2>&1 <"$session/paste") || status=$?
# A check leaves no session.
[ ! -e "$session/session.json" ] || make_portable "$session" || status=$?
printf '%s\n%s\n' "$status" "$answer"
