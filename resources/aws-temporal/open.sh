# open.sh EXECUTABLE SESSION [OPTION...]: opens SESSION with the paste that lies in it, which is gone afterwards; without a
# session an empty one stays, the sign by which a sweep knows this folder.
executable=$1
session=$2
shift 2
leave() {
    : >"$session/paste"
    [ ! -e "$session/session.json" ] || rm -f "$session/paste"
}
trap leave EXIT
trap 'exit 143' HUP INT TERM
"$executable" open --session "$session" "$@" <"$session/paste" && make_portable "$session"
