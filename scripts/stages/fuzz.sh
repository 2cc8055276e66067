#!/bin/bash
# Each target of fuzz/ for HOLDFAST_FUZZ_S seconds (10).
. "$(dirname "$0")/../stage.sh"
exists() { any fuzz '*.cpp'; }
run() {
  build fuzz stage_fuzz || { count 0 1; return 1; }
  python3 scripts/run_fuzz.py build/fuzz "$jobs" "${HOLDFAST_FUZZ_S:-10}"
}
stage_main "$@"
