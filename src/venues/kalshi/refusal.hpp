#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "ports/transport.hpp"

namespace holdfast::kalshi {

// What Kalshi says when it refuses. Four shapes are in use:
//   {"error":{"code","message","details"}}   most routes
//   {"code","message","details"}             bodies it cannot decode
//   {"msg":"..."}                            query parameters
//   {"error":"too many requests"}            rate limit
struct Refusal {
  std::string code;
  std::string message;
  std::string details;
};

// None when the body is no refusal of any shape.
std::optional<Refusal> parse_refusal(std::string_view body);

// An answer that is not a listing as the fault it means; none for a 200 that is not a refusal in
// disguise. `route` is for the text.
std::optional<Error> fault_of(const HttpResponse& response, std::string_view route);

// 401 header_timestamp_expired: the key may be good and our clock wrong.
bool is_clock_refusal(const HttpResponse& response);

}  // namespace holdfast::kalshi
