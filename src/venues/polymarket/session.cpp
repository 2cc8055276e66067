#include "venues/polymarket/session.hpp"

#include <utility>

#include "net/clock_skew.hpp"
#include "ports/tape.hpp"
#include "venues/polymarket/refusal.hpp"

namespace holdfast::polymarket {

Session::Session(const std::string& base, Transport& transport, Clock& clock)
    : transport_{transport}, clock_{clock} {
  const auto scheme = base.find("://");
  const auto path = base.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  origin_ = base.substr(0, path);
  if (path != std::string::npos) prefix_ = base.substr(path);
  while (prefix_.ends_with('/')) prefix_.pop_back();
}

Async<HttpResponse> Session::ask(std::string target, RawTape& tape, Headers more) {
  const UtcTime asked = clock_.now();
  HttpRequest request{.method = Method::get,
                      .origin = origin_,
                      .target = prefix_ + target,
                      .headers = std::move(more)};
  request.headers.emplace_back("Accept", "application/json");
  auto response = co_await transport_.exchange(std::move(request));
  const UtcTime answered = clock_.now();
  keep(tape, "polymarket GET " + target, answered, response);
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  skew_ = net::clock_skew(*response, asked, answered).value_or(skew_);
  co_return response;
}

Async<std::string> Session::get(std::string target, RawTape& tape, Headers more) {
  const std::string route = "GET " + target.substr(0, target.find('?'));
  auto response = co_await ask(std::move(target), tape, std::move(more));
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  if (auto fault = fault_of(*response, route)) co_return tl::make_unexpected(*std::move(fault));
  co_return std::move(response->body);
}

}  // namespace holdfast::polymarket
