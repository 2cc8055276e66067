#!/bin/bash
# Tests of all that more than one thread runs, under the thread sanitizer: the contract tests, the
# unit tests of each folder of src/ that names a thread, a lock or an atomic (the others run in one),
# and the whole daemon, asked over HTTP while its streams are open.
. "$(dirname "$0")/../stage.sh"
exists() { any tests/unit '*_test.cpp'; }
only_threads() {
  local folders
  folders="$(grep -rlE 'std::(jthread|thread|(shared_)?mutex|atomic|condition_variable)' src |
    cut -d/ -f2 | sort -u | paste -sd'|')"
  export HOLDFAST_ONLY="${HOLDFAST_ONLY:-^(contract_[a-z]+|unit_($folders)(_.*)?)$}"
}
prepare() {
  only_threads
  build_tests tsan unit contract && build_programs tsan
}
run() {
  only_threads
  export TSAN_OPTIONS="${TSAN_OPTIONS:-halt_on_error=1 second_deadlock_stack=1}"
  export HOLDFAST_FAULTS="${HOLDFAST_FAULTS:-100}"
  gtest tsan unit contract
  local code=$?
  whole tsan overview streams cases && [ $code = 0 ]
}
stage_main "$@"
