# open.sh SESSION [OPTION...]: opens SESSION with the paste that lies in it, which is gone afterwards.
session=$1
shift
trap 'rm -f "$session/paste"' EXIT
trap 'exit 143' HUP INT TERM
"$session/files/aws-temporal" open --session "$session" "$@" <"$session/paste" && make_portable "$session"
