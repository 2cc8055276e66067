#pragma once
#include "domain/time.hpp"

namespace holdfast {

// Lists of positions trail what a stream or a chain tells, Polymarket's by seconds (block, indexer,
// cache): whoever was told of a change asks once more when they have had this time.
inline constexpr Duration lists_show_after = std::chrono::seconds{8};

}  // namespace holdfast
