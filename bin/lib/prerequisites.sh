# What bin/run and bin/test need, and how they get it. Sourced from the root of the checkout.
# Everything here is quiet when there is nothing to do, and says what is missing and how to get it otherwise.

# What Vite and its parts run on.
needed_node="20.19 or newer of 20, or 22.13 or newer"

# The tools keep their packages and settings there, and some users have none.
if [ ! -w "${HOME:-/nonexistent}" ]; then
  export HOME="$PWD/artifacts/home"
  mkdir -p "$HOME"
fi

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

require_dotnet() {
  local wanted
  wanted=$(sed -n 's/.*"version": *"\([0-9]*\.[0-9]*\).*/\1/p' global.json)
  command -v dotnet >/dev/null || fail \
    "The .NET SDK $wanted is missing." \
    "Install it from Microsoft's .NET download page or your system's packages (dotnet-sdk-$wanted), then run this again."
  dotnet --version >/dev/null 2>&1 || fail \
    "The .NET SDK $wanted is missing; installed are:" "$(dotnet --list-sdks | sed 's/^/  /')" \
    "Install it from Microsoft's .NET download page or your system's packages (dotnet-sdk-$wanted), then run this again."
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
}

require_node() {
  local have
  have=$(node --version 2>/dev/null || echo none)
  if ! is_node_enough "$have" || ! command -v npm >/dev/null; then
    fail "Node.js with npm is missing: $needed_node (found: $have). It builds the web client." \
      "Install it from the Node.js download page or your system's packages (nodejs, npm), then run this again."
  fi
}

is_node_enough() { # v20.19.0
  local major minor
  IFS=. read -r major minor _ <<<"${1#v}"
  case $major in
  20) [ "$minor" -ge 19 ] ;;
  22) [ "$minor" -ge 13 ] ;;
  *) [ "$major" -ge 24 ] 2>/dev/null ;;
  esac
}

require_sqlite() {
  case $(uname -s) in
  Linux)
    if ! has_library libsqlite3.so.0; then
      install_debian_package libsqlite3-0 "the SQLite library (libsqlite3.so.0), which holds the data"
    fi
    ;;
  esac
}

# Keeps which file of a package is a program, as Lambda needs.
require_zip() {
  command -v zip >/dev/null || install_debian_package zip "zip, which packs the function"
}

# Where the loader knows it, or where it looks on systems whose loader keeps no list.
has_library() { # file name
  # Not grep -q, which ends before a long list does and makes that fail.
  { ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null; } | grep -F "$1" >/dev/null ||
    compgen -G "/lib*/$1" >/dev/null || compgen -G "/usr/lib*/$1" >/dev/null || compgen -G "/usr/lib/*/$1" >/dev/null
}

# The browser of the browser tests: Chromium's headless shell, which takes half the work as it has no windows, or the whole
# of it where a system has no shell; or the one that CRUDDUR_CHROMIUM names.
install_chromium() {
  [ -n "${CRUDDUR_CHROMIUM:-}" ] || command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null ||
    try_debian_package chromium-headless-shell ||
    install_debian_package chromium "Chromium, which the browser tests drive" optional
}

# Sets the clocks of the black box's servers wrong (docs/proof.md).
install_faketime() {
  if ! compgen -G '/usr/lib/*-linux-gnu/faketime/libfaketimeMT.so.1' >/dev/null; then
    install_debian_package faketime "libfaketime, which sets the clocks of servers wrong" optional
  fi
}

# People in Postgres: its programs are in the PATH, or where Debian has them, a folder a version. Of a version, or the first
# in the PATH, else the newest: data are read by the version that made them and by no other.
postgres_programs() { # [version]
  local wanted=${1:-} folder
  for folder in "$(dirname "$(command -v postgres || echo /nowhere/postgres)")" \
    $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t / -k 5 -n -r); do
    if [ -x "$folder/initdb" ] && { [ -z "$wanted" ] || is_postgres "$folder" "$wanted"; }; then
      echo "$folder"
      return
    fi
  done
  return 1
}

is_postgres() { # folder version
  local pattern="\\) $2([^0-9]|\$)"
  [[ $("$1/postgres" --version) =~ $pattern ]]
}

install_postgres() { # [version] [optional]
  local version=${1:-} what="Postgres (initdb and postgres), which can hold the people"
  [ -z "$version" ] ||
    what="Postgres $version (initdb and postgres), which wrote the people in the data folder; no other version reads them"
  postgres_programs "$version" >/dev/null || install_debian_package "postgresql${version:+-$version}" "$what" "${2:-}"
}

install_debian_package() { # package what [optional]
  local package=$1 what=$2 optional=${3:-}
  try_debian_package "$package" && return
  if [ "$optional" = optional ] && [ "${CI:-}" != true ]; then
    echo "  Missing: $what. Its tests will be skipped. Install it with: sudo apt-get install $package" >&2
  else
    fail "Missing: $what." "Install it, on Debian or Ubuntu with: sudo apt-get install $package, then run this again."
  fi
}

try_debian_package() { # package
  local package=$1 log=artifacts/apt.log
  command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ] || return
  mkdir -p artifacts
  echo "  installing $package"
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$package"; } >"$log" 2>&1 || {
    echo "  $package could not be installed; $log says why." >&2
    return 1
  }
}

# The web client's packages.
install_web_packages() { install_packages web; }

# Stand-ins for AWS: what the tests and 'cruddur ddb local' start. They run on Linux on x64 alone.
install_emulators() {
  [ "$(uname -sm)" = "Linux x86_64" ] || {
    echo "The emulators are built for Linux on x64; their tests will be skipped here."
    return
  }
  install_packages emulators
}

# The packages of a folder, exactly those of its lock file; nothing to do while it is unchanged. npm 10 reads the lock
# file, as npm 11 refuses one whose optional binaries for other systems a registry does not have.
install_packages() { # folder
  local folder=$1
  local lock=$folder/package-lock.json stamp=$folder/node_modules/.installed-from
  if [ -f "$stamp" ] && cmp -s "$lock" "$stamp"; then
    return
  fi
  local npm_major
  npm_major=$(npm --version | cut -d. -f1)
  if [ "$npm_major" -ge 11 ]; then
    (cd "$folder" && npx --yes npm@10 ci --no-audit --no-fund) || return
  else
    (cd "$folder" && npm ci --no-audit --no-fund) || return
  fi
  cp "$lock" "$stamp"
}
