# Starts what is measured. Sourced from the root of the checkout.

work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
export Logging__LogLevel__Default=Warning
# What is measured is what a server can do, and not what one caller may.
export RateLimits__Enabled=false
bench_program=bench/Cruddur.Bench/bin/Release/net10.0/Cruddur.Bench.dll
bench=(dotnet "$bench_program")

build_bench() { dotnet build bench/Cruddur.Bench --configuration Release --verbosity quiet >&2; }

address_in() { # log: waits for it, as the program is built first
  for _ in $(seq 600); do
    grep -o 'http://127\.0\.0\.1:[0-9]*' "$1" | head -n 1 | grep . && return
    sleep 0.2
  done
  cat "$1" >&2
  return 1
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
