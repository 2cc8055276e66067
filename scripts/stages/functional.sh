#!/bin/bash
# tests/functional: the real programs as a person starts them.
. "$(dirname "$0")/../stage.sh"
exists() { any tests/functional 'test_*.py'; }
run() {
  needs_binaries || return 1
  # They wait for clocks, and reckon a tenth of the time.
  python3 scripts/run_unittest.py python3 tests/functional $((jobs * 4))
}
stage_main "$@"
