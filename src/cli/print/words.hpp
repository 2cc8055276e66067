#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "cli/json_tree.hpp"
#include "domain/time.hpp"

namespace holdfast::cli {

// "● agrees": shape and word say the same, and so does the colour where there is one.
std::string verdict_words(std::string_view verdict);
std::string_view verdict_paint(std::string_view verdict);
std::string_view verdict_shape(std::string_view verdict);
// "2 s", "4 min", "3 h", "5 d"; "never" for an empty text.
std::string age_words(std::string_view iso_time, UtcTime now);
// What of an account (of /api/v1/status) its streams have no room for; empty where they have all.
std::string polled_only_words(const JsonTree& account);

}  // namespace holdfast::cli
