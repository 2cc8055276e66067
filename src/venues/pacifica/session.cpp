#include "venues/pacifica/session.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <utility>

#include "net/http_date.hpp"
#include "venues/pacifica/refusal.hpp"
#include "venues/pacifica/urls.hpp"

namespace holdfast::pacifica {
namespace {

// A Date header names whole seconds: less than this is no skew that anybody could see.
constexpr Duration visible_skew = std::chrono::seconds{2};

}  // namespace

std::string parameter(std::string_view name, std::string_view value) {
  const boost::core::string_view plain{value.data(), value.size()};
  return std::string{name} + "=" + boost::urls::encode(plain, boost::urls::unreserved_chars);
}

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
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  const UtcTime answered = clock_.now();
  tape.answers.push_back({.source = "pacifica GET " + target,
                          .status = response->status,
                          .at = answered,
                          .body = response->body});
  learn_skew(*response, asked, answered);
  co_return response;
}

Async<std::string> Session::get(std::string target, RawTape& tape) {
  const std::string route = "GET " + target.substr(0, target.find('?'));
  auto response = co_await ask(std::move(target), tape);
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  if (auto fault = fault_of(*response, route)) co_return tl::make_unexpected(*std::move(fault));
  co_return std::move(response->body);
}

void Session::learn_skew(const HttpResponse& response, UtcTime asked, UtcTime answered) {
  const auto date = net::parse_http_date(response.header("Date"), answered);
  if (!date) return;
  const UtcTime middle = asked + (answered - asked) / 2;
  const Duration skew = *date + std::chrono::milliseconds{500} - middle;
  skew_ = skew > visible_skew || skew < -visible_skew ? skew : Duration{};
}

}  // namespace holdfast::pacifica
