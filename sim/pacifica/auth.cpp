#include "sim/pacifica/auth.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <map>

#include "sim/base58.hpp"
#include "sim/canonical_json.hpp"
#include "sim/pacifica/errors.hpp"

namespace holdfast::sim::pacifica {
namespace {

namespace json = boost::json;

constexpr auto window = std::chrono::seconds{60};
constexpr auto ahead_at_most = std::chrono::seconds{60};

std::string text_of(const json::object& body, std::string_view name) {
  const auto* value = body.if_contains({name.data(), name.size()});
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string{} : std::string{text->data(), text->size()};
}

std::optional<std::int64_t> whole_of(const json::object& body, std::string_view name) {
  const auto* value = body.if_contains({name.data(), name.size()});
  const auto* whole = value == nullptr ? nullptr : value->if_int64();
  return whole == nullptr ? std::nullopt : std::optional{*whole};
}

bool is_current(const json::object& body, UtcTime now) {
  const auto stamp = whole_of(body, "timestamp");
  const auto lasts = whole_of(body, "expiry_window").value_or(30'000);
  if (!stamp || lasts <= 0) return false;
  const auto at = from_unix_ms(*stamp);
  return at && *at <= now + ahead_at_most && *at + std::chrono::milliseconds{lasts} >= now;
}

std::optional<Answer> authenticate(Exchange& exchange, Call& call) {
  const auto refuse = [&](std::string_view error, std::string_view id = "") {
    return refusal(exchange.service, 400, error, id);
  };
  json::error_code error;
  const auto value = json::parse(call.request.body, error);
  if (error || !value.is_object()) return refuse("Invalid message");
  const auto& body = value.get_object();
  if (!is_current(body, call.now)) return refuse("Invalid message");
  const auto account = text_of(body, "account");
  // Binding an agent names it as the operation's own field, and only the account itself may.
  const bool binds = call.endpoint == "agent_bind";
  const auto agent = binds ? std::string{} : text_of(body, "agent_wallet");
  const auto& signer = agent.empty() ? account : agent;
  if (!bytes_from_base58(account, 32) || !bytes_from_base58(signer, 32)) {
    return refuse("Invalid public key");
  }
  const auto fits = signature_fits(signer, canonical_text(operation_of(call.endpoint), body),
                                   text_of(body, "signature"));
  if (!fits) return refuse("Invalid signature");
  if (!*fits) {
    return refuse("Verification failed: signature does not match signer and canonical payload.",
                  "signature_verification_failed");
  }
  if (!agent.empty() && !exchange.agents[account].contains(agent)) {
    return refuse("Agent not authorized for account");
  }
  if (!exchange.accounts.contains(account)) {
    return refusal(exchange.service,
                   {.status = 422, .code = 1, .error = "Account not found: " + account});
  }
  call.caller.account = account;
  return std::nullopt;
}

void forget_old(Exchange& exchange, UtcTime now) {
  while (!exchange.spent.empty() && exchange.spent.front().first + window <= now) {
    exchange.spent.pop_front();
  }
}

std::int64_t left_of(const Exchange& exchange) {
  std::int64_t left = 10 * exchange.service.credits;
  for (const auto& [at, tenths] : exchange.spent) left -= tenths;
  return left;
}

std::optional<Answer> take_credits(Exchange& exchange, const Call& call, const Route& route) {
  if (!exchange.service.rate_limits) return std::nullopt;
  forget_old(exchange, call.now);
  if (left_of(exchange) < route.cost) {
    return refusal(exchange.service, 429, "Too many requests");
  }
  exchange.spent.emplace_back(call.now, route.cost);
  return std::nullopt;
}

// The gateway's own page. UNCERTAIN: its body was never recorded.
std::optional<Answer> check_content_headers(const Exchange& exchange, const Call& call) {
  if (!exchange.service.strict_content_headers || call.request.method != "GET") return std::nullopt;
  const bool has_content = !call.request.body.empty() ||
                           call.request.header("Content-Type") != nullptr ||
                           call.request.header("Content-Length") != nullptr ||
                           call.request.header("Transfer-Encoding") != nullptr;
  if (!has_content) return std::nullopt;
  return Answer{.status = 403,
                .body = Node::object({{"error", Node::text("Bad request. CloudFront")}})};
}

}  // namespace

std::string operation_of(std::string_view endpoint) {
  static const std::map<std::string_view, std::string_view> names{
      {"create_market", "create_market_order"},
      {"create", "create_order"},
      {"stop_create", "create_stop_order"},
      {"stop_cancel", "cancel_stop_order"},
      {"tpsl", "set_position_tpsl"},
      {"cancel", "cancel_order"},
      {"cancel_all", "cancel_all_orders"},
      {"leverage", "update_leverage"},
      {"margin", "update_margin_mode"},
      {"agent_bind", "bind_agent_wallet"},
  };
  const auto found = names.find(endpoint);
  return std::string{found == names.end() ? endpoint : found->second};
}

std::string canonical_text(std::string_view operation, const json::object& body) {
  json::object data;
  for (const auto& [key, value] : body) {
    const std::string_view name{key.data(), key.size()};
    const bool is_header = name == "account" || name == "signature" || name == "timestamp" ||
                           name == "expiry_window" ||
                           (name == "agent_wallet" && operation != "bind_agent_wallet");
    if (!is_header) data.emplace(key, value);
  }
  json::object whole{{"data", data},
                     {"timestamp", whole_of(body, "timestamp").value_or(0)},
                     {"type", json::string_view{operation.data(), operation.size()}}};
  if (const auto lasts = whole_of(body, "expiry_window")) whole["expiry_window"] = *lasts;
  return canonical_json(whole);
}

std::optional<bool> signature_fits(std::string_view public_key, std::string_view text,
                                   std::string_view signature) {
  const auto key = bytes_from_base58(public_key, crypto_sign_PUBLICKEYBYTES);
  const auto bytes = bytes_from_base58(signature, crypto_sign_BYTES);
  if (!key || !bytes) return std::nullopt;
  return crypto_sign_verify_detached(bytes->data(),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     text.size(), key->data()) == 0;
}

std::optional<Answer> guard(Exchange& exchange, Call& call, const Route& route) {
  if (auto refused = check_content_headers(exchange, call)) return refused;
  if (auto refused = take_credits(exchange, call, route)) return refused;
  if (route.access == Access::write) return authenticate(exchange, call);
  return std::nullopt;
}

void add_credit_headers(const Exchange& exchange, Answer& answer, UtcTime now) {
  if (!exchange.service.rate_limits) return;
  const auto first = exchange.spent.empty() ? now : exchange.spent.front().first;
  const auto until = (first + window - now) / std::chrono::seconds{1};
  answer.headers.push_back({"ratelimit", fmt::format(R"("credits";r={};t={})",
                                                     std::max<std::int64_t>(left_of(exchange), 0),
                                                     std::max<std::int64_t>(until, 0))});
  answer.headers.push_back(
      {"ratelimit-policy", fmt::format(R"("credits";q={};w=60)", 10 * exchange.service.credits)});
}

}  // namespace holdfast::sim::pacifica
