#include "daemon/ask_daemon.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <optional>

#include "net/connection.hpp"
#include "net/deadline.hpp"
#include "net/host_port.hpp"
#include "net/http_client.hpp"
#include "net/names.hpp"
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

boost::asio::awaitable<bool> is_absent(boost::asio::io_context& io,
                                       const platform::HttpConfig& http) {
  constexpr Duration soon = std::chrono::seconds{1};
  net::Names names{io.get_executor(), soon};
  auto addresses = co_await names.find(http.bind, http.port);
  if (!addresses) co_return false;
  co_return co_await net::nobody_listens(io.get_executor(), *std::move(addresses), soon);
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
  const std::string place = net::host_port(config.http.bind, config.http.port);
  request.origin = "http://" + place;
  request.target = target;
  request.body = body;
  if (method != "GET") request.headers.emplace_back("Content-Type", "application/json");
  if (const auto token = read_token(config.http.token_path); !token.empty()) {
    request.headers.emplace_back("Authorization", "Bearer " + token);
  }
  std::optional<Result<HttpResponse>> heard;
  bool absent = false;
  const auto ask = [&]() -> boost::asio::awaitable<void> {
    heard = co_await deadline.exchange(std::move(request));
    if (!*heard) absent = co_await is_absent(io, config.http);
  };
  boost::asio::co_spawn(io, ask(), boost::asio::detached);
  io.run();
  if (heard && *heard) return cli::DaemonAnswer{(*heard)->status, std::move((*heard)->body)};
  if (absent) {
    return fail(Fault::unreachable,
                fmt::format("no daemon answers on {}. Start one: holdfast serve", place));
  }
  return fail(Fault::unknown_outcome,
              fmt::format("what listens on {} does not answer: {}. If it is the daemon, look into "
                          "its log; if it hangs, stop it and start it again: holdfast serve",
                          place, heard ? heard->error().what : "it was given up"));
}

}  // namespace holdfast::daemon
