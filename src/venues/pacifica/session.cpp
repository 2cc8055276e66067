#include "venues/pacifica/session.hpp"

#include <utility>

#include "net/clock_skew.hpp"
#include "ports/tape.hpp"
#include "venues/pacifica/refusal.hpp"
#include "venues/pacifica/urls.hpp"

namespace holdfast::pacifica {

Session::Session(std::string base, Transport& transport, Clock& clock)
    : transport_{transport}, clock_{clock} {
  while (base.ends_with('/')) base.pop_back();
  if (base.ends_with(urls::prefix)) base.erase(base.size() - urls::prefix.size());
  const auto scheme = base.find("://");
  const auto path = base.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  origin_ = base.substr(0, path);
  if (path != std::string::npos) prefix_ = base.substr(path);
  prefix_ += urls::prefix;
}

Async<HttpResponse> Session::ask(std::string target, RawTape& tape) {
  const UtcTime asked = clock_.now();
  HttpRequest request{.method = Method::get,
                      .origin = origin_,
                      .target = prefix_ + target,
                      .headers = {{"Accept", "application/json"}}};
  auto response = co_await transport_.exchange(std::move(request));
  const UtcTime answered = clock_.now();
  keep(tape, "pacifica GET " + target, answered, response);
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  skew_ = net::clock_skew(*response, asked, answered).value_or(skew_);
  co_return response;
}

Async<std::string> Session::get(std::string target, RawTape& tape) {
  const std::string route = "GET " + target.substr(0, target.find('?'));
  auto response = co_await ask(std::move(target), tape);
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  if (auto fault = fault_of(*response, route)) co_return tl::make_unexpected(*std::move(fault));
  co_return std::move(response->body);
}

}  // namespace holdfast::pacifica
