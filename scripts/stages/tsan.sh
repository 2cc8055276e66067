#!/bin/bash
# Unit and contract tests under the thread sanitizer.
. "$(dirname "$0")/../stage.sh"
exists() { any tests/unit '*_test.cpp'; }
run() {
  export TSAN_OPTIONS="${TSAN_OPTIONS:-halt_on_error=1 second_deadlock_stack=1}"
  gtest tsan unit contract
}
stage_main "$@"
