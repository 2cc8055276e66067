#!/bin/bash
# tests/interop: official and well-known clients against the simulator.
. "$(dirname "$0")/../stage.sh"
exists() { [ -f tests/interop/package.json ] || any tests/interop 'test_*.py'; }
run() {
  local result=0
  needs_binaries || return 1
  if [ -f tests/interop/package.json ]; then
    setup_npm tests/interop || { count 0 1; return 1; }
    bash scripts/run_node_tests.sh node tests/interop || result=1
  fi
  if any tests/interop 'test_*.py'; then
    local python=python3
    if [ -f tests/interop/requirements.txt ]; then
      python=tests/interop/.venv/bin/python3
      bash scripts/venv.sh tests/interop >build/logs/venv.log 2>&1 || {
        tail -n 5 build/logs/venv.log >&2
        cannot "pip could not install tests/interop/requirements.txt" \
          "the Python clients cannot run" "check pip's network, then start again" \
          build/logs/venv.log
        return 1
      }
    fi
    python3 scripts/run_unittest.py "$python" tests/interop || result=1
  fi
  return $result
}
stage_main "$@"
