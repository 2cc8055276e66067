#!/bin/bash
# tests/property: laws of values and decisions, on drawn inputs.
. "$(dirname "$0")/../stage.sh"
exists() { any tests/property '*_test.cpp'; }
run() { gtest release property; }
stage_main "$@"
