#!/bin/sh
# Makes the fixtures cli1-* and cli2-* anew: real AWS CLIs print what a stub on loopback answers.
# Usage: AWS_CLI_1=path AWS_CLI_2=path ./make.sh (versions 1 and 2 of the AWS CLI; needs python3)
# The other fixtures are written by hand: no command makes them.
set -eu
cd "$(dirname "$0")"
: "${AWS_CLI_1:?path of an AWS CLI of version 1}" "${AWS_CLI_2:?path of an AWS CLI of version 2}"

work=$(mktemp -d)
stub=
trap 'test -z "$stub" || kill "$stub"; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

python3 stub.py "$work/port" &
stub=$!
tries=0
until [ -s "$work/port" ]; do
    tries=$((tries + 1))
    [ "$tries" -le 50 ] || { echo 'make.sh: the stub does not start' >&2; exit 1; }
    sleep 0.1
done
url=http://127.0.0.1:$(cat "$work/port")

mkdir "$work/.aws"
cat >"$work/.aws/config" <<CONFIG
[default]
region = us-east-1
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
sts_regional_endpoints = regional
[profile deploy]
region = us-east-1
source_profile = default
role_arn = arn:aws:iam::984474191526:role/deploy
[profile process]
credential_process = python3 "$PWD/stub.py"
CONFIG

# No variable of this machine reaches the CLI. Older CLIs know no AWS_ENDPOINT_URL, so a proxy that does not exist
# stands before every address but the stub's.
run() {
    env -i PATH="$PATH" HOME="$work" TZ=UTC AWS_PAGER= AWS_EC2_METADATA_DISABLED=true PYTHONWARNINGS=ignore \
        AWS_ENDPOINT_URL="$url" HTTP_PROXY=http://127.0.0.1:1 HTTPS_PROXY=http://127.0.0.1:1 NO_PROXY=127.0.0.1 "$@"
}

assume_role() { # CLI FORMAT
    run "$1" sts assume-role --role-arn arn:aws:iam::984474191526:role/deploy --role-session-name operator \
        --endpoint-url "$url" --output "$2"
}

answers() { # VERSION CLI FORMAT...
    version=$1
    cli=$2
    shift 2
    for format; do
        run "$cli" sts get-session-token --endpoint-url "$url" --output "$format" >"cli$version-get-session-token.$format"
        assume_role "$cli" "$format" >"cli$version-assume-role.$format"
        run "$cli" sso get-role-credentials --account-id 984474191526 --role-name deploy --access-token none \
            --endpoint-url "$url" --output "$format" >"cli$version-get-role-credentials.$format"
    done
}

answers 1 "$AWS_CLI_1" json text
answers 2 "$AWS_CLI_2" json text yaml
assume_role "$AWS_CLI_1" table >cli1-assume-role.table
assume_role "$AWS_CLI_2" yaml-stream >cli2-assume-role.yaml-stream

# The stub refuses this call, but the role is in the cache by then.
run "$AWS_CLI_1" sts get-caller-identity --profile deploy >/dev/null 2>&1 || :
cat "$work"/.aws/cli/cache/*.json >cli1-cache.json

for format in process env env-no-export powershell windows-cmd; do
    run "$AWS_CLI_2" configure export-credentials --profile process --format "$format" >"cli2-export-credentials.$format"
done
