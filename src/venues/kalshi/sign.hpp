#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "ports/signer.hpp"
#include "ports/transport.hpp"

namespace holdfast::kalshi {

// What Kalshi signs: time stamp (Unix ms), method in capitals, the whole path with /trade-api/v2,
// without host and query; the body is not signed.
std::string signing_text(std::int64_t timestamp_ms, Method method, std::string_view path);

// KALSHI-ACCESS-KEY, -TIMESTAMP and -SIGNATURE of one request. The signer's own refusal is the
// fault.
Result<Headers> signed_headers(Signer& signer, const std::string& key_id, std::int64_t timestamp_ms,
                               Method method, std::string_view path);

}  // namespace holdfast::kalshi
