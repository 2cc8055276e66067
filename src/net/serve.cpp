#include "net/serve.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

#include "net/listener_state.hpp"
#include "net/session.hpp"

namespace holdfast::net {

namespace asio = boost::asio;
using asio::ip::tcp;

struct Server::State {
  State(ServeOptions options, Handler handler)
      : serving{.options = std::move(options),
                .handler = std::move(handler),
                .guard = HostGuard::of_loopback(0)} {}

  void take_over(tcp::acceptor& listening);
  asio::awaitable<void> accept();
  asio::awaitable<void> serve(std::shared_ptr<Session> session);
  void turn_away(tcp::socket socket);
  void begin_stop();
  void stop();

  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  Serving serving;
  tcp::acceptor acceptor{io};
  asio::steady_timer drained{io};
  std::list<std::shared_ptr<Session>> sessions;
  std::atomic<std::size_t> connections{};
  std::uint16_t port{};
  std::mutex stopping;
  std::thread thread;
};

void Server::State::take_over(tcp::acceptor& listening) {
  const auto at = listening.local_endpoint();
  port = at.port();
  acceptor.assign(at.protocol(), listening.release());
  auto& options = serving.options;
  if (options.hosts.empty()) {
    serving.guard = HostGuard::of_loopback(port);
  } else {
    if (options.origins.empty()) {
      for (const auto& host : options.hosts) options.origins.push_back("http://" + host);
    }
    serving.guard = HostGuard{options.hosts, options.origins};
  }
}

asio::awaitable<void> Server::State::accept() {
  while (acceptor.is_open()) {
    boost::system::error_code ec;
    tcp::socket socket =
        co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, ec));
    if (serving.stopping) break;
    if (ec) {
      // Out of file descriptors, mostly: others must leave before the next may come.
      asio::steady_timer pause{io, std::chrono::milliseconds{50}};
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ec));
      continue;
    }
    if (connections >= serving.options.connections) {
      turn_away(std::move(socket));
      continue;
    }
    ++connections;
    asio::co_spawn(io, serve(std::make_shared<Session>(std::move(socket), serving)),
                   asio::detached);
  }
}

void Server::State::turn_away(tcp::socket socket) {
  const ServeResponse response = plain_problem(503);
  const auto head = answer_head(response, serving.options.headers, Framing::length, After::close);
  boost::system::error_code unimportant;
  socket.non_blocking(true, unimportant);
  if (head) socket.write_some(asio::buffer(*head + response.body), unimportant);
  socket.shutdown(tcp::socket::shutdown_send, unimportant);
}

asio::awaitable<void> Server::State::serve(std::shared_ptr<Session> session) {
  const auto place = sessions.insert(sessions.end(), session);
  try {
    co_await session->run();
  } catch (const std::exception&) {
    // A connection that fails in a way nobody thought of takes nothing else down.
  }
  sessions.erase(place);
  --connections;
  if (serving.stopping && sessions.empty()) io.stop();
}

void Server::State::begin_stop() {
  serving.stopping = true;
  boost::system::error_code unimportant;
  acceptor.close(unimportant);
  for (const auto& session : sessions) session->stop();
  if (sessions.empty()) {
    io.stop();
    return;
  }
  drained.expires_after(serving.options.drain);
  drained.async_wait([this](const boost::system::error_code& ec) {
    if (!ec) io.stop();
  });
}

void Server::State::stop() {
  const std::lock_guard lock{stopping};
  if (!thread.joinable()) return;
  asio::post(io, [this] { begin_stop(); });
  thread.join();
}

Server::Server(std::shared_ptr<State> state) : state_{std::move(state)} {}
Server::~Server() { stop(); }

std::unique_ptr<Server> Server::start(Listener listener, ServeOptions options, Handler handler) {
  auto state = std::make_shared<State>(std::move(options), std::move(handler));
  state->take_over(listener.state_->acceptor);
  asio::co_spawn(state->io, state->accept(), asio::detached);
  state->thread = std::thread{[running = state.get()] { running->io.run(); }};
  return std::unique_ptr<Server>{new Server{std::move(state)}};
}

std::uint16_t Server::port() const { return state_->port; }
asio::any_io_executor Server::executor() const { return state_->io.get_executor(); }
std::size_t Server::connections() const { return state_->connections; }
void Server::stop() { state_->stop(); }

}  // namespace holdfast::net
