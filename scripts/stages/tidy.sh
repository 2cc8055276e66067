#!/bin/bash
# clang-tidy over src/ and sim/; files that did not change since they last passed are not read again.
. "$(dirname "$0")/../stage.sh"
exists() { any src '*.cpp'; }
run() {
  build release generated pch_plain pch_async || { count 0 1; return 1; }
  python3 scripts/check_files.py tidy build/release "$jobs"
}
stage_main "$@"
