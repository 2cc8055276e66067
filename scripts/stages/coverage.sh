#!/bin/bash
# Lines of src/domain and src/core that unit and property tests reach: at least 95 %.
. "$(dirname "$0")/../stage.sh"
exists() { any tests/unit/domain '*.cpp' || any tests/unit/core '*.cpp'; }
run() {
  local result=0
  rm -rf build/coverage/profiles
  mkdir -p build/coverage/profiles
  export LLVM_PROFILE_FILE="$PWD/build/coverage/profiles/%p-%m.profraw"
  export HOLDFAST_HISTORIES="${HOLDFAST_HISTORIES:-300}"
  [ "$RC_PARAMS" != seed=1 ] || export RC_PARAMS="seed=1 max_success=25"
  export HOLDFAST_ONLY='^(unit_domain|unit_core|property_tests)'
  configure coverage || { count 0 1; return 1; }
  local targets=() target
  for target in unit_domain unit_core property_tests; do
    if has_target coverage $target; then targets+=("$target"); fi
  done
  build coverage "${targets[@]}" || { count 0 1; return 1; }
  python3 scripts/run_gtest.py build/coverage "$jobs" unit property || result=1
  python3 scripts/measure_coverage.py build/coverage 95 src/domain src/core || result=1
  return $result
}
stage_main "$@"
