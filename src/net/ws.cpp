#include "net/ws.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <deque>

#include "build_info/build_info.hpp"
#include "net/header_name.hpp"
#include "net/printable.hpp"
#include "net/status_fault.hpp"
#include "net/tls_state.hpp"

namespace holdfast::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;

namespace {

// The socket with TLS above it or without; Beast speaks over a reference to it.
tcp::socket& layer_of(Connection& connection, tcp::socket* /*which*/) {
  return connection.socket();
}
asio::ssl::stream<tcp::socket>& layer_of(Connection& connection,
                                         asio::ssl::stream<tcp::socket>* /*which*/) {
  return connection.tls()->state().stream;
}

// One open connection. The coroutines that write hold it, so it lives until they have let go.
template <class Layer>
class Wire : public std::enable_shared_from_this<Wire<Layer>> {
 public:
  Wire(std::unique_ptr<Connection> connection, const WsOptions& options)
      : connection_{std::move(connection)},
        outbox_cap_{options.outbox_cap},
        ws_{layer_of(*connection_, static_cast<Layer*>(nullptr))} {
    ws_.read_message_max(options.message_cap);
    ws_.control_callback([this](websocket::frame_type, beast::string_view) { ++frames_; });
    websocket::stream_base::timeout limits{};
    limits.handshake_timeout =
        std::chrono::duration_cast<std::chrono::milliseconds>(options.handshake_within);
    limits.idle_timeout = websocket::stream_base::none();  // whoever keeps time keeps it above us
    limits.keep_alive_pings = false;
    ws_.set_option(limits);
  }

  Async<void> shake_hands(Headers headers, std::string host, std::string target) {
    ws_.set_option(websocket::stream_base::decorator(
        [headers = std::move(headers)](websocket::request_type& request) {
          for (const auto& [name, value] : headers) request.set(name, value);
        }));
    websocket::response_type answer;
    boost::system::error_code ec;
    co_await ws_.async_handshake(answer, host, target,
                                 asio::redirect_error(asio::use_awaitable, ec));
    if (!ec) co_return Result<void>{};
    if (ec == asio::error::operation_aborted) throw boost::system::system_error{ec};
    if (ec == websocket::error::upgrade_declined) {
      const HttpResponse said{
          .status = static_cast<int>(answer.result_int()), .headers = {}, .body = answer.body()};
      const auto fault = accept_status(said);
      if (!fault) co_return tl::make_unexpected(fault.error());
      co_return fail(Fault::malformed,
                     fmt::format("HTTP {} instead of a switch to a stream", said.status));
    }
    co_return fail(Fault::unreachable, fmt::format("no stream: {}", ec.message()));
  }

  Async<std::string> receive() {
    const auto self = this->shared_from_this();  // whatever becomes of the stream meanwhile
    beast::flat_buffer buffer;
    boost::system::error_code ec;
    co_await ws_.async_read(buffer, asio::redirect_error(asio::use_awaitable, ec));
    if (!ec && ws_.got_text()) {
      ++frames_;
      co_return std::string{static_cast<const char*>(buffer.data().data()), buffer.size()};
    }
    const Error fault = fault_of(ec);
    close();
    co_return tl::make_unexpected(fault);
  }

  Result<void> send(std::string text) {
    if (closed_) return fail(Fault::unreachable, "the stream has ended");
    if (waiting_ + text.size() > outbox_cap_) {
      close();
      return fail(Fault::unreachable, "the other side takes nothing any more");
    }
    waiting_ += text.size();
    outbox_.push_back(std::move(text));
    if (!writing_) {
      writing_ = true;
      asio::co_spawn(ws_.get_executor(), write(this->shared_from_this()), asio::detached);
    }
    return {};
  }

  void ping() {
    if (closed_ || pinging_) return;
    pinging_ = true;
    asio::co_spawn(ws_.get_executor(), ping_once(this->shared_from_this()), asio::detached);
  }

  [[nodiscard]] std::uint64_t frames() const { return frames_; }

  void close() {
    closed_ = true;
    boost::system::error_code unimportant;
    connection_->socket().close(unimportant);
  }

 private:
  Error fault_of(boost::system::error_code ec) const {
    if (!ec) return {Fault::malformed, "a message that is no text"};
    if (ec == websocket::error::closed) {
      const auto& said = ws_.reason();
      return {Fault::unreachable,
              fmt::format("the other side ended the stream: {} {}", said.code,
                          printable({said.reason.data(), said.reason.size()}, 120))};
    }
    if (ec == asio::error::operation_aborted && !closed_) {
      return {Fault::cancelled, "the stream was given up"};
    }
    const bool broken = ec == websocket::error::message_too_big ||
                        ec == websocket::error::bad_frame_payload ||
                        ec == websocket::error::buffer_overflow;
    return {broken ? Fault::malformed : Fault::unreachable,
            fmt::format("the stream broke off: {}", ec.message())};
  }

