#pragma once
#include <optional>

#include "scenario/form.hpp"

namespace holdfast::scenario {

// The first thing in which a file does not fit its JSON Schema; only what words and names mean is
// left to its readers. `holdfast scenario schema` says of a file what this does.
std::optional<Refusal> misfit(const Value& file);

// The JSON Schema of a scenario file.
std::string_view schema();

// The words of JSON Schema that are understood here, and those that check nothing.
bool is_schema_word(std::string_view word);

}  // namespace holdfast::scenario
