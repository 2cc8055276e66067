#!/bin/bash
# tests/scenarios: scenario files through the real engine, and tests written against it.
. "$(dirname "$0")/../stage.sh"
exists() { any tests/scenarios '*_test.cpp' || any tests/scenarios '*.json'; }
run() {
  local result=0 log=build/logs/scenarios.log last
  if any tests/scenarios '*_test.cpp'; then gtest release scenarios || result=1; fi
  if any tests/scenarios '*.json'; then
    needs_binaries || return 1
    build/release/bin/holdfast scenario run tests/scenarios --strict </dev/null 2>&1 | tee "$log" |
      grep -v -i '^ok\|^pass' | tail -n 60
    last="$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1)"
    if [ -z "$last" ]; then
      cannot "holdfast scenario run printed no sum" "it stopped before its end" \
        "build/release/bin/holdfast scenario run tests/scenarios" "$log"
      return 1
    fi
    # shellcheck disable=SC2046
    count $(echo "$last" | tr -dc '0-9 ') || result=1
    # With each expectation altered in turn, none may pass.
    build/release/bin/holdfast scenario run tests/scenarios --negate </dev/null >"$log.negated" 2>&1
    if ! grep -q -E '^0 passed, [1-9][0-9]* failed$' "$log.negated"; then
      cannot "a scenario passes with its expectations altered" "it proves nothing" \
        "build/release/bin/holdfast scenario run tests/scenarios --negate" "$log.negated"
      result=1
    fi
  fi
  return $result
}
stage_main "$@"