  // The stream's only writer of messages: one after the other, as they were handed in.
  static asio::awaitable<void> write(std::shared_ptr<Wire> self) {
    while (!self->outbox_.empty() && !self->closed_) {
      boost::system::error_code ec;
      const std::string text = std::move(self->outbox_.front());
      self->outbox_.pop_front();
      self->ws_.text(true);
      co_await self->ws_.async_write(asio::buffer(text),
                                     asio::redirect_error(asio::use_awaitable, ec));
      self->waiting_ -= text.size();
      if (ec) self->close();
    }
    self->writing_ = false;
  }

  static asio::awaitable<void> ping_once(std::shared_ptr<Wire> self) {
    boost::system::error_code ec;
    co_await self->ws_.async_ping({}, asio::redirect_error(asio::use_awaitable, ec));
    self->pinging_ = false;
    if (ec) self->close();
  }

  std::unique_ptr<Connection> connection_;
  std::size_t outbox_cap_;
  websocket::stream<Layer&, false> ws_;  // false: compiled without compression
  std::deque<std::string> outbox_;
  std::size_t waiting_{};  // bytes of the outbox and of what is being written
  std::uint64_t frames_{};
  bool writing_{};
  bool pinging_{};
  bool closed_{};
};

template <class Layer>
class WsStream final : public Stream {
 public:
  explicit WsStream(std::shared_ptr<Wire<Layer>> wire) : wire_{std::move(wire)} {}
  ~WsStream() override { wire_->close(); }
  Async<std::string> receive() override { return wire_->receive(); }
  Result<void> send(std::string text) override { return wire_->send(std::move(text)); }
  void ping() override { wire_->ping(); }
  [[nodiscard]] std::uint64_t frames() const override { return wire_->frames(); }
  void close() override { wire_->close(); }

 private:
  std::shared_ptr<Wire<Layer>> wire_;
};

template <class Layer>
Async<std::unique_ptr<Stream>> open_over(std::unique_ptr<Connection> connection,
                                         const WsOptions& options, Headers headers,
                                         std::string host, std::string target) {
  auto wire = std::make_shared<Wire<Layer>>(std::move(connection), options);
  auto shaken = co_await wire->shake_hands(std::move(headers), std::move(host), std::move(target));
  if (!shaken) co_return tl::make_unexpected(shaken.error());
  co_return std::make_unique<WsStream<Layer>>(std::move(wire));
}

Result<Origin> origin_of(const std::string& text) {
  if (text.starts_with("wss://")) return parse_origin("https://" + text.substr(6));
  if (text.starts_with("ws://")) return parse_origin("http://" + text.substr(5));
  return fail(Fault::refused,
              fmt::format("'{}' is no address of a stream: it must be like wss://host or "
                          "ws://host:port",
                          printable(text, 80)));
}

Result<void> check(const StreamAddress& address) {
  const auto graphic = [](char c) { return c > ' ' && c < '\x7f'; };
  if (!address.target.starts_with('/') || !std::ranges::all_of(address.target, graphic)) {
    return fail(Fault::refused, "the stream's target is no path of printable ASCII characters");
  }
  for (const auto& [name, value] : address.headers) {
    if (!is_header_name(name) || !is_header_value(value)) {
      return fail(Fault::refused,
                  fmt::format("the handshake cannot carry the header {}", printable(name, 40)));
    }
  }
  return {};
}

}  // namespace

WsDoor::WsDoor(asio::any_io_executor executor, WsOptions options)
    : executor_{std::move(executor)},
      options_{std::move(options)},
      dial_{executor_, options_.connect_within, options_.resolve_again, options_.ca_file} {
  if (options_.user_agent.empty()) {
    options_.user_agent = fmt::format("holdfast/{}", build_info::version);
  }
}

// The edge of the house: what a library throws becomes a fault here.
Async<std::unique_ptr<Stream>> WsDoor::open(StreamAddress address) {
  const auto origin = origin_of(address.origin);
  if (!origin) co_return tl::make_unexpected(origin.error());
  if (auto fine = check(address); !fine) co_return tl::make_unexpected(fine.error());
  address.headers.emplace_back("User-Agent", options_.user_agent);
  Error trouble{Fault::unreachable, ""};
  try {
    auto connection = co_await dial_.open(*origin);
    if (!connection) co_return tl::make_unexpected(connection.error());
    const bool secure = origin->scheme == Scheme::https;
    auto stream = secure ? co_await open_over<asio::ssl::stream<tcp::socket>>(
                               *std::move(connection), options_, std::move(address.headers),
                               origin->host_header, std::move(address.target))
                         : co_await open_over<tcp::socket>(
                               *std::move(connection), options_, std::move(address.headers),
                               origin->host_header, std::move(address.target));
    if (stream) co_return std::move(stream);
    trouble = stream.error();
  } catch (const boost::system::system_error& error) {
    const bool given_up = error.code() == asio::error::operation_aborted;
    trouble = {given_up ? Fault::cancelled : Fault::unreachable, error.code().message()};
  } catch (const std::exception& error) {
    trouble.what = error.what();
  }
  co_return fail(trouble.fault, fmt::format("{} ({})", trouble.what, address.origin));
}

}  // namespace holdfast::net
