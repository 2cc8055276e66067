#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "net/host_guard.hpp"
#include "net/request_reader.hpp"
#include "net/serve.hpp"
#include "net/serve_wire.hpp"

namespace holdfast::net {

// What all connections of a server share. Touched on the server's thread alone.
struct Serving {
  ServeOptions options;
  Handler handler;
  HostGuard guard;
  bool stopping{};
};

// One client's connection: reads requests, has them answered in order, writes the answers.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(boost::asio::ip::tcp::socket socket, Serving& serving);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  boost::asio::awaitable<void> run();
  // Between requests and after the last: closes now. Within an answer: closes after it. A stream is
  // ended.
  void stop();

 private:
  enum class Phase : std::uint8_t { idle, reading, answering, closing };

  boost::asio::awaitable<bool> read_request();
  boost::asio::awaitable<bool> fill();
  boost::asio::awaitable<bool> refuse(int status);
  boost::asio::awaitable<ServeResponse> handle(ServeRequest request);
  boost::asio::awaitable<bool> answer(ServeResponse response, std::string_view method);
  boost::asio::awaitable<void> answer_by_stream(ServeResponse response, std::string_view method);
  boost::asio::awaitable<void> pump(EventStream& stream, Framing framing);
  boost::asio::awaitable<void> watch();
  void hear();
  boost::asio::awaitable<bool> write(std::string_view bytes);
  boost::asio::awaitable<void> linger();
  // Cuts the connection when this much time passes before the next call.
  void allow(Duration time);
  void allow_any_time() { watchdog_.cancel(); }

  boost::asio::ip::tcp::socket socket_;
  Serving& serving_;
  RequestReader reader_;
  boost::asio::steady_timer watchdog_;
  boost::asio::steady_timer pushed_;  // never expires; cancelled when the stream has news
  bool news_{};
  Phase phase_{};
  std::shared_ptr<EventStream> stream_;
  std::string peer_;
};

}  // namespace holdfast::net
