#!/bin/bash
# Unit, property, contract and simulation tests under the address and undefined-behaviour sanitizers.
. "$(dirname "$0")/../stage.sh"
exists() { any tests/unit '*_test.cpp'; }
wanted=(asan unit property contract simulate)
prepare() { build_tests "${wanted[@]}"; }
run() {
  export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_stack_use_after_return=1:strict_string_checks=1}"
  export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
  export HOLDFAST_HISTORIES="${HOLDFAST_HISTORIES:-150}" HOLDFAST_FAULTS="${HOLDFAST_FAULTS:-100}"
  [ "$RC_PARAMS" != seed=1 ] || export RC_PARAMS="seed=1 max_success=20"
  export HOLDFAST_SEEDS="${HOLDFAST_SEEDS:-3}" HOLDFAST_DAYS="${HOLDFAST_DAYS:-1}"
  gtest "${wanted[@]}"
}
stage_main "$@"
