#pragma once
#include <string>
#include <string_view>

#include "ports/transport.hpp"

namespace holdfast::api {

struct Answer {
  int status{200};
  std::string content_type;  // empty: no body
  std::string body;
  Headers headers;  // beside those that every answer gets
};

inline constexpr std::string_view json_type = "application/json";

inline Answer json_answer(std::string body, int status = 200) {
  return {.status = status, .content_type = std::string{json_type}, .body = std::move(body)};
}

}  // namespace holdfast::api
