#include "net/session.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "net/host_port.hpp"

namespace holdfast::net {

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;

namespace {

constexpr std::size_t gathered_bytes = 64UL << 10;  // of a stream, in one write

std::string peer_text(const asio::ip::tcp::socket& socket) {
  boost::system::error_code ec;
  const auto peer = socket.remote_endpoint(ec);
  if (ec) return {};
  return host_port(peer.address().to_string(), peer.port());
}

}  // namespace

Session::Session(asio::ip::tcp::socket socket, Serving& serving)
    : socket_{std::move(socket)},
      serving_{serving},
      reader_{{.head = serving.options.header_cap, .body = serving.options.body_cap}},
      watchdog_{socket_.get_executor()},
      pushed_{socket_.get_executor(), asio::steady_timer::time_point::max()},
      peer_{peer_text(socket_)} {
  boost::system::error_code unimportant;
  socket_.set_option(asio::ip::tcp::no_delay{true}, unimportant);
}

Session::~Session() {
  if (stream_) stream_->abandon();
}

void Session::allow(Duration time) {
  watchdog_.expires_after(time);
  watchdog_.async_wait([weak = weak_from_this()](const boost::system::error_code& ec) {
    const auto self = weak.lock();
    if (ec || !self) return;
    // It may have been set anew between its expiry and this call.
    if (self->watchdog_.expiry() > asio::steady_timer::clock_type::now()) return;
    boost::system::error_code unimportant;
    self->socket_.close(unimportant);
  });
}

void Session::stop() {
  if (stream_ && phase_ != Phase::closing) {
    stream_->close();
  } else if (phase_ == Phase::idle || phase_ == Phase::closing) {
    boost::system::error_code unimportant;
    socket_.close(unimportant);
  }
}

asio::awaitable<void> Session::run() {
  const auto self = shared_from_this();
  while (!serving_.stopping && co_await read_request()) {
    phase_ = Phase::answering;
    allow_any_time();
    ServeRequest request = reader_.take();
    request.peer = peer_;
    const std::string method = request.method;
    ServeResponse response = co_await handle(std::move(request));
    if (response.stream) {
      co_await answer_by_stream(std::move(response), method);
      break;
    }
    if (!co_await answer(std::move(response), method)) break;
    phase_ = Phase::idle;
    if (const int refusal = reader_.next(); refusal != 0) {
      co_await refuse(refusal);
      break;
    }
  }
  phase_ = Phase::closing;
  if (!serving_.stopping) co_await linger();
  watchdog_.cancel();
}

// False when the connection is done for; the refusal, if one is due, is written then.
asio::awaitable<bool> Session::read_request() {
  allow(serving_.options.idle);
  while (!reader_.begun()) {
    if (!co_await fill()) co_return false;
  }
  phase_ = Phase::reading;
  allow(serving_.options.head_within);
  while (!reader_.head_done()) {
    if (!co_await fill()) co_return false;
  }
  if (const int refusal = serving_.guard.refusal(reader_.request()); refusal != 0) {
    co_return co_await refuse(refusal);
  }
  allow(serving_.options.body_within);
  if (reader_.waits_for_continue() && !co_await write("HTTP/1.1 100 Continue\r\n\r\n")) {
    co_return false;
  }
  while (!reader_.done()) {
    if (!co_await fill()) co_return false;
  }
  co_return true;
}

asio::awaitable<bool> Session::fill() {
  std::array<char, 8192> buffer;
  boost::system::error_code ec;
  const std::size_t got = co_await socket_.async_read_some(
      asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, ec));
  if (ec) co_return false;
  const int refusal = reader_.feed({buffer.data(), got});
  if (refusal != 0) co_return co_await refuse(refusal);
  co_return true;
}

// Always false, for the caller to end with.
asio::awaitable<bool> Session::refuse(int status) {
  const ServeResponse response = plain_problem(status);
  const auto head = answer_head(response, serving_.options.headers, Framing::length, After::close);
  allow(serving_.options.write_within);
  if (head) co_await write(*head + response.body);
  co_return false;
}

