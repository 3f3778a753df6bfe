# Builds what bin/run and bin/cruddur start, and what bin/test runs: only what changed since the last time. Sourced from
# the root of the checkout, behind prerequisites.sh. Talks on standard error; standard output is the program's.

server_program=src/Cruddur.Cli/bin/Release/net10.0/Cruddur.Cli.dll
stamps=artifacts/build

say() { printf '%s\n' "$*" >&2; }

# One hash over the names and contents of files. Not their times: a checkout, a switch of branches or a deleted file
# leaves times that tell nothing.
fingerprint() { # files and folders
  local hash=(sha256sum)
  command -v sha256sum >/dev/null || hash=(shasum -a 256)
  find "$@" -type d \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 "${hash[@]}" | "${hash[@]}" | cut -d ' ' -f 1
}

server_sources() {
  fingerprint src Directory.Build.props Directory.Packages.props global.json .editorconfig BannedSymbols.txt
}
# What was built counts too: bin/test and the editor build into the same folder, perhaps from other sources.
server_result() { fingerprint "${server_program%/*}"/Cruddur*.dll; }

web_sources() {
  fingerprint web/src web/packages/client/src web/public web/scripts web/index.html web/*.ts web/tsconfig*.json \
    web/package.json web/package-lock.json
}
web_result() { fingerprint web/dist; }

is_built() { # server|web file-that-must-be-there
  [ -f "$2" ] && [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$("$1_sources") $("$1_result")" ]
}

# Runs a step quietly, and tells how long it took; its log is shown only when it fails.
step() { # what log command...
  local what=$1 log=$2 from=$SECONDS
  shift 2
  printf '  %s … ' "$what" >&2
  if "$@" >"$log" 2>&1 </dev/null; then
    say "$((SECONDS - from)) s"
  else
    say "failed"
    tail -n 40 "$log" | sed 's/^/    /' >&2
    fail "That was $PWD/$log. Repair what it says, then run this again."
  fi
}

# Two builds at once would write the same files. Where there is no flock, they hopefully do not meet.
begin_building() {
  mkdir -p "$stamps"
  if command -v flock >/dev/null; then
    exec 9>"$stamps/lock"
    flock -n 9 || { say "  waiting for another build to end"; flock 9; }
  fi
}

build_server() {
  is_built server "$server_program" && return
  require_dotnet
  begin_building
  is_built server "$server_program" && return # by the one that was waited for
  local sources
  sources=$(server_sources)
  rm -f "$stamps/server"
  # From scratch, as files that were unpacked may be older than what was built. No build servers that stay behind on a
  # machine that may only want to run this.
  step "building the server" artifacts/build-server.log \
    dotnet build src/Cruddur.Cli --configuration Release --no-incremental --nologo -clp:NoSummary \
    -nodeReuse:false -p:UseSharedCompilation=false
  echo "$sources $(server_result)" >"$stamps/server"
}

# Everything, and so the server too: what bin/run starts then need not be built again.
build_solution() {
  begin_building
  local sources from_scratch=()
  is_built server "$server_program" || from_scratch=(--no-incremental)
  sources=$(server_sources)
  rm -f "$stamps/server"
  dotnet build Cruddur.slnx --configuration Release --no-restore "${from_scratch[@]+"${from_scratch[@]}"}" || return
  echo "$sources $(server_result)" >"$stamps/server"
}

build_web() {
  is_built web web/dist/index.html && return
  require_node
  begin_building
  is_built web web/dist/index.html && return
  local sources
  sources=$(web_sources)
  rm -f "$stamps/web"
  step "installing the web client's packages" artifacts/build-web-packages.log install_web_packages
  step "building the web client" artifacts/build-web.log npm --prefix web run build
  echo "$sources $(web_result)" >"$stamps/web"
}
