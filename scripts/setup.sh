# Sourced after talk.sh, in the repository's root. Installs what is missing; when nothing is, each
# function returns within a fraction of a second.

node_wanted="20.19.0"
logs="build/logs"

# setup_packages LIST…: the Debian packages named in the files.
setup_packages() {
  local wanted missing
  wanted="$(cat "$@" | grep -v '^#')"
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "      not a Debian system: taking for granted that these are installed: $(echo $wanted)"
    return 0
  fi
  # shellcheck disable=SC2086
  missing="$(comm -23 <(printf '%s\n' $wanted | sort) \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null |
      sed -n 's/^installed //p' | sort))"
  if [ -z "$missing" ]; then return 0; fi
  say "      installing:" $missing
  mkdir -p "$logs"
  local root=()
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      explain "packages are missing, this user is not root and there is no sudo" \
        "nothing can be installed from here" \
        "as root: apt-get install --no-install-recommends $(echo $missing)"
      return 1
    fi
    root=(sudo)
  fi
  local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y
    -o DPkg::Lock::Timeout=900 -o Acquire::Retries=3)
  # shellcheck disable=SC2086
  if ! { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends $missing; } \
    </dev/null >"$logs/packages.log" 2>&1; then
    tail -n 5 "$logs/packages.log" >&2
    explain "apt-get could not install:$(printf ' %s' $missing)" \
      "the build needs them; the lines above are apt's own words" \
      "check the network and the package sources (Debian 12), then start this command again" \
      "$logs/packages.log"
    return 1
  fi
}

node_is_new_enough() {
  local found
  found="$("$1" --version 2>/dev/null)" || return 1
  [ "$(printf '%s\n' "v$node_wanted" "$found" | sort -V | head -n 1)" = "v$node_wanted" ]
}

# setup_node: node of at least $node_wanted and npm on the PATH. Where the machine's own node is
# older, or missing, it comes from the npm package `node`, into .tools/.
setup_node() {
  export PATH="$PWD/.tools/node/bin:$PATH"
  if command -v npm >/dev/null && node_is_new_enough node; then return 0; fi
  mkdir -p "$logs" .tools
  if ! command -v npm >/dev/null; then
    setup_packages <(echo npm) || return 1
  fi
  if node_is_new_enough node; then return 0; fi
  say "      node $node_wanted or newer comes from npm, into .tools/"
  rm -rf .tools/node .tools/node_package
  if ! npm install --prefix .tools/node_package --no-audit --no-fund node@22 \
    </dev/null >"$logs/node.log" 2>&1 ||
    ! ln -s node_package/node_modules/node .tools/node ||
    ! node_is_new_enough .tools/node/bin/node; then
    tail -n 5 "$logs/node.log" >&2
    explain "npm could not install node@22" \
      "the dashboard and the page tests need node $node_wanted or newer" \
      "install such a node by hand, or check npm's network and start this command again" \
      "$logs/node.log"
    return 1
  fi
  hash -r
}

# setup_npm FOLDER: the folder's node_modules, as its lock file says.
setup_npm() {
  setup_node || return 1
  mkdir -p "$logs"
  local log="$logs/npm_${1//\//_}.log"
  if ! bash scripts/npm_ci.sh "$1" </dev/null >"$log" 2>&1; then
    tail -n 8 "$log" >&2
    explain "npm ci failed in $1" "its packages are missing" \
      "check npm's network; then start this command again" "$log"
    return 1
  fi
}

# setup_web: whatever the release build's dashboard needs; nothing when there is no dashboard.
setup_web() {
  if [ -f web/package.json ]; then setup_npm web; fi
}
