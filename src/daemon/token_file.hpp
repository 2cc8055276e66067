#pragma once
#include <string>

#include "api/token_book.hpp"
#include "ports/entropy.hpp"

namespace holdfast::daemon {

// A new token for this run, written where the command line reads it (mode 0600, replaced in one
// step). Only its hash stays in memory.
Result<api::TokenBook> write_token_file(const std::string& path, Entropy& entropy);

}  // namespace holdfast::daemon
