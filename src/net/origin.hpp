#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace holdfast::net {

enum class Scheme : std::uint8_t { http, https };

struct Origin {
  Scheme scheme{};
  std::string host;  // "external-api.kalshi.com", "127.0.0.1", "::1"
  std::uint16_t port{};
  std::string host_header;  // as in the Host header: without the scheme's usual port
};

// "https://host", "http://host:port", "http://[::1]:port": nothing before and nothing after, no
// user, no path. Fault::refused says what is wrong with it.
Result<Origin> parse_origin(std::string_view text);

}  // namespace holdfast::net
