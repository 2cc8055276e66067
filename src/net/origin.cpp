#include "net/origin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <optional>

#include "net/printable.hpp"

namespace holdfast::net {
namespace {

bool is_host_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_';
}

bool is_name(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, is_host_letter) &&
         host.front() != '.' && host.back() != '.' && host.find("..") == std::string_view::npos;
}

bool is_ipv6(std::string_view host) {
  boost::system::error_code ec;
  boost::asio::ip::make_address_v6(std::string{host}, ec);
  return !ec && host.find('%') == std::string_view::npos;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  if (text.empty() || text.size() > 5) return std::nullopt;
  std::uint32_t port = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    port = port * 10 + static_cast<std::uint32_t>(c - '0');
  }
  if (port == 0 || port > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(port);
}

}  // namespace

Result<Origin> parse_origin(std::string_view text) {
  const auto wrong = [&] {
    return fail(Fault::refused, fmt::format("'{}' is no address of a server: it must be like "
                                            "https://host or http://host:port",
                                            printable(text, 80)));
  };
  Origin origin;
  if (text.starts_with("https://")) {
    origin.scheme = Scheme::https;
  } else if (!text.starts_with("http://")) {
    return wrong();
  }
  const std::uint16_t usual = origin.scheme == Scheme::https ? 443 : 80;
  std::string_view rest = text.substr(text.find("//") + 2);
  std::string_view shown;  // the host as it stands in a URL
  if (rest.starts_with('[')) {
    const auto end = rest.find(']');
    if (end == std::string_view::npos || !is_ipv6(rest.substr(1, end - 1))) return wrong();
    origin.host = rest.substr(1, end - 1);
    shown = rest.substr(0, end + 1);
  } else {
    shown = rest.substr(0, std::min(rest.find(':'), rest.size()));
    if (!is_name(shown)) return wrong();
    origin.host = shown;
  }
  rest.remove_prefix(shown.size());
  origin.port = usual;
  if (!rest.empty()) {
    const auto port = rest.front() == ':' ? parse_port(rest.substr(1)) : std::nullopt;
    if (!port) return wrong();
    origin.port = *port;
  }
  origin.host_header =
      origin.port == usual ? std::string{shown} : fmt::format("{}:{}", shown, origin.port);
  return origin;
}

}  // namespace holdfast::net
