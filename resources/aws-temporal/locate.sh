#!/bin/sh
# locate.sh VERSION PINS CHECKED COPY: prints the absolute path of aws-temporal VERSION on this agent; for one in the cache a
# second line, which is the CHECKED of the build's next call: that file is not checked again while it is the same.
# PINS are lines of SHA-256 and file name, as sha256sum writes them. COPY is the one that an enclosing block keeps, or empty.
# Where there is none: nothing on stdout, and on stderr every place tried and why it would not do.
# POSIX only (dash, busybox, bash). Slim containers lack find, stat and readlink: it needs none of them.

version=$1
pins=$2
checked=$3
copy=$4
reasons=
pin= # a job's parameters are variables too
base=${AWS_TEMPORAL_CACHE:-${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}}
folder=$base/aws-temporal/$version
umask 077
inside="is in the workspace, where any job may put things"
WORKSPACE=${WORKSPACE:-}
[ -n "$WORKSPACE" ] || inside="may be in the workspace: WORKSPACE is not set"

refuse() { # PLACE REASON
    reasons="$reasons
  $1: $2"
    return 1
}

# FOLDER without links, as far as it is there.
physical() { # FOLDER
    case $1 in
    /*) ;;
    *) return 1 ;;
    esac
    there=$1
    while [ -n "$there" ] && [ ! -d "$there" ]; do there=${there%/*}; done
    real=$(CDPATH='' cd -P -- "${there:-/}" 2>/dev/null && pwd) || return
    real=${real%/}${1#"$there"}
}

# What a job brings along is never run, in whichever of its workspaces: ws, ws@2, ws@tmp. Where that cannot be told, it is.
is_in_workspace() { # FOLDER
    physical "$WORKSPACE" || return 0
    workspace=$real
    case ${workspace##*@} in
    '' | *[!0-9]*) ;;
    *) workspace=${workspace%@*} ;;
    esac
    physical "$1" || return 0
    case $real/ in
    "$workspace"/* | "$workspace"@*) ;;
    *) false ;;
    esac
}

# Whether FILE lies in a workspace, or is a link that leads there. Slim containers lack readlink.
leads_into_workspace() { # FILE
    at=$1
    for _ in 1 2 3 4 5 6 7 8; do
        ! is_in_workspace "${at%/*}" || return 0
        [ -L "$at" ] || return
        listed=$(QUOTING_STYLE=literal LC_ALL=C ls -ld "$at") || return 0
        next=${listed#*"$at -> "}
        # Some write a name otherwise than it is, and so does busybox what is no ASCII: nobody knows where it leads.
        [ "$next" != "$listed" ] || return 0
        case $next in
        /*) at=$next ;;
        *) at=${at%/*}/$next ;;
        esac
    done
}

# Succeeds when FILE says that it is exactly the version these steps were written for.
is_ours() { # PLACE FILE
    case $2 in
    /*/aws-temporal) ;; # by this name a body calls it
    *) refuse "$1" "'$2' is not an absolute path that ends in /aws-temporal" || return ;;
    esac
    [ -f "$2" ] || refuse "$1" "there is no file $2" || return
    [ -x "$2" ] || refuse "$1" "$2 may not be executed" || return
    # The copy that an enclosing block keeps lies in a workspace, but is ours.
    [ "$2" = "$copy" ] || ! leads_into_workspace "$2" || refuse "$1" "$2 $inside" || return
    answer=$("$2" --version </dev/null 2>/dev/null) ||
        refuse "$1" "$2 does not run here (exit code $?)" || return
    case $answer in
    "aws-temporal $version" | "aws-temporal $version "*) ;;
    *) refuse "$1" "$2 is not aws-temporal $version but says '$(printf '%.60s' "$answer" | LC_ALL=C tr -cd ' -~')'" ;;
    esac
}

# Succeeds when PATH is this user's, no symbolic link, and no one else can write to it.
is_private() { # PATH
    # shellcheck disable=SC2012 # find is not everywhere, and only the mode and the owner are read
    LC_ALL=C ls -ldn "$1" 2>/dev/null | {
        read -r mode _ owner _ && [ "$owner" = "$me" ] &&
            case $mode in
            l* | ?????w* | ????????w*) false ;;
            esac
    }
}

# Succeeds when nobody else can give what lies in FOLDER another name, and its name to theirs after it was checked. Its group
# may, as in the folder above a session: where a umask says so, Jenkins makes it that way.
is_sheltered() { # FOLDER
    # shellcheck disable=SC2012
    LC_ALL=C ls -ldn "$1/." 2>/dev/null | {
        read -r mode _ owner _ &&
            case $mode in
            ????????w[!tT]*) false ;;
            *) [ "$owner" = "$me" ] || [ "$owner" = 0 ] || [ "$me" = 0 ] ;;
            esac
    }
}

