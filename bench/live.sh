#!/usr/bin/env bash
# The load of a full node: 1,000 people listen, each to a stream of their own, while 1,000 messages a second are sent for
# 30 seconds, on the same cores; beside the same fan-out by a bare echo without storage, in turns.
#   bench/live.sh [ROUNDS, default 3]
# CRUDDUR_PEOPLE, CRUDDUR_RATE and CRUDDUR_SECONDS ask for another load. Prints medians of the rounds; fails when a message
# was refused, lost or told twice. Times count from when a message was to be sent.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source bench/lib/servers.sh
rounds=${1:-3} people=${CRUDDUR_PEOPLE:-1000} rate=${CRUDDUR_RATE:-1000} seconds=${CRUDDUR_SECONDS:-30}

build_bench
# Both servers and the generator collect garbage as the product does.
export DOTNET_gcServer=0
# A thousand sign-ups are not what is measured.
Accounts__PasswordHashIterations=1 bin/cruddur serve --port 0 --data "$work/data" >"$work/server.log" 2>&1 &
server=$!
"${bench[@]}" live-echo http://127.0.0.1:0 >"$work/echo.log" 2>&1 &
echo=$!
pids+=("$server" "$echo")
address=$(address_in "$work/server.log")
echo_address=$(address_in "$work/echo.log")
"${bench[@]}" live-prepare "$address" "$work/world" "$people" 1
"${bench[@]}" live-prepare-echo "$work/echo-world" "$people"

measure() { # name address process world
  "${bench[@]}" live-load "$2" "$3" "$4" "$rate" "$seconds" | sed -n 's/^RESULT //p' >>"$work/$1"
}
for _ in $(seq "$rounds"); do
  measure echo "$echo_address" "$echo" "$work/echo-world"
  measure ours "$address" "$server" "$work/world"
done

column() { cut -d' ' -f"$2" "$work/$1" | median; }
ratio() { awk -v a="$(column ours "$1")" -v b="$(column echo "$1")" 'BEGIN { printf "%.2f", a / b }'; }
printf '%s messages a second, %s streams, %s s, %s rounds\n' "$rate" "$people" "$seconds" "$rounds"
printf '%-16s %9s %9s %9s %9s %10s %8s\n' "" "p50 ms" "p99 ms" "p99.9 ms" "most ms" "echo p99" "ratio"
print_times() { # name first-column
  printf '%-16s %9s %9s %9s %9s %10s %8s\n' "$1" "$(column ours "$2")" "$(column ours $(($2 + 1)))" \
    "$(column ours $(($2 + 2)))" "$(column ours $(($2 + 3)))" "$(column echo $(($2 + 1)))" "$(ratio $(($2 + 1)))"
}
print_times acknowledgement 1
print_times delivery 5
printf '%-16s %9s %39s %8s\n' "cores used" "$(column ours 9)" "$(column echo 9)" "$(ratio 9)"
awk '{ failed += $10; lost += $11; again += $12 } END {
  printf "failed %d, lost %d, told again %d\n", failed, lost, again
  exit failed + lost + again > 0
}' "$work/ours"
