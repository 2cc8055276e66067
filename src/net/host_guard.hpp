#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "net/serve_message.hpp"

namespace holdfast::net {

// Any page that a browser opens can reach 127.0.0.1: by its address, or by a name of its own that
// it points there (DNS rebinding). Only a request for us, from us or from no page at all passes.
class HostGuard {
 public:
  // Both lists hold values exactly as they must be sent.
  HostGuard(std::vector<std::string> hosts, std::vector<std::string> origins)
      : hosts_{std::move(hosts)}, origins_{std::move(origins)} {}
  // "127.0.0.1:8700", "localhost:8700", "[::1]:8700", and their origins.
  static HostGuard of_loopback(std::uint16_t port);

  // 0: go on. 421: not exactly one Host header that bears one of our names, or a target that names
  // a host itself. 400: no path. 403: sent by a page of another site.
  [[nodiscard]] int refusal(const ServeRequest& request) const;

 private:
  [[nodiscard]] bool from_elsewhere(const ServeRequest& request) const;
  std::vector<std::string> hosts_;
  std::vector<std::string> origins_;
};

}  // namespace holdfast::net
