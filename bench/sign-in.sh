#!/usr/bin/env bash
# Whether the time of an answer tells that there is somebody: signing in, signing up, asking for a code and using one, and looking for
# people, about somebody and about nobody by turns.
#   bench/sign-in.sh [ROUNDS, default 500]
# Prints the medians in milliseconds, their ratio, how likely a call about somebody takes longer than one about nobody (0.5: nothing
# is told), and how many standard deviations that is from chance (Mann and Whitney; beyond 2.58 it would be chance once in a hundred).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source bench/lib/servers.sh
rounds=${1:-500}

build_bench
# Nobody is locked out: a lock costs the same, but is not what is measured. A hash is a tenth of the usual, so that what differs
# besides it would show. Codes are mailed into a folder, and nobody has to confirm an address.
Mail__Folder="$work/mails" Accounts__ConfirmEmail=false Accounts__LockoutThreshold=1000000 Accounts__PasswordHashIterations=21000 bin/cruddur serve --port 0 --data "$work/data" >"$work/server.log" 2>&1 &
pids+=($!)
address=$(address_in "$work/server.log")
printf '%-18s %10s %10s %8s %8s %8s\n' "" "somebody" "nobody" "ratio" "longer" "score"
"${bench[@]}" sign-in "$address" "$rounds"
