#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "sim/node.hpp"

namespace holdfast::sim::polymarket {

// Cursors are opaque to clients and signed: base64url of {"data":{"type","params"},"sig"} as
// recorded in September 2026. A cursor that was changed, or of another route, is refused.
std::string make_cursor(std::string_view type, Node params);
// Params as text; none when the cursor is not one that this service signed for that type.
std::optional<std::map<std::string, std::string>> read_cursor(std::string_view type,
                                                              std::string_view cursor);

}  // namespace holdfast::sim::polymarket
