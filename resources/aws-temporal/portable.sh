# make_portable SESSION: lets what SESSION's SDKs ask for credentials work in containers too, which see SESSION at the same
# path. Where aws-temporal cannot run, as with another C library, they get what it answers now, and nothing renews it.
make_portable() {
    (
        umask 077
        own=$1/files
        "$own/aws-temporal" credentials --session "$1" >"$own/credentials.json" || exit
        cat >"$own/credential-process" <<END
#!/bin/sh
# Written by aws-temporal.
"$own/aws-temporal" credentials --session "$1" && exit
status=\$?
# Its own refusals are final: only one that cannot even say its version does not work here.
"$own/aws-temporal" --version >/dev/null 2>&1 && exit \$status
echo 'aws-temporal does not run here: the credentials are those that were kept for this case, and are not renewed' >&2
cat "$own/credentials.json"
END
        chmod 700 "$own/credential-process"
        while IFS= read -r line; do
            case $line in
            'credential_process = '*) printf 'credential_process = "%s"\n' "$own/credential-process" ;;
            *) printf '%s\n' "$line" ;;
            esac
        done <"$1/config" >"$own/config" && mv "$own/config" "$1/config"
    )
}
