#include "sim/privy/auth.hpp"

#include <openssl/x509.h>

#include <array>
#include <boost/json/parse.hpp>
#include <memory>

#include "sim/canonical_json.hpp"
#include "sim/encoding.hpp"
#include "sim/openssl_free.hpp"

namespace holdfast::sim::privy {
namespace {

namespace json = boost::json;

using Key = std::unique_ptr<EVP_PKEY, OpensslFree>;

// Null: no P-256 key.
Key key_of(const std::string& spki_base64) {
  const auto bytes = bytes_from_base64(spki_base64);
  if (!bytes) return nullptr;
  const unsigned char* at = bytes->data();
  Key key{d2i_PUBKEY(nullptr, &at, static_cast<long>(bytes->size()))};
  std::array<char, 32> group{};
  std::size_t size = 0;
  const bool named =
      key && EVP_PKEY_get_group_name(key.get(), group.data(), group.size(), &size) == 1;
  if (!named || std::string_view{group.data(), size} != "prime256v1") return nullptr;
  return key;
}

// ECDSA over SHA-256, in DER and base64.
bool is_signed(const std::string& owner_key, const std::string& text,
               const std::string& signature_base64) {
  const auto signature = bytes_from_base64(signature_base64);
  const auto key = key_of(owner_key);
  const std::unique_ptr<EVP_MD_CTX, OpensslFree> context{EVP_MD_CTX_new()};
  if (!signature || !key || !context) return false;
  if (EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1) {
    return false;
  }
  const auto bytes = bytes_of(text);
  return EVP_DigestVerify(context.get(), signature->data(), signature->size(), bytes.data(),
                          bytes.size()) == 1;
}

json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

// What an owner signs: the request as it was addressed, and those of its headers that matter. None:
// the body is no JSON.
std::optional<std::string> signed_text(const Service& service, const Request& request) {
  json::error_code error;
  auto body = json::parse(request.body, error);
  if (error) return std::nullopt;
  json::object headers;
  headers["privy-app-id"] = view(service.app_id);
  for (const std::string_view name : {"privy-idempotency-key", "privy-request-expiry"}) {
    if (const auto* value = request.header(name)) headers[view(name)] = view(*value);
  }
  const auto* host = request.header("Host");
  const std::string url = "http://" + (host == nullptr ? std::string{} : *host) + request.target;
  return canonical_json(json::object{{"version", 1},
                                     {"method", view(request.method)},
                                     {"url", view(url)},
                                     {"body", std::move(body)},
                                     {"headers", std::move(headers)}});
}

std::optional<Answer> check_application(const Service& service, const Request& request) {
  constexpr std::string_view scheme = "Basic ";
  const auto* shown = request.header("Authorization");
  const auto* id = request.header("privy-app-id");
  if (id == nullptr || *id != service.app_id) {
    return refusal(401, "missing_or_invalid_privy_app_id", "Missing or invalid Privy app ID");
  }
  if (service.app_id.empty() || shown == nullptr || !shown->starts_with(scheme)) {
    return wrong_application();
  }
  const auto pair = bytes_from_base64(std::string_view{*shown}.substr(scheme.size()));
  if (pair != bytes_of(service.app_id + ":" + service.app_secret)) return wrong_application();
  return std::nullopt;
}

std::optional<Answer> check_expiry(const Call& call) {
  const auto* expiry = call.request.header("privy-request-expiry");
  if (expiry == nullptr) return std::nullopt;
  const auto until = whole_number(*expiry);
  if (until && *until >= unix_ms(call.now)) return std::nullopt;
  return refusal(400, "invalid_data", "The request has expired");
}

std::optional<Answer> check_owner(const Service& service, const Wallet& wallet,
                                  const Request& request) {
  if (wallet.owner_key.empty()) return std::nullopt;
  const auto* shown = request.header("privy-authorization-signature");
  if (shown == nullptr || shown->empty()) {
    return refusal(401, "missing_or_empty_authorization_header",
                   "Missing or empty authorization header");
  }
  const auto signatures = split(*shown, ',');
  if (signatures.size() != 1) {
    return refusal(401, "incorrect_quantity_of_authorization_signatures",
                   "Incorrect quantity of authorization signatures");
  }
  const auto text = signed_text(service, request);
  if (text && is_signed(wallet.owner_key, *text, signatures.front())) return std::nullopt;
  return refusal(401, "zero_correct_authorization_signatures",
                 "No valid authorization signatures were provided");
}

}  // namespace

Answer refusal(int status, std::string_view code, std::string_view message) {
  return {.status = status,
          .body = Node::object({{"error", Node::text(message)}, {"code", Node::text(code)}})};
}

Answer wrong_application() {
  return {.status = 401,
          .body = Node::object({{"error", Node::text("Invalid app ID or app secret.")}})};
}

std::optional<Answer> guard(const Service& service, const Call& call, const Route& route) {
  if (auto refused = check_application(service, call.request)) return refused;
  if (route.access != Access::write) return std::nullopt;
  if (auto refused = check_expiry(call)) return refused;
  const auto wallet = service.wallets.find(call.captures.front());
  if (wallet == service.wallets.end()) return std::nullopt;  // the handler says so
  return check_owner(service, wallet->second, call.request);
}

bool is_owner_key(const std::string& spki_base64) { return key_of(spki_base64) != nullptr; }

}  // namespace holdfast::sim::privy
