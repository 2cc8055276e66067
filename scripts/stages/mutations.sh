#!/bin/bash
# Bugs planted into the core, one after another: a test must notice each (tests/mutations/list.txt).
. "$(dirname "$0")/../stage.sh"
exists() { [ -f tests/mutations/list.txt ]; }
run() { python3 tests/mutations/run.py; }
stage_main "$@"
