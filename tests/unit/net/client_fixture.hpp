#pragma once
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "net/deadline.hpp"
#include "net/http_client.hpp"
#include "raw_server.hpp"
#include "real_run.hpp"

namespace holdfast::net {
using namespace std::chrono_literals;
using boost::asio::awaitable;

inline HttpRequest asking(std::string origin, std::string target = "/",
                          Method method = Method::get) {
  return {.method = method,
          .origin = std::move(origin),
          .target = std::move(target),
          .headers = {},
          .body = {}};
}

// "GET /7 HTTP/1.1…" -> "/7"
inline std::string target_of(const std::string& request) {
  const auto from = request.find(' ') + 1;
  return request.substr(from, request.find(' ', from) - from);
}

// Answers each request with its own target.
inline awaitable<void> echo(RawPeer& peer, int) {
  while (true) {
    const auto request = co_await peer.read_request();
    if (request.empty()) co_return;
    co_await peer.write(ok(target_of(request)));
  }
}

struct HttpClientTest : testing::Test {
  boost::asio::io_context io{1};
  HttpClient client{io.get_executor(), {.body_cap = 1000, .header_cap = 500}};

  Result<HttpResponse> ask(HttpRequest request) {
    return real_run(io, client.exchange(std::move(request)));
  }
};

}  // namespace holdfast::net
