#!/bin/sh
# prepare.sh EXECUTABLE HOME SESSION KEEP: makes the private folder SESSION below HOME, with EXECUTABLE in its files/,
# after wiping there what killed builds left. Sessions whose names start with KEEP are of this build.
umask 077
mkdir -p "$2" || exit

# Whoever else may write there could put a folder of their own in the place of SESSION before the paste arrives.
refuse() { # FOLDER
    printf 'aws-temporal: error: %s belongs to another user, can be written by others, or is a symbolic link\n' "$1" >&2
    printf 'hint: remove it; the next build makes it anew\n' >&2
    exit 1
}

listed() { # FOLDER: its mode and its owner
    # shellcheck disable=SC2012 # find and stat are not everywhere
    LC_ALL=C ls -ldn "$1" | { read -r mode _ owner _ && printf '%s %s\n' "$mode" "$owner"; }
}

me=$(id -u)
case $(listed "$2") in
l* | ?????w* | ????????w*) refuse "$2" ;;
*" $me") ;;
*) refuse "$2" ;;
esac
# Jenkins makes the one above, for the group too where its umask says so. Those above that one are the admin's.
case $(listed "${2%/*}") in
????????w[!tT]*) refuse "${2%/*}" ;;
*" $me" | *" 0") ;;
*) [ "$me" = 0 ] || refuse "${2%/*}" ;;
esac
"$1" sweep "$2" --keep "$4" ||
    echo 'warning: what an earlier build left could not be wiped' >&2
# The empty paste is the sign by which a sweep knows this folder.
mkdir "$3" && : >"$3/paste" && mkdir "$3/files" || exit
# A container has this folder at the same path, and not what else the agent has. Where nothing here may be executed, a link.
{ cp "$1" "$3/files/aws-temporal" && chmod 500 "$3/files/aws-temporal" && "$3/files/aws-temporal" --version >/dev/null; } 2>/dev/null ||
    ln -sf "$1" "$3/files/aws-temporal"
