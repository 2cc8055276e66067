#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "net/event_stream.hpp"
#include "ports/transport.hpp"

namespace holdfast::net {

struct ServeRequest {
  std::string method;  // as sent: "GET"
  std::string target;  // origin form, printable ASCII: "/api/v1/status?at=…", never decoded
  Headers headers;     // in the order sent, names as sent
  std::string body;
  std::string peer;  // "127.0.0.1:52144"

  // The first header of that name, letter case aside; empty when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  [[nodiscard]] std::string_view path() const;   // the target before '?'
  [[nodiscard]] std::string_view query() const;  // after '?'; empty when there is none
};

struct ServeResponse {
  int status{200};
  Headers headers;  // Content-Length, Transfer-Encoding and Connection are the server's own
  std::string body;
  // Set: the head is sent at once and the answer lasts until the stream is closed; `body` is
  // written first.
  std::shared_ptr<EventStream> stream;
};

// "Not Found" for 404; empty for a status without a usual phrase.
std::string_view phrase_of(int status);

}  // namespace holdfast::net
