#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/serve_message.hpp"

namespace holdfast::api {

// A request with its address taken apart. Names and values are decoded; nothing else is.
struct Request {
  std::string method;
  std::string path;                   // as sent, without the query
  std::vector<std::string> segments;  // of the path, decoded: a name may hold a slash
  std::map<std::string, std::string> query;
  Headers headers;
  std::string body;
  std::string peer;

  [[nodiscard]] std::string_view header(std::string_view name) const;  // the first; else empty
  // The value of a query field; empty when absent.
  [[nodiscard]] std::string_view query_text(std::string_view name) const;
  [[nodiscard]] bool reads() const { return method == "GET" || method == "HEAD"; }
  // What a browser sends when a person opens an address, and a program does not.
  [[nodiscard]] bool prefers_html() const;
};

// Fault::malformed for an address that is broken: a bad escape, a field given twice.
Result<Request> read_request(net::ServeRequest sent);

}  // namespace holdfast::api
