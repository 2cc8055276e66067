#pragma once
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace holdfast::platform {

// Puts a file of ours in place, mode 0600, in one step: whoever reads it meanwhile, or after a
// crash, finds the old content or the new one whole. Its folder is made where there is none, for us
// alone.
Result<void> write_private_file(const std::string& path, std::string_view content);

// Twelve hex digits that tell whether bytes are still the same; no protection from an enemy.
std::string mark_of(std::string_view bytes);

}  // namespace holdfast::platform
