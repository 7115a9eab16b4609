#!/bin/sh
# locate.sh VERSION: prints the absolute path of aws-temporal VERSION on this agent.
# Where there is none: nothing on stdout, and on stderr every place tried and why it would not do.
# POSIX only (dash, busybox, bash). Slim containers lack find, stat and readlink: it needs none of them.

version=$1
reasons=
cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}

refuse() { # PLACE REASON
    reasons="$reasons
  $1: $2"
    return 1
}

# Succeeds when FILE says that it is exactly the version these steps were written for.
is_ours() { # PLACE FILE
    case $2 in
    /*/aws-temporal) ;; # by this name a body calls it
    *) refuse "$1" "'$2' is not an absolute path that ends in /aws-temporal" || return ;;
    esac
    [ -f "$2" ] || refuse "$1" "there is no file $2" || return
    [ -x "$2" ] || refuse "$1" "$2 may not be executed" || return
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
        read -r mode _ owner _ && [ "$owner" = "$(id -u)" ] &&
            case $mode in
            l* | ?????w* | ????????w*) false ;;
            esac
    }
}

in_environment() {
    [ -n "${AWS_TEMPORAL_EXECUTABLE:-}" ] || refuse AWS_TEMPORAL_EXECUTABLE 'not set' || return
    found=$AWS_TEMPORAL_EXECUTABLE
    is_ours AWS_TEMPORAL_EXECUTABLE "$found"
}

on_path() {
    found=$(command -v aws-temporal) || refuse PATH 'no aws-temporal on it' || return
    is_ours PATH "$found"
}

in_cache() {
    [ -n "$cache" ] || refuse cache 'neither XDG_CACHE_HOME nor HOME is set' || return
    found=$cache/aws-temporal/$version/aws-temporal
    [ -e "$found" ] || refuse cache "there is no file $found" || return
    for part in "$cache/aws-temporal" "$cache/aws-temporal/$version" "$found"; do
        is_private "$part" ||
            refuse cache "$part belongs to another user, can be written by others, or is a symbolic link" || return
    done
    is_ours cache "$found"
}

if in_environment || on_path || in_cache; then
    printf '%s\n' "$found"
else
    printf 'aws-temporal: error: aws-temporal %s is not on this agent%s\n' "$version" "$reasons" >&2
    printf 'hint: an admin puts the executable on the PATH of the agent, or names it by its absolute path in the environment variable AWS_TEMPORAL_EXECUTABLE of the node\n' >&2
    false
fi
