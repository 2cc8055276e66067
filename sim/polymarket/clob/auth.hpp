#pragma once
#include <optional>
#include <string>

#include "sim/routes.hpp"

namespace holdfast::sim::polymarket {

// L1 (a wallet's ClobAuth signature) for routes that make or find API keys, L2 (HMAC) for those
// that need one; fills in the caller: account is the wallet's address, key_id the API key. One
// timestamp and signature may come again and again: the official client reuses them for all pages
// of a read.
std::optional<Answer> clob_guard(World& world, Call& call, const Route& route);

// base64url with padding of HMAC-SHA-256 over timestamp + method + path + body; the key is the
// base64url-decoded secret, the path is without query. Empty when the secret is not base64url.
std::string l2_signature(const std::string& secret, const std::string& message);

Answer clob_error(int status, std::string_view text);

}  // namespace holdfast::sim::polymarket
