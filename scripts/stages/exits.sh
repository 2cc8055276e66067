#!/bin/bash
# tests/exits: the loop that must not die, in short forms.
. "$(dirname "$0")/../stage.sh"
exists() { any tests/exits '*_test.cpp'; }
run() { gtest release exits; }
stage_main "$@"
