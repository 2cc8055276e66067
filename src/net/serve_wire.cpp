#include "net/serve_wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "net/header_name.hpp"

namespace holdfast::net {
namespace {

// Framing is the server's own business: a second opinion about it would split the answer.
bool is_framing(std::string_view name) {
  return same_header(name, "content-length") || same_header(name, "transfer-encoding") ||
         same_header(name, "connection");
}

struct Words {
  std::string_view detail;  // what happened
  std::string_view fix;     // what to do
};

Words words_of(int status) {
  switch (status) {
    case 400:
      return {"The request breaks HTTP and was not read.", "Send it with an ordinary HTTP client."};
    case 403:
      return {"Requests from other sites' pages are not answered.",
              "Ask from the daemon's own page, or by a program."};
    case 413:
      return {"The request's body is larger than this server takes.", "Send less at once."};
    case 421:
      return {"This server does not answer under that name.",
              "Use the address it printed at start."};
    case 431:
      return {"The request's head is larger than this server takes.",
              "Send fewer or shorter headers."};
    case 500:
      return {"The request failed inside the server.", "Its log says more."};
    case 501:
      return {"That transfer encoding is not known here.", "Send Content-Length or chunks."};
    case 503:
      return {"Too many connections are open.", "Try again soon."};
    case 505:
      return {"Only HTTP/1.1 is spoken here.", "Use HTTP/1.1."};
    default:
      return {"The request was not answered.", "Try again."};
  }
}

}  // namespace

std::optional<std::string> answer_head(const ServeResponse& response, const Headers& extra,
                                       Framing framing, After after) {
  std::string out = fmt::format("HTTP/1.1 {} {}\r\n", response.status, phrase_of(response.status));
  const auto add = [&](std::string_view name, std::string_view value) {
    fmt::format_to(std::back_inserter(out), "{}: {}\r\n", name, value);
  };
  const auto given = [&](std::string_view name) {
    return std::ranges::any_of(response.headers,
                               [&](const auto& own) { return same_header(own.first, name); });
  };
  for (const auto& [name, value] : response.headers) {
    if (!is_header_name(name) || !is_header_value(value)) return std::nullopt;
    if (!is_framing(name)) add(name, value);
  }
  for (const auto& [name, value] : extra) {
    if (!is_framing(name) && !given(name)) add(name, value);
  }
  const bool bodiless = response.status == 204 || response.status == 304;
  if (framing == Framing::chunked) add("Transfer-Encoding", "chunked");
  if (framing == Framing::length && !bodiless) {
    add("Content-Length", std::to_string(response.body.size()));
  }
  if (after == After::close) add("Connection", "close");
  return out + "\r\n";
}

ServeResponse plain_problem(int status) {
  const Words words = words_of(status);
  return {.status = status,
          .headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
          .body = fmt::format(
              R"({{"type":"about:blank","title":"{}","status":{},"detail":"{}","fix":"{}"}})",
              phrase_of(status), status, words.detail, words.fix),
          .stream = nullptr};
}

std::string chunk(std::string_view bytes) {
  return fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes);
}

}  // namespace holdfast::net
