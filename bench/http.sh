#!/usr/bin/env bash
# The first yardstick: durable sends, group reads and inbox reads each second, beside a bare echo of the same shapes in
# the same run, by wrk with 64 connections over 100 message groups.
#   bench/http.sh [SECONDS a measurement, default 10] [ROUNDS, default 3]
# Prints medians of the rounds. Absolute figures drift with the machine; the ratio is what to compare.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-10} rounds=${2:-3}
command -v wrk >/dev/null || {
  echo "wrk is missing. Install it, on Debian or Ubuntu with: sudo apt-get install wrk" >&2
  exit 1
}
source bench/lib/servers.sh

build_bench
bin/cruddur serve --port 0 --data "$work/data" >"$work/server.log" 2>&1 &
pids+=($!)
"${bench[@]}" echo http://127.0.0.1:0 >"$work/echo.log" 2>&1 &
pids+=($!)
address=$(address_in "$work/server.log")
echo_address=$(address_in "$work/echo.log")
"${bench[@]}" prepare "$address" "$work/rows.lua"

measure() { # load address
  CRUDDUR_LOAD=$1 CRUDDUR_ROWS="$work/rows.lua" wrk -t 2 -c 64 -d "${seconds}s" -s bench/load.lua "$2" | sed -n 's/^RESULT //p'
}

for load in send group inbox; do # warm up both
  seconds_kept=$seconds seconds=3
  measure $load "$address" >/dev/null
  measure $load "$echo_address" >/dev/null
  seconds=$seconds_kept
done
for round in $(seq "$rounds"); do
  for load in send group inbox; do
    measure $load "$echo_address" >>"$work/echo-$load"
    measure $load "$address" >>"$work/ours-$load"
  done
done
printf '%-14s %12s %12s %8s %10s %10s %8s\n' "" "a second" "echo" "ratio" "p50 ms" "p99 ms" "failed"
for load in send group inbox; do
  case $load in send) name="durable sends" ;; group) name="group reads" ;; inbox) name="inbox reads" ;; esac
  ours=$(cut -d' ' -f1 "$work/ours-$load" | median)
  yardstick=$(cut -d' ' -f1 "$work/echo-$load" | median)
  p50=$(cut -d' ' -f2 "$work/ours-$load" | median)
  p99=$(cut -d' ' -f3 "$work/ours-$load" | median)
  failed=$(awk '{ n += $4 } END { print n }' "$work/ours-$load")
  printf '%-14s %12s %12s %8s %10s %10s %8s\n' "$name" "$ours" "$yardstick" \
    "$(awk -v a="$ours" -v b="$yardstick" 'BEGIN { printf "%.2f", a / b }')" "$p50" "$p99" "$failed"
  refused=$((${refused:-0} + failed))
done
# A refusal is quicker than a message: such figures are of no use.
[ "$refused" -eq 0 ] || {
  echo "$refused requests failed." >&2
  exit 1
}