are_private() { # PLACE PATH...
    place=$1
    shift
    me=$(id -u)
    is_sheltered "$base" || refuse "$place" "$base belongs to another user, or others can rename what is in it" || return
    for part; do
        is_private "$part" ||
            refuse "$place" "$part belongs to another user, can be written by others, or is a symbolic link" || return
    done
}

in_block() {
    [ -n "$copy" ] || return
    found=$copy
    is_ours 'the enclosing block' "$found"
}

in_environment() {
    [ -n "${AWS_TEMPORAL_EXECUTABLE:-}" ] || refuse AWS_TEMPORAL_EXECUTABLE 'not set' || return
    found=$AWS_TEMPORAL_EXECUTABLE
    is_ours AWS_TEMPORAL_EXECUTABLE "$found"
}

on_path() {
    rest=$PATH:
    before=$reasons
    while [ -n "$rest" ]; do
        found=${rest%%:*}
        found=${found:-.}/aws-temporal
        rest=${rest#*:}
        [ -f "$found" ] || continue
        ! is_ours PATH "$found" || return 0
    done
    [ "$before" = "$reasons" ] && refuse PATH 'no aws-temporal on it' || return
}

# What the C library is decides, not what else is installed.
platform() {
    case $(uname -s) in
    Linux) platform=linux ;;
    *) return 1 ;;
    esac
    case $(ldd --version 2>&1) in
    *musl*) platform=linux-musl ;;
    *)
        for loader in /lib/ld-musl-*; do
            [ ! -e "$loader" ] || [ -e /lib64/ld-linux-x86-64.so.2 ] || [ -e /lib/ld-linux-aarch64.so.1 ] || platform=linux-musl
        done
        ;;
    esac
    case $(uname -m) in
    x86_64 | amd64) platform=$platform-x64 ;;
    aarch64 | arm64) platform=$platform-arm64 ;;
    *) return 1 ;;
    esac
}

# What the executable for this platform is called, and what it hashes to; asked for once.
is_pinned() { # PLACE
    [ -z "${pin:-}" ] || return 0
    platform || refuse "$1" "there is no aws-temporal for $(uname -s) on $(uname -m)" || return
    name=aws-temporal-$version-$platform
    while read -r sum file; do
        [ "$file" != "$name" ] || pin=$sum
    done <<END
$pins
END
    [ -n "${pin:-}" ] || refuse "$1" "this version of the library pins no checksum of $name"
}

matches_pin() { # PLACE FILE NAME
    if command -v sha256sum >/dev/null; then
        sum=$(sha256sum <"$2")
    elif command -v shasum >/dev/null; then
        sum=$(shasum -a 256 <"$2")
    elif command -v openssl >/dev/null; then
        sum=$(openssl dgst -sha256 -r <"$2")
    else
        refuse "$1" 'there is no sha256sum, shasum or openssl to check it with' || return
    fi
    [ "${sum%% *}" = "$pin" ] || refuse "$1" "$3 is not what this version of the library pins: its SHA-256 is ${sum%% *}, not $pin"
}

# What tells a file from any other, as far as ls can: GNU's to the nanosecond, others' to the minute.
identity() { # FILE
    # shellcheck disable=SC2012 # stat is not everywhere
    TIME_STYLE=full-iso LC_ALL=C ls -lnic "$1"
}

