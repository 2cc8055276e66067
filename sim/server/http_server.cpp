#include "sim/server/http_server.hpp"

#include <fmt/format.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "sim/server/machine_clock.hpp"
#include "sim/server/stream_server.hpp"
#include "sim/simulator.hpp"

namespace holdfast::sim {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr std::uint64_t largest_request = 16ULL << 20U;

std::string head_of(const Reply& reply, bool keeps_alive) {
  const auto reason =
      http::obsolete_reason(http::int_to_status(static_cast<unsigned>(reply.status)));
  auto head = fmt::format("HTTP/1.1 {} {}\r\n", reply.status,
                          std::string_view{reason.data(), reason.size()});
  for (const auto& header : reply.headers) {
    head += fmt::format("{}: {}\r\n", header.name, header.value);
  }
  head += fmt::format("Content-Length: {}\r\nConnection: {}\r\n\r\n", reply.body.size(),
                      keeps_alive ? "keep-alive" : "close");
  return head;
}

asio::awaitable<void> pause(Duration wait) {
  asio::steady_timer timer{co_await asio::this_coro::executor, wait};
  co_await timer.async_wait(asio::use_awaitable);
}

// Reads and forgets until the client hangs up.
asio::awaitable<void> say_nothing(tcp::socket& socket) {
  std::array<char, 1024> heap{};
  boost::system::error_code error;
  while (!error) {
    co_await socket.async_read_some(asio::buffer(heap),
                                    asio::redirect_error(asio::use_awaitable, error));
  }
}

void drop(tcp::socket& socket) {
  boost::system::error_code ignored;
  socket.set_option(asio::socket_base::linger{true, 0}, ignored);
  socket.close(ignored);
}

// Byte by byte in equal parts, ten to the second at most.
asio::awaitable<void> drip(tcp::socket& socket, const std::string& body, std::size_t bytes_per_s) {
  const std::size_t part = std::max<std::size_t>(1, bytes_per_s / 10);
  const Duration wait =
      bytes_per_s >= 10
          ? Duration{100'000}
          : Duration{1'000'000 / static_cast<std::int64_t>(std::max<std::size_t>(1, bytes_per_s))};
  for (std::size_t at = 0; at < body.size(); at += part) {
    co_await pause(wait);
    co_await asio::async_write(socket,
                               asio::buffer(body.data() + at, std::min(part, body.size() - at)),
                               asio::use_awaitable);
  }
}

// Says whether the connection goes on.
asio::awaitable<bool> send(tcp::socket& socket, const Reply& reply, bool keeps_alive) {
  if (reply.delay > Duration{}) co_await pause(reply.delay);
  if (reply.ending == Ending::never) {
    co_await say_nothing(socket);
    co_return false;
  }
  if (reply.ending == Ending::reset) {
    drop(socket);
    co_return false;
  }
  auto bytes = head_of(reply, keeps_alive);
  if (reply.ending == Ending::drip) {
    co_await asio::async_write(socket, asio::buffer(bytes), asio::use_awaitable);
    co_await drip(socket, reply.body, reply.bytes_per_s);
    co_return keeps_alive;
  }
  const bool cut = reply.ending == Ending::cut;
  bytes += cut ? reply.body.substr(0, reply.cut_at) : reply.body;
  co_await asio::async_write(socket, asio::buffer(bytes), asio::use_awaitable);
  if (cut) {
    boost::system::error_code ignored;
    socket.shutdown(tcp::socket::shutdown_send, ignored);
  }
  co_return keeps_alive && !cut;
}

Request request_of(const http::request<http::string_body>& message, const std::string& prefix) {
  Request request{.method = std::string{message.method_string()},
                  .target = prefix + std::string{message.target()},
                  .body = message.body()};
  for (const auto& field : message) {
    request.headers.push_back({std::string{field.name_string()}, std::string{field.value()}});
  }
  return request;
}

asio::awaitable<void> talk(tcp::socket socket, Simulator& simulator, std::string prefix) {
  boost::beast::flat_buffer buffer;
  try {
    for (bool goes_on = true; goes_on;) {
      http::request_parser<http::string_body> parser;
      parser.body_limit(largest_request);
      co_await http::async_read(socket, buffer, parser, asio::use_awaitable);
      const auto message = parser.release();
      if (boost::beast::websocket::is_upgrade(message)) {
        co_await carry_stream(std::move(socket), message, request_of(message, prefix), simulator);
        co_return;
      }
      const auto reply = simulator.answer(request_of(message, prefix), machine_now());
      goes_on = co_await send(socket, reply, message.keep_alive());
    }
    boost::system::error_code ignored;
    socket.shutdown(tcp::socket::shutdown_send, ignored);
  } catch (const boost::system::system_error&) {
    // The client hung up or did not speak HTTP: the connection ends, the world goes on.
  }
}

asio::awaitable<void> accept_all(tcp::acceptor acceptor, Simulator& simulator, std::string prefix) {
  for (;;) {
    boost::system::error_code error;
    auto socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted) co_return;
    if (error) {
      co_await pause(std::chrono::milliseconds{50});
      continue;
    }
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    asio::co_spawn(acceptor.get_executor(), talk(std::move(socket), simulator, prefix),
                   asio::detached);
  }
}

}  // namespace

Result<std::uint16_t> serve(asio::io_context& io, Simulator& simulator, std::uint16_t port,
                            std::string path_prefix) {
  try {
    tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), port}};
    const auto taken = acceptor.local_endpoint().port();
    asio::co_spawn(io, accept_all(std::move(acceptor), simulator, std::move(path_prefix)),
                   asio::detached);
    return taken;
  } catch (const boost::system::system_error& error) {
    return fail(Fault::unreachable,
                fmt::format("cannot listen on 127.0.0.1:{}: {}", port, error.what()));
  }
}

}  // namespace holdfast::sim
