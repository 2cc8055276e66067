#include "sim/server/stream_server.hpp"

#include <array>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket.hpp>

#include "sim/server/machine_clock.hpp"
#include "sim/simulator.hpp"

namespace holdfast::sim {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using Socket = websocket::stream<tcp::socket, false>;

constexpr Duration look_every = std::chrono::milliseconds{20};
constexpr Duration heartbeat_every = std::chrono::seconds{10};  // as Kalshi's pings
constexpr std::size_t largest_message = 1U << 20U;

asio::awaitable<void> pause(Duration wait) {
  asio::steady_timer timer{co_await asio::this_coro::executor, wait};
  co_await timer.async_wait(asio::use_awaitable);
}

// Reads until the client goes. On a connection that is to look dead the bytes are thrown away as
// they come: nobody answers its pings then.
asio::awaitable<void> listen(Socket& ws, Simulator& simulator, StreamId id, const bool& silent) {
  boost::system::error_code ec;
  while (!silent) {
    boost::beast::flat_buffer buffer;
    co_await ws.async_read(buffer, asio::redirect_error(asio::use_awaitable, ec));
    if (silent) break;  // speak() has broken the read off
    if (ec) co_return;
    simulator.hear(id, {static_cast<const char*>(buffer.data().data()), buffer.size()},
                   machine_now());
  }
  std::array<char, 1024> heap{};
  for (ec.clear(); !ec;) {
    co_await ws.next_layer().async_read_some(asio::buffer(heap),
                                             asio::redirect_error(asio::use_awaitable, ec));
  }
}

asio::awaitable<void> speak(Socket& ws, Simulator& simulator, StreamId id, bool& silent) {
  UtcTime pinged = machine_now();
  ws.text(true);
  for (;;) {
    boost::system::error_code ec;
    auto output = simulator.collect(id, machine_now());
    if (output.silent && !silent) {
      silent = true;
      ws.next_layer().cancel(ec);
    }
    for (const auto& text : output.texts) {
      co_await ws.async_write(asio::buffer(text), asio::redirect_error(asio::use_awaitable, ec));
      if (ec) co_return;
    }
    if (output.ended) {
      co_await ws.async_close({websocket::close_code::policy_error, *output.ended},
                              asio::redirect_error(asio::use_awaitable, ec));
      co_return;
    }
    if (!silent && machine_now() - pinged >= heartbeat_every) {
      pinged = machine_now();
      co_await ws.async_ping("heartbeat", asio::redirect_error(asio::use_awaitable, ec));
      if (ec) co_return;
    }
    co_await pause(look_every);
  }
}

asio::awaitable<void> refuse(tcp::socket socket, const Reply& reply) {
  http::response<http::string_body> answer{http::int_to_status(static_cast<unsigned>(reply.status)),
                                           11, reply.body};
  for (const auto& header : reply.headers) answer.set(header.name, header.value);
  answer.keep_alive(false);
  answer.prepare_payload();
  boost::system::error_code ignored;
  co_await http::async_write(socket, answer, asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace

asio::awaitable<void> carry_stream(tcp::socket socket, http::request<http::string_body> upgrade,
                                   Request request, Simulator& simulator) {
  using namespace asio::experimental::awaitable_operators;
  const auto opened = simulator.open_stream(request, machine_now());
  if (!opened) {
    co_await refuse(std::move(socket), opened.error());
    co_return;
  }
  // Whatever ends the stream, the simulator forgets it.
  struct Leave {
    Simulator& simulator;
    StreamId id;
    ~Leave() { simulator.close_stream(id); }
  };
  const Leave leave{simulator, *opened};
  Socket ws{std::move(socket)};
  ws.read_message_max(largest_message);
  boost::system::error_code ec;
  co_await ws.async_accept(upgrade, asio::redirect_error(asio::use_awaitable, ec));
  if (ec) co_return;
  bool silent = false;
  co_await (listen(ws, simulator, *opened, silent) || speak(ws, simulator, *opened, silent));
}

}  // namespace holdfast::sim
