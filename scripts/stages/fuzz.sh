#!/bin/bash
# Each target of fuzz/: the same inputs each time, or for HOLDFAST_FUZZ_S seconds from a new seed.
. "$(dirname "$0")/../stage.sh"
exists() { any fuzz '*.cpp'; }
prepare() { build fuzz stage_fuzz; }
run() {
  prepare || { count 0 1; return 1; }
  python3 scripts/run_fuzz.py build/fuzz "$jobs" ${HOLDFAST_FUZZ_S:+"$HOLDFAST_FUZZ_S"}
}
stage_main "$@"
