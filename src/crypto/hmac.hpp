#pragma once
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace holdfast::crypto {

// HMAC-SHA256 of the message, key and result in base64url with padding: how the CLOB of Polymarket
// knows a caller. Fault::unauthorised for a key that is no base64url; it is never echoed.
Result<std::string> hmac_base64url(std::string_view key, std::string_view message);

}  // namespace holdfast::crypto
