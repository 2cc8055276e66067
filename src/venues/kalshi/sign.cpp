#include "venues/kalshi/sign.hpp"

#include <fmt/format.h>

namespace holdfast::kalshi {

std::string signing_text(std::int64_t timestamp_ms, Method method, std::string_view path) {
  return fmt::format("{}{}{}", timestamp_ms, name_of(method), path);
}

Result<Headers> signed_headers(Signer& signer, const std::string& key_id, std::int64_t timestamp_ms,
                               Method method, std::string_view path) {
  auto signature = signer.sign(signing_text(timestamp_ms, method, path));
  if (!signature) return tl::make_unexpected(std::move(signature).error());
  return Headers{{"Accept", "application/json"},
                 {"KALSHI-ACCESS-KEY", key_id},
                 {"KALSHI-ACCESS-TIMESTAMP", std::to_string(timestamp_ms)},
                 {"KALSHI-ACCESS-SIGNATURE", *std::move(signature)}};
}

}  // namespace holdfast::kalshi
