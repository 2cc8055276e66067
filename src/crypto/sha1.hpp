#pragma once
#include <string>
#include <string_view>

namespace holdfast::crypto {

// 40 hex digits. Only for checks that a venue defines so (Polymarket's book hash): SHA-1 protects
// against accidents, not against people.
std::string sha1_hex(std::string_view text);

}  // namespace holdfast::crypto
