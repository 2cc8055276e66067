#pragma once
#include "cli/doors.hpp"

namespace holdfast::cli {

// Understands the command line and runs one command. Returns the exit code: the verdict's, or 1
// failure, 2 usage, 4 needs credentials.
int run(int argc, const char* const* argv, Doors doors);

}  // namespace holdfast::cli
