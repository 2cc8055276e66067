#pragma once
#include <string_view>

#include "domain/error.hpp"
#include "platform/json_reader.hpp"
#include "platform/json_writer.hpp"

namespace holdfast::cli {

// Hands a value of the daemon's answer on as it is: every field in its order, numbers to the last
// digit. For answers of which only a part is wanted.
Result<void> copy_json(platform::JsonValue& value, platform::JsonWriter& into);

}  // namespace holdfast::cli
