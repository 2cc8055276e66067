#pragma once
#include <optional>
#include <string_view>

#include "scenario/form.hpp"

namespace holdfast::scenario {

// Where a text that the JSON reader refused stops being JSON, for whoever wrote it. None: it is
// JSON as far as its brackets, commas, strings and keys go.
std::optional<Refusal> syntax_fault(std::string_view text);

}  // namespace holdfast::scenario
