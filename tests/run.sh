#!/bin/sh
# Runs all tests against a published executable, and ends with one line that counts them.
set -u

cd "$(dirname "$0")/.." || exit 1
executable=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
emulator=artifacts/bin/AwsEmulator/debug/AwsEmulator.dll
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0

# What this machine is set up for must not reach a test.
for variable in $(env | sed -n 's/^\(AWS_[A-Z_0-9]*\)=.*/\1/p'); do unset "$variable"; done

run() {
    { "$@" 2>&1; echo "exit $?" >>"$log.exit"; } | tee -a "$log"
    [ "$(sed -n '$s/^exit //p' "$log.exit")" = 0 ] || status=1
    rm -f "$log.exit"
}

for project in tests/*.Tests; do
    AWS_TEMPORAL_EXECUTABLE=$executable run dotnet test "$project" --no-build --nologo --blame-hang-timeout 5m \
        --results-directory artifacts/test-results
done
run sh tests/steps/run.sh "$executable" "$emulator"

awk -v status="$status" '
    /^(Passed|Failed|Skipped)!  - Failed:/ {
        gsub(",", ""); for (i = 1; i < NF; i++) { if ($i == "Failed:") f += $(i + 1); if ($i == "Passed:") p += $(i + 1); if ($i == "Skipped:") s += $(i + 1) }
    }
    /^[0-9]+ passed, [0-9]+ failed/ { p += $1; f += $3; if ($6 ~ /skipped/) s += $5 }
    END {
        if (status != 0 && f == 0) f = 1
        printf "%d passed, %d failed", p, f; if (s) printf ", %d skipped", s; print ""
        exit f > 0
    }' "$log"
