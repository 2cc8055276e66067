#include "net/http_client.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/system/system_error.hpp>
#include <map>
#include <optional>

#include "build_info/build_info.hpp"
#include "net/answer_reader.hpp"
#include "net/connection.hpp"
#include "net/dial.hpp"
#include "net/lane.hpp"
#include "net/request_text.hpp"
#include "net/wire.hpp"

namespace holdfast::net {

namespace asio = boost::asio;

struct HttpClient::State : std::enable_shared_from_this<HttpClient::State> {
  // What one try on one connection came to.
  struct Attempt {
    Result<HttpResponse> answer;
    std::size_t bytes{};  // of the answer, whole or not
    bool reusable{};
  };

  State(asio::any_io_executor on, HttpClientOptions given)
      : executor{std::move(on)},
        options{std::move(given)},
        dial{executor, options.connect_within, options.resolve_again, options.ca_file} {
    if (options.user_agent.empty()) {
      options.user_agent = fmt::format("holdfast/{}", build_info::version);
    }
  }

  std::shared_ptr<Lane> lane_of(const Origin& origin);
  Async<HttpResponse> speak(HttpRequest request);
  asio::awaitable<Attempt> ask(Connection& connection, const std::string& wire);
  Async<std::size_t> warm(std::string text, std::size_t connections);

  asio::any_io_executor executor;
  HttpClientOptions options;
  Dial dial;
  std::map<std::pair<Scheme, std::string>, std::shared_ptr<Lane>> lanes;
};

std::shared_ptr<Lane> HttpClient::State::lane_of(const Origin& origin) {
  auto& lane = lanes[{origin.scheme, origin.host_header}];
  if (!lane) lane = std::make_shared<Lane>(options.connections, options.idle);
  return lane;
}

asio::awaitable<HttpClient::State::Attempt> HttpClient::State::ask(Connection& connection,
                                                                   const std::string& wire) {
  AnswerReader reader{{.head = options.header_cap, .body = options.body_cap}};
  const auto failed = [&](Error error) {
    return Attempt{.answer = tl::make_unexpected(std::move(error)), .bytes = reader.bytes()};
  };
  boost::system::error_code ec;
  co_await connection.write(wire, ec);
  if (ec == asio::error::operation_aborted) throw boost::system::system_error{ec};
  if (ec)
    co_return failed({Fault::unreachable, fmt::format("the request broke off: {}", ec.message())});
  std::array<char, 16384> buffer;
  while (!reader.done()) {
    const std::size_t got = co_await connection.read_some(buffer, ec);
    if (ec == asio::error::operation_aborted) throw boost::system::system_error{ec};
    if (auto fine = reader.feed({buffer.data(), got}); !fine) co_return failed(fine.error());
    if (!ec) continue;
    if (reader.done()) break;
    // Without TLS's own goodbye the end is no end: anybody on the way may have made it.
    if (ec != asio::error::eof && reader.bytes() > 0) {
      co_return failed({Fault::unreachable, fmt::format("the answer was cut after {} bytes: {}",
                                                        reader.bytes(), ec.message())});
    }
    if (auto whole = reader.end(); !whole) co_return failed(whole.error());
  }
  Attempt attempt{.answer = {}, .bytes = reader.bytes(), .reusable = !ec && reader.keep_alive()};
  attempt.answer = reader.take();
  co_return attempt;
}

Async<HttpResponse> HttpClient::State::speak(HttpRequest request) {
  const auto origin = parse_origin(request.origin);
  if (!origin) co_return tl::make_unexpected(origin.error());
  const auto wire = wire_form(request, *origin, options.user_agent);
  if (!wire) co_return tl::make_unexpected(wire.error());
  const auto lane = lane_of(*origin);
  const auto permit = co_await lane->enter(executor);

  auto connection = lane->take();
  for (bool kept = connection != nullptr;; kept = false) {
    if (!kept) {
      auto opened = co_await dial.open(*origin);
      if (!opened) co_return tl::make_unexpected(opened.error());
      connection = *std::move(opened);
    }
    auto attempt = co_await ask(*connection, *wire);
    if (attempt.answer) {
      ++connection->exchanges;
      if (attempt.reusable && connection->quiet()) lane->park(std::move(connection));
      co_return std::move(attempt.answer);
    }
    const bool stale = kept && attempt.bytes == 0 && request.method == Method::get &&
                       attempt.answer.error().fault == Fault::unreachable;
    if (!stale) co_return std::move(attempt.answer);
  }
}

Async<std::size_t> HttpClient::State::warm(std::string text, std::size_t connections) {
  const auto origin = parse_origin(text);
  if (!origin) co_return tl::make_unexpected(origin.error());
  const auto lane = lane_of(*origin);
  const std::size_t wanted = std::min(connections, options.connections);
  while (lane->sweep() < wanted) {
    auto opened = co_await dial.open(*origin);
    if (!opened) co_return tl::make_unexpected(opened.error());
    lane->park(*std::move(opened));
  }
  co_return lane->sweep();
}

namespace {

// The edge of the house: what a library throws becomes a fault here. The state is held until the
// exchange has ended, whatever becomes of the client meanwhile.
template <class T, class Held>
Async<T> guarded([[maybe_unused]] Held state, std::string what, Async<T> work) {
  std::string trouble;
  try {
    auto result = co_await std::move(work);
    if (!result) {
      co_return fail(result.error().fault, fmt::format("{} ({})", result.error().what, what));
    }
    co_return std::move(result);
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted) {
      co_return fail(Fault::cancelled, fmt::format("{} was given up", what));
    }
    trouble = error.code().message();
  } catch (const std::exception& error) {
    trouble = error.what();
  }
  co_return fail(Fault::unreachable, fmt::format("{} ({})", trouble, what));
}

}  // namespace

HttpClient::HttpClient(asio::any_io_executor executor, HttpClientOptions options)
    : state_{std::make_shared<State>(std::move(executor), std::move(options))} {}

HttpClient::~HttpClient() {
  for (auto& [origin, lane] : state_->lanes) lane->clear();
}

Async<HttpResponse> HttpClient::exchange(HttpRequest request) {
  auto what = request_text(request);
  return guarded<HttpResponse>(state_, std::move(what), state_->speak(std::move(request)));
}

Async<std::size_t> HttpClient::warm(std::string origin, std::size_t connections) {
  auto what = fmt::format("connecting ahead to {}", origin);
  return guarded<std::size_t>(state_, std::move(what),
                              state_->warm(std::move(origin), connections));
}

}  // namespace holdfast::net
