#include "net/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "net/header_name.hpp"
#include "net/printable.hpp"
#include "net/request_text.hpp"

namespace holdfast::net {
namespace {

constexpr std::array<std::string_view, 7> ours{
    "host", "connection", "content-length", "upgrade", "te", "transfer-encoding", "trailer"};

bool is_target(std::string_view target) {
  return target.starts_with('/') &&
         std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
}

Result<void> check(const HttpRequest& request) {
  const auto refuse = [&](std::string_view why) {
    return fail(Fault::refused, fmt::format("{} cannot be sent: {}", request_text(request), why));
  };
  if (!is_target(request.target)) {
    return refuse("its target is not a path of printable ASCII characters");
  }
  for (const auto& [name, value] : request.headers) {
    if (!is_header_name(name)) {
      return refuse(fmt::format("'{}' is no name of a header", printable(name, 40)));
    }
    if (!is_header_value(value)) {
      return refuse(fmt::format("the header {} holds a control character", name));
    }
    const auto same = [&](std::string_view own) { return same_header(own, name); };
    if (std::ranges::any_of(ours, same)) {
      return refuse(fmt::format("the header {} belongs to the connection", name));
    }
  }
  return {};
}

}  // namespace

Result<std::string> wire_form(const HttpRequest& request, const Origin& origin,
                              std::string_view user_agent) {
  if (const auto fine = check(request); !fine) return tl::make_unexpected(fine.error());
  const auto given = [&](std::string_view name) {
    return std::ranges::any_of(request.headers,
                               [&](const auto& header) { return same_header(header.first, name); });
  };
  std::string out;
  out.reserve(512 + request.target.size() + request.body.size());
  const auto add = [&](std::string_view name, std::string_view value) {
    fmt::format_to(std::back_inserter(out), "{}: {}\r\n", name, value);
  };
  fmt::format_to(std::back_inserter(out), "{} {} HTTP/1.1\r\n", name_of(request.method),
                 request.target);
  add("Host", origin.host_header);
  if (!given("user-agent")) add("User-Agent", user_agent);
  if (!given("accept-encoding")) add("Accept-Encoding", "identity");
  if (!given("accept")) add("Accept", "*/*");
  for (const auto& [name, value] : request.headers) add(name, value);
  if (!request.body.empty() || request.method == Method::post) {
    add("Content-Length", std::to_string(request.body.size()));
  }
  out += "\r\n";
  out += request.body;
  return out;
}

}  // namespace holdfast::net
