#!/usr/bin/env bash
# How long a message takes from one person's Enter to the text in the page of the other: two browsers and the server on
# this machine, one message at a time.
#   bench/browsers.sh [MESSAGES a round, default 200] [ROUNDS, default 5]
# Prints milliseconds, a line a round; each round has a server and a browser of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
messages=${1:-200} rounds=${2:-5}
work=$(mktemp -d)
server=
stop() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  wait 2>/dev/null || true
}
trap 'stop; rm -rf "$work"' EXIT

dotnet build bench/Cruddur.Bench --configuration Release --verbosity quiet >&2
export Logging__LogLevel__Default=Warning RateLimits__Enabled=false
printf '%9s %10s %10s %10s %10s\n' messages median p95 p99 longest
for round in $(seq "$rounds"); do
  log=$work/server-$round.log
  : >"$log"
  bin/run --port 0 --data "$work/data-$round" --no-demo >"$log" 2>&1 &
  server=$!
  # It is built first, if need be.
  until address=$(grep -o 'ready at http://127\.0\.0\.1:[0-9]*' "$log" | cut -d ' ' -f 3); do
    kill -0 "$server" 2>/dev/null || {
      cat "$log" >&2
      exit 1
    }
    sleep 0.2
  done
  dotnet bench/Cruddur.Bench/bin/Release/net10.0/Cruddur.Bench.dll browsers "$address" "$messages"
  stop
done
