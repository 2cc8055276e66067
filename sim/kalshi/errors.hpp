#pragma once
#include <string_view>

#include "sim/call.hpp"

namespace holdfast::sim::kalshi {

// Kalshi answers errors in four shapes (recorded June 2026); a client must take all of them.
// A: {"error":{"code","message","details"?}}
Answer wrapped_error(int status, std::string_view code, std::string_view message,
                     std::string_view details = "");
// B: {"code","message","details"?} from the JSON decoder
Answer flat_error(int status, std::string_view code, std::string_view message,
                  std::string_view details = "");
// C: {"msg"} from the query parameters' validation
Answer parameter_error(std::string_view message);
// D: {"error":"too many requests"}, without Retry-After
Answer too_many_requests();

Answer not_found();
Answer signature_refused();

}  // namespace holdfast::sim::kalshi
