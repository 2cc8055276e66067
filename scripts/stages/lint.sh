#!/bin/bash
# tests/lint: each lint first proves that it catches a planted violation, then reads the tree.
. "$(dirname "$0")/../stage.sh"
exists() { any tests/lint 'lint_*.py'; }
run() { python3 tests/lint/run.py; }
stage_main "$@"
