# open.sh SESSION [OPTION...]: opens SESSION with the paste that lies in it, which is gone afterwards; without a session
# an empty one stays, the sign by which a sweep knows this folder.
session=$1
shift
leave() {
    : >"$session/paste"
    [ ! -e "$session/session.json" ] || rm -f "$session/paste"
}
trap leave EXIT
trap 'exit 143' HUP INT TERM
"$session/files/aws-temporal" open --session "$session" "$@" <"$session/paste" && make_portable "$session"
