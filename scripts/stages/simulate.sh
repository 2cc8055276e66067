#!/bin/bash
# tests/simulation: the engine on virtual time, with faults drawn from seeds.
. "$(dirname "$0")/../stage.sh"
exists() { any tests/simulation '*_test.cpp'; }
run() { gtest release simulate; }
stage_main "$@"
