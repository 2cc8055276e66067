#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "sim/call.hpp"

namespace holdfast::sim::kalshi {

template <class T>
using Parameter = tl::expected<T, Answer>;  // or the venue's refusal

// A whole number within bounds; the default when absent. `field` is the Go field name in the error.
Parameter<std::int64_t> number_parameter(const Call& call, std::string_view operation,
                                         std::string_view name, std::string_view field,
                                         std::int64_t least, std::int64_t most,
                                         std::int64_t otherwise);
Parameter<std::int64_t> limit_parameter(const Call& call, std::string_view operation);
// The subaccount asked for; none when absent and the key is not pinned.
Parameter<std::optional<std::uint16_t>> subaccount_parameter(const Call& call,
                                                             std::string_view operation);
Parameter<std::optional<std::uint16_t>> shard_parameter(const Call& call,
                                                        std::string_view operation);

// Cursors are opaque; a garbage one reads as no cursor at all (recorded on /markets).
std::string cursor_text(std::string_view place);
std::string cursor_place(const Call& call);

}  // namespace holdfast::sim::kalshi
