#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "chain/json_rpc.hpp"
#include "domain/error.hpp"

namespace holdfast::polygon {

// One JSON-RPC 2.0 question; `parameters` is a JSON array as text.
std::string rpc_question(std::uint64_t id, std::string_view method, std::string_view parameters);

using json_rpc::OnResult;

// Reads the answer to question `id`; the visitor sees its result. An answer to another question, or
// one with neither result nor error, is Fault::malformed. Errors by their code:
//   block not there, state pruned     incomplete
//   too many requests (-32005, -32029, 429) rate_limited
//   internal error (-32603)           unreachable
//   anything else                     refused
Result<void> read_rpc(std::string_view body, std::uint64_t id, const OnResult& on_result);

// "0x1b4" as a number; leading zeros and numbers beyond 64 bits are Fault::malformed.
Result<std::uint64_t> parse_quantity(std::string_view text);

}  // namespace holdfast::polygon
