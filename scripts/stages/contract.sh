#!/bin/bash
# tests/contract: every implementation of a door keeps the door's promises.
. "$(dirname "$0")/../stage.sh"
exists() { any tests/contract '*_test.cpp'; }
run() { gtest release contract; }
stage_main "$@"
