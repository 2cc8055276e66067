# Sourced by each scripts/stages/<stage>.sh, which defines `exists` (is there anything to run?) and
# `run` (runs it, and calls `count PASSED FAILED` at least once), and where much is to be built
# `prepare`, which builds it and runs nothing. Called as `<stage>.sh exists|prepare|run`.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
# shellcheck source=scripts/talk.sh
. scripts/talk.sh
# shellcheck source=scripts/setup.sh
. scripts/setup.sh
# shellcheck source=scripts/build.sh
. scripts/build.sh
export PATH="$PWD/.tools/node/bin:$PATH"
jobs="$(nproc)"
# RapidCheck draws the same inputs each time, so that a stage fails for a change and not by chance.
# To look further: RC_PARAMS="max_success=10000" ./test property
export RC_PARAMS="${RC_PARAMS-seed=1}"

# any FOLDER PATTERN: is there such a file?
any() { [ -d "$1" ] && [ -n "$(find "$1" -name node_modules -prune -o -name "$2" -print -quit)" ]; }

# count PASSED FAILED: adds to the sum that ./test prints last.
count() {
  printf '%s %s\n' "$1" "$2" >>"${HOLDFAST_COUNTS:-/dev/null}"
  [ "$2" = 0 ]
}

# cannot WHAT MEANING DO [LOG]: the stage cannot run, which is a failure.
cannot() {
  explain "$@"
  count 0 1
}

# build_tests PRESET LABEL…: the test binaries of the labels; HOLDFAST_ONLY is a pattern for their names.
build_tests() {
  local preset="$1" targets
  shift
  configure "$preset" || return 1
  mapfile -t targets < <(python3 scripts/run_gtest.py "build/$preset" names "$@")
  build "$preset" "${targets[@]}"
}

# gtest PRESET LABEL…: builds and runs them.
gtest() {
  local preset="$1"
  build_tests "$@" || { count 0 1; return 1; }
  shift
  python3 scripts/run_gtest.py "build/$preset" "$jobs" "$@"
}

# build_programs PRESET: the two that people start.
build_programs() { build "$1" holdfast holdfast-sim; }

# needs_binaries: what tests against the real programs need, built for release.
needs_binaries() {
  setup_web || { count 0 1; return 1; }
  build_programs release || { count 0 1; return 1; }
  export HOLDFAST_BIN_DIR="$PWD/build/release/bin"
}

# whole PRESET NAME…: these functional tests against the real programs of another preset, where all
# threads and parts of the daemon run together.
whole() {
  local preset="$1"
  shift
  build_programs "$preset" || { count 0 1; return 1; }
  HOLDFAST_BIN_DIR="$PWD/build/$preset/bin" python3 scripts/run_unittest.py python3 tests/functional "$jobs" "$@"
}

# Tests write ledgers by the thousand, and each commit waits for the disk: where memory takes files and
# has room, they are there. What a disk may do wrong is tested with disks that do it.
write_in_memory() {
  local room_mb
  scratch="$(mktemp -d /dev/shm/holdfast-test-XXXXXX 2>/dev/null)" || return 0
  trap 'rm -rf "$scratch"' EXIT
  room_mb="$(df --output=avail -BM "$scratch" | tail -1 | tr -dc 0-9)"
  printf '#!/bin/sh\n' >"$scratch/runs" && chmod +x "$scratch/runs"
  if [ "${room_mb:-0}" -ge 2048 ] && "$scratch/runs" 2>/dev/null; then export TMPDIR="$scratch"; fi
}

stage_main() {
  case "${1:-run}" in
  exists) exists ;;
  prepare) if declare -F prepare >/dev/null; then prepare; fi ;;
  run) write_in_memory && run ;;
  *) say "usage: $0 exists|prepare|run" && exit 2 ;;
  esac
}
