#include "sim/polymarket/clob/auth.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "sim/encoding.hpp"
#include "sim/polymarket/clob/typed_data.hpp"
#include "sim/polymarket/data_answers.hpp"
#include "sim/world.hpp"

namespace holdfast::sim::polymarket {
namespace {

std::string header(const Call& call, std::string_view name) {
  const auto* value = call.request.header(name);
  return value == nullptr ? "" : *value;
}

bool current(const Call& call, const std::string& timestamp, std::int64_t window) {
  const auto at = whole_number(timestamp);
  const auto now = unix_s(call.now);
  return at && *at >= now - window && *at <= now + window;
}

// What is signed is the path at the host's root: without the prefix that this server shows it at.
std::string signed_path(const Call& call) {
  constexpr std::string_view prefix = "/polymarket-clob";
  const auto& path = call.target.path();
  return path.starts_with(prefix) ? path.substr(prefix.size()) : path;
}

std::optional<Answer> check_l1(const Clob& clob, Call& call) {
  const auto refused = [] { return clob_error(401, "Invalid L1 Request headers"); };
  const auto address = address_of(header(call, "POLY_ADDRESS"));
  const auto timestamp = header(call, "POLY_TIMESTAMP");
  const auto nonce = whole_number(header(call, "POLY_NONCE"));
  const auto signature = bytes_from_hex(header(call, "POLY_SIGNATURE"));
  if (address.empty() || !nonce || *nonce < 0 || !signature ||
      !current(call, timestamp, clob.timestamp_window_s)) {
    return refused();
  }
  const auto digest = clob_auth_digest(address, timestamp, static_cast<std::uint64_t>(*nonce));
  if (recovered_address(digest, *signature) != address) return refused();
  call.caller.account = address;
  return std::nullopt;
}

std::optional<Answer> check_l2(const Clob& clob, Call& call) {
  const auto refused = [] { return clob_error(401, "Unauthorized/Invalid api key"); };
  const auto creds = clob.keys.find(header(call, "POLY_API_KEY"));
  const auto timestamp = header(call, "POLY_TIMESTAMP");
  if (creds == clob.keys.end() || header(call, "POLY_PASSPHRASE") != creds->second.passphrase ||
      address_of(header(call, "POLY_ADDRESS")) != creds->second.address ||
      !current(call, timestamp, clob.timestamp_window_s)) {
    return refused();
  }
  const auto message = timestamp + call.request.method + signed_path(call) + call.request.body;
  if (l2_signature(creds->second.secret, message) != header(call, "POLY_SIGNATURE")) {
    return refused();
  }
  call.caller.account = creds->second.address;
  call.caller.key_id = creds->first;
  return std::nullopt;
}

}  // namespace

Answer clob_error(int status, std::string_view text) {
  return {.status = status, .body = Node::object({{"error", Node::text(text)}})};
}

std::string l2_signature(const std::string& secret, const std::string& message) {
  const auto key = bytes_from_base64url(secret);
  if (!key) return "";
  const auto bytes = bytes_of(message);
  Bytes mac(32);
  unsigned size = 0;
  HMAC(EVP_sha256(), key->data(), static_cast<int>(key->size()), bytes.data(), bytes.size(),
       mac.data(), &size);
  auto text = base64url_text(mac);
  while (text.size() % 4 != 0) text += '=';
  return text;
}

std::optional<Answer> clob_guard(World& world, Call& call, const Route& route) {
  const auto& clob = world.polymarket.clob;
  if (route.access == Access::open) return std::nullopt;
  return route.access == Access::wallet_signed ? check_l1(clob, call) : check_l2(clob, call);
}

}  // namespace holdfast::sim::polymarket
