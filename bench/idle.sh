#!/usr/bin/env bash
# What a stream costs on which nothing happens: memory of the server, and its processor time for heartbeats.
#   bench/idle.sh [STREAMS, default 1000] ...
# People are in ten message groups each. One server for all measurements; the first is with a few streams, from which the
# others are told apart. CRUDDUR_SECONDS (default 60) is how long the processor is watched.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source bench/lib/servers.sh
[ $# -gt 0 ] || set -- 1000
few=10 people=1000 seconds=${CRUDDUR_SECONDS:-60}

build_bench
bin/cruddur --help >/dev/null # builds it
# Not by bin/cruddur: the hook is for the server alone.
DOTNET_STARTUP_HOOKS="$PWD/$bench_program" CRUDDUR_HEAP_FILE="$work/heap" Accounts__PasswordHashIterations=1 \
  dotnet src/Cruddur.Cli/bin/Release/net10.0/Cruddur.Cli.dll serve --port 0 --data "$work/data" >"$work/server.log" 2>&1 &
server=$!
pids+=("$server")
address=$(address_in "$work/server.log")
"${bench[@]}" live-prepare "$address" "$work/world" "$people" 5

measure() { # streams
  "${bench[@]}" idle "$address" "$server" "$work/world" "$work/heap" "$1" "$seconds" | sed -n 's/^RESULT //p'
}
# Everybody once, so that what is kept of people and groups is not taken for a stream's.
measure "$people" >/dev/null
read -r resident heap uncollected processor <<<"$(measure $few)"
printf '%8s %14s %14s %20s %16s\n' streams "KiB resident" "KiB heap" "KiB before collecting" "CPU ms a second"
printf '%8s %14s %14s %20s %16s\n' $few "$resident" "$heap" "$uncollected" "$processor"
for streams in "$@"; do
  read -r r h u p <<<"$(measure "$streams")"
  printf '%8s %14s %14s %20s %16s\n' "$streams" "$r" "$h" "$u" "$p"
  awk -v n=$((streams - few)) -v r=$((r - resident)) -v h=$((h - heap)) -v u=$((u - uncollected)) \
    -v p="$(awk -v a="$p" -v b="$processor" 'BEGIN { print a - b }')" \
    'BEGIN { printf "%8s %14.1f %14.1f %20.1f %16.3f\n", "each", r / n, h / n, u / n, p / n }'
done
