#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sim/call.hpp"
#include "sim/routes.hpp"

// Polymarket's Data API: v2 envelopes, v1 bare arrays.
namespace holdfast::sim::polymarket {

Answer positions_v2(World& world, const Call& call);
Answer activity_v2(World& world, const Call& call);
Answer trades_v2(World& world, const Call& call);
Answer value_v2(World& world, const Call& call);
Answer resolutions_v2(World& world, const Call& call);
Answer positions_v1(World& world, const Call& call);
Answer value_v1(World& world, const Call& call);
Answer activity_v1(World& world, const Call& call);
Answer trades_v1(World& world, const Call& call);
Answer data_status(World& world, const Call& call);

// {"error","code","parameter"?,"retryable","trace_id"} with the status that belongs to the code.
Answer data_error(World& world, std::string_view code, std::string_view message,
                  std::string_view parameter = "");
// A success: data as the only member, or with a pagination object beside it.
Answer data_answer(World& world, Node data);
// Refuses more than the measured rate with 429 and without Retry-After.
std::optional<Answer> data_rate_limit(World& world, const Call& call);

// A parameter under its snake_case or camelCase name; null when absent.
const std::string* data_parameter(const Call& call, std::string_view snake_case);
std::string data_value(const Call& call, std::string_view snake_case,
                       std::string_view otherwise = "");

// "0x" and 40 hex digits in lower case; empty when the text is no address.
std::string address_of(std::string_view text);

// Answers from the CDN's copy while it is fresh, else by `make`, which is then kept.
Answer through_cdn(World& world, const Call& call, Duration max_age,
                   Answer (*make)(World& world, const Call& call));

}  // namespace holdfast::sim::polymarket
