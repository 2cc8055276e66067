#include "platform/url.hpp"

#include <algorithm>
#include <charconv>

namespace holdfast::platform {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_host_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
}

bool is_path_character(char c) { return c > ' ' && c < 0x7f && c != '#' && c != '\\' && c != '"'; }

bool is_port(std::string_view text) {
  unsigned value{};
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && stop == end && value >= 1 && value <= 65535;
}

// Splits "host:port", "[::1]:port"; the port may be missing.
struct Authority {
  std::string_view host;
  std::string_view port;
  bool has_port{};
};

Result<Authority> split_authority(std::string_view text) {
  Authority parts;
  std::size_t host_end = 0;
  if (text.starts_with('[')) {
    host_end = text.find(']');
    if (host_end == std::string_view::npos) return fail(Fault::malformed, "has no closing ]");
    parts.host = text.substr(1, host_end - 1);
    ++host_end;
  } else {
    host_end = std::min(text.find(':'), text.size());
    parts.host = text.substr(0, host_end);
  }
  const auto rest = text.substr(host_end);
  if (rest.empty()) return parts;
  parts.has_port = true;
  parts.port = rest.substr(1);
  if (rest.front() != ':' || !is_port(parts.port)) {
    return fail(Fault::malformed, "has a port that is not a number from 1 to 65535");
  }
  return parts;
}

bool is_host(const Authority& parts, bool in_brackets) {
  if (parts.host.empty()) return false;
  if (in_brackets) {
    return std::ranges::all_of(parts.host, [](char c) {
      return is_digit(c) || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
    });
  }
  return std::ranges::all_of(parts.host, is_host_character) && parts.host.front() != '.' &&
         parts.host.front() != '-';
}

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return out;
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  const auto scheme_end = text.find("://");
  const auto scheme = scheme_end == std::string_view::npos ? "" : lower(text.substr(0, scheme_end));
  if (scheme != "https" && scheme != "http") {
    return fail(Fault::malformed, "does not begin with https://");
  }
  const auto rest = text.substr(scheme_end + 3);
  const auto authority_end = std::min(rest.find_first_of("/?#"), rest.size());
  if (rest.substr(0, authority_end).find('@') != std::string_view::npos) {
    return fail(Fault::malformed,
                "carries a user or password before @, which Holdfast never sends");
  }
  const auto authority = lower(rest.substr(0, authority_end));
  const auto parts = split_authority(authority);
  if (!parts) return tl::make_unexpected(parts.error());
  if (!is_host(*parts, authority.starts_with('['))) {
    return fail(Fault::malformed, "names no host");
  }
  if (scheme == "http" && !is_loopback_host(parts->host)) {
    return fail(Fault::malformed, "is http to another machine; only https is safe there");
  }
  auto path = rest.substr(authority_end);
  if (!std::ranges::all_of(path, is_path_character)) {
    return fail(Fault::malformed, "has a space, a # or another character that no URL may carry");
  }
  while (path.ends_with('/')) path.remove_suffix(1);
  return Url{.origin = scheme + "://" + authority, .path = std::string{path}};
}

std::string_view host_of(const Url& url) {
  std::string_view rest{url.origin};
  rest.remove_prefix(rest.find("://") + 3);
  const auto parts = split_authority(rest);
  return parts ? parts->host : rest;
}

bool is_loopback_host(std::string_view host) {
  if (host == "localhost" || host == "::1") return true;
  if (!host.starts_with("127.")) return false;
  // 127.evil.example is a name, not an address.
  return std::ranges::all_of(host, [](char c) { return is_digit(c) || c == '.'; }) &&
         std::ranges::count(host, '.') == 3 && host.back() != '.';
}

std::string shown(const Url& url) { return url.path.empty() ? url.origin : url.origin + "/…"; }

}  // namespace holdfast::platform
