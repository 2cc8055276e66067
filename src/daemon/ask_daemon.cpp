#include "daemon/ask_daemon.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <optional>

#include "net/deadline.hpp"
#include "net/http_client.hpp"
#include "platform/real_clock.hpp"

namespace holdfast::daemon {
namespace {

constexpr Duration answer_within = std::chrono::seconds{20};

std::string read_token(const std::string& path) {
  std::ifstream file{path};
  std::string token;
  std::getline(file, token);
  return token;
}

}  // namespace

Result<cli::DaemonAnswer> ask_daemon(const platform::Config& config, const std::string& method,
                                     const std::string& target, const std::string& body) {
  boost::asio::io_context io;
  platform::RealClock clock{io.get_executor()};
  net::HttpClient client{io.get_executor()};
  net::Deadline deadline{client, clock, answer_within};
  HttpRequest request;
  request.method = method == "POST" ? Method::post : method == "DELETE" ? Method::del : Method::get;
  const std::string host = config.http.bind.find(':') == std::string::npos
                               ? config.http.bind
                               : "[" + config.http.bind + "]";
  request.origin = fmt::format("http://{}:{}", host, config.http.port);
  request.target = target;
  request.body = body;
  if (method != "GET") request.headers.emplace_back("Content-Type", "application/json");
  if (const auto token = read_token(config.http.token_path); !token.empty()) {
    request.headers.emplace_back("Authorization", "Bearer " + token);
  }
  std::optional<Result<HttpResponse>> heard;
  const auto ask = [&]() -> boost::asio::awaitable<void> {
    heard = co_await deadline.exchange(std::move(request));
  };
  boost::asio::co_spawn(io, ask(), boost::asio::detached);
  io.run();
  if (!heard || !*heard) {
    return fail(Fault::unreachable,
                fmt::format("no daemon answers on {}:{}. Start one: holdfast serve",
                            config.http.bind, config.http.port));
  }
  return cli::DaemonAnswer{(*heard)->status, std::move((*heard)->body)};
}

}  // namespace holdfast::daemon