asio::awaitable<ServeResponse> Session::handle(ServeRequest request) {
  try {
    co_return co_await serving_.handler(std::move(request));
  } catch (const std::exception&) {
    // Its text may hold anything; the handler logs what it wants to say.
  }
  co_return plain_problem(500);
}

// False when the connection does not go on.
asio::awaitable<bool> Session::answer(ServeResponse response, std::string_view method) {
  const After after = reader_.keep_alive() && !serving_.stopping ? After::keep : After::close;
  auto head = answer_head(response, serving_.options.headers, Framing::length, after);
  if (!head) co_return co_await refuse(500);
  const bool bodiless = method == "HEAD" || response.status == 204 || response.status == 304;
  if (!bodiless) *head += response.body;
  response.body.clear();
  allow(serving_.options.write_within);
  co_return co_await write(*head) && after == After::keep;
}

asio::awaitable<void> Session::answer_by_stream(ServeResponse response, std::string_view method) {
  stream_ = response.stream;
  const auto framing = reader_.speaks_chunked() ? Framing::chunked : Framing::ending;
  auto head = answer_head(response, serving_.options.headers, framing, After::close);
  if (!head) {
    stream_->abandon();
    co_await refuse(500);
    co_return;
  }
  if (!response.body.empty() && method != "HEAD") {
    *head += framing == Framing::chunked ? chunk(response.body) : response.body;
  }
  allow(serving_.options.write_within);
  if (co_await write(*head) && method != "HEAD") {
    stream_->attach([weak = weak_from_this(), executor = socket_.get_executor()] {
      asio::post(executor, [weak] {
        if (const auto self = weak.lock()) self->hear();
      });
    });
    if (serving_.stopping) stream_->close();
    co_await (pump(*stream_, framing) || watch());
  }
  stream_->abandon();
}

void Session::hear() {
  news_ = true;
  pushed_.cancel();
  // A write to a client that does not read would hold on until its time is over.
  boost::system::error_code unimportant;
  if (stream_ && stream_->dropped()) socket_.close(unimportant);
}

asio::awaitable<void> Session::pump(EventStream& stream, Framing framing) {
  while (true) {
    news_ = false;
    std::string gathered;
    while (gathered.size() < gathered_bytes) {
      const auto next = stream.take();
      if (!next) break;
      gathered += *next;
    }
    if (!gathered.empty()) {
      allow(serving_.options.write_within);
      if (!co_await write(framing == Framing::chunked ? chunk(gathered) : gathered)) co_return;
      continue;
    }
    if (stream.dropped()) co_return;  // without the last chunk: the client sees that it was cut off
    if (stream.drained()) break;
    allow_any_time();
    boost::system::error_code ec;
    if (!news_) co_await pushed_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
  }
  if (framing == Framing::chunked) co_await write("0\r\n\r\n");
}

// Ends when the client does. What it says meanwhile is not heard.
asio::awaitable<void> Session::watch() {
  std::array<char, 512> buffer;
  boost::system::error_code ec;
  while (!ec) {
    co_await socket_.async_read_some(asio::buffer(buffer),
                                     asio::redirect_error(asio::use_awaitable, ec));
  }
}

asio::awaitable<bool> Session::write(std::string_view bytes) {
  boost::system::error_code ec;
  co_await asio::async_write(socket_, asio::buffer(bytes),
                             asio::redirect_error(asio::use_awaitable, ec));
  co_return !ec;
}

// Closing over unread bytes would reset the connection, and the client might never see our answer.
asio::awaitable<void> Session::linger() {
  boost::system::error_code ec;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
  if (ec) co_return;
  allow(std::chrono::seconds{1});
  std::array<char, 8192> buffer;
  while (!ec) {
    co_await socket_.async_read_some(asio::buffer(buffer),
                                     asio::redirect_error(asio::use_awaitable, ec));
  }
}

}  // namespace holdfast::net