has_cache() { # PLACE
    case $base in
    '') refuse "$1" 'neither AWS_TEMPORAL_CACHE nor XDG_CACHE_HOME nor HOME is set' ;;
    /*) ! is_in_workspace "$base" || refuse "$1" "$base $inside" ;;
    *) refuse "$1" "'$base' is not an absolute path" ;;
    esac
}

in_cache() {
    found=$folder/aws-temporal
    has_cache cache || return
    [ -e "$found" ] || refuse cache "there is no file $found" || return
    are_private cache "$base/aws-temporal" "$folder" "$found" || return
    now=$(identity "$found")
    if [ "$now" != "$checked" ]; then
        is_pinned cache && matches_pin cache "$found" "$found" && is_ours cache "$found" || return
        remove_stale_parts
    fi
    checked=$now
}

by_download() {
    checked=
    url=${AWS_TEMPORAL_DOWNLOAD_URL:-}
    case $url in
    '') refuse download 'AWS_TEMPORAL_DOWNLOAD_URL is not set' ;;
    *@*) refuse download 'AWS_TEMPORAL_DOWNLOAD_URL has a user name or a password in it: those belong into ~/.netrc' ;;
    http://* | https://*) ;;
    *) refuse download "AWS_TEMPORAL_DOWNLOAD_URL is '$url', which is no address that begins with https:// or http://" ;;
    esac || return
    has_cache download && is_pinned download || return
    mkdir -p "$folder" 2>/dev/null || refuse download "$folder cannot be made; an admin can name another place in AWS_TEMPORAL_CACHE" || return
    are_private download "$base/aws-temporal" "$folder" || return
    claim_part || refuse download "nothing can be written to $folder; an admin can name another place in AWS_TEMPORAL_CACHE" || return
    trap 'rm -f "$part"' EXIT
    trap 'exit 143' HUP INT TERM
    url=${url%/}/$name
    echo "aws-temporal: downloads $url" >&2
    fetch && matches_pin download "$part" "$url" || return
    found=$folder/aws-temporal
    chmod 500 "$part" && mv -f "$part" "$found" || refuse download "$found could not be put in place" || return
    remove_stale_parts
    is_ours download "$found" && checked=$(identity "$found")
}

# A file of this download's own: containers that share the cache have process ids of their own.
claim_part() {
    for attempt in 1 2 3 4 5 6 7 8 9; do
        part=$folder/.part-$$-$attempt
        # Made, not opened: nothing that lies there already is written to.
        ! (set -C && : >"$part") 2>/dev/null || return 0
    done
    return 1
}

# What killed builds left. Where a living one downloads in a container, it finds the good copy.
remove_stale_parts() {
    for stale in "$folder"/.part-*; do
        pid=${stale#"$folder"/.part-}
        [ ! -f "$stale" ] || kill -0 "${pid%%-*}" 2>/dev/null || rm -f "$stale"
    done
}

arrived_meanwhile() {
    before=$reasons
    in_cache || { reasons=$before && false; }
}

fetch() {
    # Some write them large, and tools read them small.
    [ -z "${HTTP_PROXY:-}" ] || export "http_proxy=${http_proxy:-$HTTP_PROXY}"
    [ -z "${HTTPS_PROXY:-}" ] || export "https_proxy=${https_proxy:-$HTTPS_PROXY}"
    [ -z "${NO_PROXY:-}" ] || export "no_proxy=${no_proxy:-$NO_PROXY}"
    # Their own settings may lie in a home that is the workspace, and name other files to write to.
    if command -v curl >/dev/null; then
        tool=curl
        set -- curl -q -fsSL --netrc-optional --connect-timeout 10 --max-time 600 -o "$part" "$url"
    elif command -v wget >/dev/null; then
        tool=wget
        export "WGETRC=$part" "WGET2RC=$part" # empty as yet
        # Quiet, GNU's gives no reason; and Jenkins asks for no log-in, but wants one. With -T some of busybox crash; the step has
        # a time limit.
        case $(wget --version 2>/dev/null </dev/null) in
        GNU*) set -- wget -nv --auth-no-challenge -O "$part" "$url" ;;
        *) set -- wget -q -O "$part" "$url" ;;
        esac
    else
        refuse download 'there is neither curl nor wget' || return
    fi
    # No answer is larger than 200 MB, or than what is allowed here anyway.
    said=$({ ulimit -f 409600 2>/dev/null || :; } && "$@" 2>&1 </dev/null) ||
        refuse download "$tool ended with exit code $? at $url$(by_proxy): $(reason)"
}

# Its value may have a password in it.
by_proxy() {
    case $url in
    https:*) [ -z "${https_proxy:-}" ] || printf ' (https_proxy is set)' ;;
    *) [ -z "${http_proxy:-}" ] || printf ' (http_proxy is set)' ;;
    esac
}

# What the tool said. It may repeat a proxy's address that it does not like, in pieces of its own: one with a log-in says nothing.
reason() {
    case ${http_proxy:-}${https_proxy:-}${all_proxy:-}${ALL_PROXY:-} in
    *@*) printf 'what it said is left out, as the address of a proxy has a log-in in it' ;;
    *) printf '%.200s' "$said" | LC_ALL=C tr -c ' -~' ' ' ;;
    esac
}

if in_block || in_environment || on_path; then
    printf '%s\n' "$found"
elif in_cache || by_download || arrived_meanwhile; then
    printf '%s\n%s\n' "$found" "$checked"
else
    {
        printf 'aws-temporal: error: aws-temporal %s is not on this agent%s\n' "$version" "$reasons"
        printf 'hint: an admin puts the executable on the PATH of the agent, or names it by its absolute path in the environment variable AWS_TEMPORAL_EXECUTABLE of the node, '
        printf 'or names in AWS_TEMPORAL_DOWNLOAD_URL the folder that it is downloaded from\n'
    } >&2
    false
fi
