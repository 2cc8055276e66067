#include "venues/kalshi/session.hpp"

#include <fmt/format.h>

#include <utility>

#include "net/clock_skew.hpp"
#include "ports/tape.hpp"
#include "venues/kalshi/refusal.hpp"
#include "venues/kalshi/sign.hpp"
#include "venues/kalshi/urls.hpp"

namespace holdfast::kalshi {
namespace {

// Kalshi's own clients call https://host/trade-api/v2 the host: both forms are taken.
std::string origin_of(std::string base) {
  while (base.ends_with('/')) base.pop_back();
  if (base.ends_with(urls::prefix)) base.erase(base.size() - urls::prefix.size());
  return base;
}

std::string route(const std::string& path, const std::string& query) {
  return query.empty() ? path : path + "?" + query;
}

}  // namespace

Session::Session(std::string origin, std::string key_id, Transport& transport, Clock& clock,
                 Signer& signer)
    : origin_{origin_of(std::move(origin))},
      key_id_{std::move(key_id)},
      transport_{transport},
      clock_{clock},
      signer_{signer} {}

Async<HttpResponse> Session::ask_once(const std::string& path, const std::string& query,
                                      RawTape& tape) {
  const std::string full = std::string{urls::prefix} + path;
  auto headers = signed_headers(signer_, key_id_, unix_ms(clock_.now() + skew_), Method::get, full);
  if (!headers) co_return tl::make_unexpected(std::move(headers).error());
  HttpRequest request{.method = Method::get,
                      .origin = origin_,
                      .target = route(full, query),
                      .headers = *std::move(headers)};
  auto response = co_await transport_.exchange(std::move(request));
  const UtcTime answered = clock_.now();
  keep(tape, "kalshi GET " + route(path, query), answered, response);
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  skew_ = net::clock_skew(*response, answered, answered).value_or(skew_);
  co_return response;
}

// A refused time stamp has two innocent causes: our clock is off, which the refusal's own Date
// tells, or the signed request waited (for its turn in the rate budget, for a retry) until its
// signature was old. Either way a freshly signed read is harmless; a third refusal stands.
Async<HttpResponse> Session::ask(std::string path, std::string query, RawTape& tape) {
  constexpr int attempts = 3;
  for (int attempt = 1;; ++attempt) {
    const Duration skew = skew_;
    const Duration signed_at = clock_.uptime();
    auto response = co_await ask_once(path, query, tape);
    if (!response || !is_clock_refusal(*response)) co_return response;
    const Duration waited = clock_.uptime() - signed_at;
    const bool grew_old = waited > net::visible_skew;
    if (!grew_old && skew_ == skew) co_return response;
    if (attempt < attempts) continue;
    if (!grew_old) co_return response;
    co_return fail(Fault::unreachable,
                   fmt::format("kalshi GET {}: the request waited {} ms for its turn, and its "
                               "signature was too old then",
                               path, waited.count() / 1'000));
  }
}

Async<std::string> Session::get(std::string path, std::string query, RawTape& tape) {
  const std::string shown = "GET " + path;
  auto response = co_await ask(std::move(path), std::move(query), tape);
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  if (auto fault = fault_of(*response, shown)) co_return tl::make_unexpected(*std::move(fault));
  co_return std::move(response->body);
}

}  // namespace holdfast::kalshi
