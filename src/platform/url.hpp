#pragma once
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace holdfast::platform {

// An address of a server, split where ports/transport wants it.
struct Url {
  std::string origin;  // "https://external-api.kalshi.com", "http://127.0.0.1:8701"
  std::string path;    // "/trade-api/v2"; "" for none, never a trailing slash; may end in a query
  friend bool operator==(const Url&, const Url&) = default;
  [[nodiscard]] std::string text() const { return origin + path; }
};

// Accepts https anywhere and http on loopback only. Refuses user:password@ and fragments. The
// error text never repeats the address: it may bear an access key.
Result<Url> parse_url(std::string_view text);

[[nodiscard]] std::string_view host_of(const Url& url);  // without port and brackets
bool is_loopback_host(std::string_view host);            // 127.0.0.0/8, ::1, localhost

// The origin, and "/…" for a path: RPC providers put access keys there.
std::string shown(const Url& url);

}  // namespace holdfast::platform
