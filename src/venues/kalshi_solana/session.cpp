#include "venues/kalshi_solana/session.hpp"

#include <fmt/format.h>

#include <utility>

#include "net/status_fault.hpp"
#include "ports/tape.hpp"

namespace holdfast::kalshi_solana {
namespace {

std::string route_of(const std::string& target) { return target.substr(0, target.find('?')); }

Result<std::string> accepted_body(HttpResponse response, const std::string& target) {
  auto accepted = net::accept_status(std::move(response));
  if (accepted) return std::move(accepted->body);
  return fail(accepted.error().fault,
              fmt::format("dflow {}: {}", route_of(target), accepted.error().what));
}

}  // namespace

Session::Session(const std::string& base, const platform::Secret* key, Transport& transport,
                 Clock& clock)
    : key_{key}, transport_{transport}, clock_{clock} {
  const auto scheme = base.find("://");
  const auto path = base.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  origin_ = base.substr(0, path);
  if (path != std::string::npos) prefix_ = base.substr(path);
  while (prefix_.ends_with('/')) prefix_.pop_back();
}

Async<HttpResponse> Session::ask(Method method, std::string target, std::string body,
                                 RawTape& tape) {
  HttpRequest request{.method = method,
                      .origin = origin_,
                      .target = prefix_ + target,
                      .headers = {{"Accept", "application/json"}},
                      .body = std::move(body)};
  if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  if (key_ != nullptr && !key_->empty()) {
    request.headers.emplace_back("x-api-key", key_->reveal());
  }
  auto response = co_await transport_.exchange(std::move(request));
  keep(tape, fmt::format("dflow {} {}", name_of(method), target), clock_.now(), response);
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  co_return response;
}

Async<std::string> Session::get(std::string target, RawTape& tape) {
  auto response = co_await ask(Method::get, target, "", tape);
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  co_return accepted_body(*std::move(response), target);
}

Async<std::string> Session::post(std::string target, std::string body, RawTape& tape) {
  auto response = co_await ask(Method::post, target, std::move(body), tape);
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  co_return accepted_body(*std::move(response), target);
}

Async<std::optional<std::string>> Session::find(std::string target, RawTape& tape) {
  auto response = co_await ask(Method::get, target, "", tape);
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  if (response->status == 404) co_return std::optional<std::string>{};
  auto body = accepted_body(*std::move(response), target);
  if (!body) co_return tl::make_unexpected(std::move(body).error());
  co_return std::optional{*std::move(body)};
}

}  // namespace holdfast::kalshi_solana
