#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "net/serve_message.hpp"

namespace holdfast::net {

enum class Framing : std::uint8_t {
  length,   // Content-Length
  chunked,  // Transfer-Encoding: chunked
  ending,   // ends with the connection (HTTP/1.0)
};
enum class After : std::uint8_t { keep, close };

// The head of an answer with its empty line. `extra` is added where the answer does not speak for
// itself. Nothing when a header could not be written safely (line breaks).
std::optional<std::string> answer_head(const ServeResponse& response, const Headers& extra,
                                       Framing framing, After after);

// The server's own word for a status, as a problem document (RFC 9457) without any data.
ServeResponse plain_problem(int status);

// One piece of a chunked body.
std::string chunk(std::string_view bytes);

}  // namespace holdfast::net
