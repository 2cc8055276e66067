#include "sim/kalshi/auth.hpp"

#include <algorithm>

#include "sim/kalshi/errors.hpp"
#include "sim/kalshi/exchange.hpp"
#include "sim/kalshi/tiers.hpp"

namespace holdfast::sim::kalshi {
namespace {

bool scope_allows(const ApiKey& key, Access access) {
  switch (access) {
    case Access::open:
      return true;
    case Access::read:
      return key.scopes.contains("read");
    case Access::read_balance:
      return key.scopes.contains("read") || key.scopes.contains("read::portfolio_balance");
    case Access::write:
      return key.scopes.contains("write") || key.scopes.contains("write::trade");
    case Access::wallet_signed:
      return false;
  }
  return false;
}

bool timestamp_current(const std::string& text, UtcTime now) {
  const auto ms = whole_number(text);
  if (!ms) return false;
  const auto at = from_unix_ms(*ms);
  return at && *at >= now - oldest_timestamp && *at <= now + newest_timestamp;
}

// A key that is pinned to a subaccount may leave the parameter out or repeat its own number.
// UNCERTAIN: the body of this refusal was never recorded.
std::optional<Answer> check_subaccount(const Call& call) {
  if (!call.caller.pinned_subaccount) return std::nullopt;
  const auto* asked = call.target.find("subaccount");
  if (asked == nullptr || *asked == std::to_string(*call.caller.pinned_subaccount)) {
    return std::nullopt;
  }
  return wrapped_error(403, "subaccount_restricted", "api key is restricted to another subaccount");
}

std::optional<Answer> authenticate(Exchange& exchange, Call& call, const Route& route) {
  const auto* key_id = call.request.header("KALSHI-ACCESS-KEY");
  const auto* timestamp = call.request.header("KALSHI-ACCESS-TIMESTAMP");
  const auto* signature = call.request.header("KALSHI-ACCESS-SIGNATURE");
  if (signature == nullptr || signature->empty()) {
    return wrapped_error(401, "signature_is_missing_from_headers",
                         "signature is missing from headers");
  }
  const auto key = exchange.keys.find(key_id == nullptr ? "" : *key_id);
  if (key == exchange.keys.end()) {
    return wrapped_error(401, "authentication_error", "authentication_error", "NOT_FOUND");
  }
  if (timestamp == nullptr || !timestamp_current(*timestamp, call.now)) {
    return wrapped_error(401, "header_timestamp_expired", "header timestamp expired");
  }
  const auto text = *timestamp + call.request.method + call.target.path();
  if (!signature_fits(key->second.public_pem, text, *signature)) return signature_refused();
  call.caller = {.account = key->second.account,
                 .key_id = key->first,
                 .pinned_subaccount = key->second.subaccount};
  if (!scope_allows(key->second, route.access)) {
    return wrapped_error(403, "insufficient_scope", "api key does not have the required scope");
  }
  return check_subaccount(call);
}

}  // namespace

std::optional<Answer> take_tokens(Exchange& exchange, const Call& call, const Spending& spending) {
  if (!exchange.rate_limits || call.caller.account.empty() || spending.cost == 0) {
    return std::nullopt;
  }
  const auto rates = rates_of(exchange.members[call.caller.account].tier);
  const bool writes = spending.budget == Budget::write;
  auto& buckets = writes ? exchange.write_buckets : exchange.read_buckets;
  auto& bucket = buckets[{call.caller.account, spending.shard}];
  const auto rate = writes ? rates.write_rate : rates.read_rate;
  const auto capacity = 1000 * (writes ? rates.write_capacity : rates.read_capacity);
  if (bucket.fresh) {
    bucket = {.millitokens = capacity, .at = call.now, .fresh = false};
  } else if (call.now > bucket.at) {
    const auto passed_ms = (call.now - bucket.at) / std::chrono::milliseconds{1};
    const auto whole_ms = std::min<std::int64_t>(passed_ms, 3'600'000);
    bucket.millitokens = std::min(capacity, bucket.millitokens + whole_ms * rate);
    bucket.at += std::chrono::milliseconds{passed_ms};
  }
  if (bucket.millitokens < 1000 * spending.cost) return too_many_requests();
  bucket.millitokens -= 1000 * spending.cost;
  return std::nullopt;
}

std::optional<Answer> guard(Exchange& exchange, Call& call, const Route& route) {
  const bool signed_call = call.request.header("KALSHI-ACCESS-KEY") != nullptr;
  if (route.access != Access::open || signed_call) {
    if (auto refusal = authenticate(exchange, call, route)) return refusal;
  }
  const auto budget = route.access == Access::write ? Budget::write : Budget::read;
  return take_tokens(exchange, call, {budget, 0, route.cost});
}

}  // namespace holdfast::sim::kalshi
