#!/bin/bash
# tests/unit: each folder of src/ and sim/ alone, on the release build.
. "$(dirname "$0")/../stage.sh"
exists() { any tests/unit '*_test.cpp'; }
run() { gtest release unit; }
stage_main "$@"
