#!/bin/bash
# g++ 12 reads every file of src/ and sim/ (syntax and warnings only; it must not build coroutines).
. "$(dirname "$0")/../stage.sh"
exists() { any src '*.cpp'; }
run() {
  build release generated || { count 0 1; return 1; }
  python3 scripts/check_files.py gcc build/release "$jobs"
}
stage_main "$@"
