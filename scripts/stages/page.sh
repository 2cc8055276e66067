#!/bin/bash
# tests/e2e: the dashboard in Chromium, with axe. Also the dashboard's own unit tests, if any.
. "$(dirname "$0")/../stage.sh"
exists() { [ -f tests/e2e/package.json ] || has_web_tests; }
has_web_tests() { [ -f web/package.json ] && grep -q '"test":' web/package.json; }
run() {
  local result=0
  if has_web_tests; then
    setup_npm web || { count 0 1; return 1; }
    bash scripts/run_node_tests.sh vitest web || result=1
  fi
  if [ -f tests/e2e/package.json ]; then
    needs_binaries && setup_npm tests/e2e || { count 0 1; return 1; }
    HOLDFAST_CHROMIUM="${HOLDFAST_CHROMIUM:-$(command -v chromium || command -v google-chrome)}"
    export HOLDFAST_CHROMIUM
    bash scripts/run_node_tests.sh node tests/e2e || result=1
  fi
  return $result
}
stage_main "$@"
