#include "net/host_guard.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "net/header_name.hpp"

namespace holdfast::net {
namespace {

bool among(const std::vector<std::string>& list, std::string_view value) {
  return std::ranges::find(list, value) != list.end();
}

}  // namespace

HostGuard HostGuard::of_loopback(std::uint16_t port) {
  std::vector<std::string> hosts;
  std::vector<std::string> origins;
  for (const auto* name : {"127.0.0.1", "localhost", "[::1]"}) {
    hosts.push_back(fmt::format("{}:{}", name, port));
    origins.push_back(fmt::format("http://{}:{}", name, port));
  }
  return {std::move(hosts), std::move(origins)};
}

// Browsers send Origin with every request that could change something, and Sec-Fetch-Site with all.
// Programs send neither. A link on another page may lead here (mode navigate): it carries no
// cookie, because ours are SameSite=Strict.
bool HostGuard::from_elsewhere(const ServeRequest& request) const {
  bool navigates = request.method == "GET" || request.method == "HEAD";
  navigates = navigates && request.header("sec-fetch-mode") == "navigate";
  for (const auto& [name, value] : request.headers) {
    if (same_header(name, "origin") && !among(origins_, value)) return true;
    const bool ours = value == "same-origin" || value == "none";
    if (same_header(name, "sec-fetch-site") && !ours && !navigates) return true;
  }
  return request.count("origin") > 1;
}

int HostGuard::refusal(const ServeRequest& request) const {
  if (request.count("host") != 1 || !among(hosts_, request.header("host"))) return 421;
  if (!request.target.starts_with('/')) {
    return request.target.find("://") != std::string::npos ? 421 : 400;
  }
  return from_elsewhere(request) ? 403 : 0;
}

}  // namespace holdfast::net
