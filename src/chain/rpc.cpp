#include "chain/rpc.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace holdfast::polygon {
namespace {

// Nodes have no common code for a state they do not keep: only their words tell.
bool speaks_of_a_missing_block(std::string message) {
  std::ranges::transform(message, message.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::array<std::string_view, 7> words{
      "header not found", "block not found",  "unknown block",         "missing trie node",
      "pruned",           "historical state", "state is not available"};
  return std::ranges::any_of(
      words, [&](std::string_view word) { return message.find(word) != std::string::npos; });
}

Fault fault_of(std::int64_t code, std::string_view message) {
  if (speaks_of_a_missing_block(std::string{message})) return Fault::incomplete;
  switch (code) {
    case -32'005:
    case -32'029:
    case 429:
      return Fault::rate_limited;
    case -32'603:
      return Fault::unreachable;
    default:
      return Fault::refused;
  }
}

}  // namespace

std::string rpc_question(std::uint64_t id, std::string_view method, std::string_view parameters) {
  return json_rpc::question(id, method, parameters);
}

Result<void> read_rpc(std::string_view body, std::uint64_t id, const OnResult& on_result) {
  return json_rpc::read_answer(body, id, fault_of, on_result);
}

Result<std::uint64_t> parse_quantity(std::string_view text) {
  const auto refuse = [] { return fail(Fault::malformed, "not a JSON-RPC quantity"); };
  if (!text.starts_with("0x")) return refuse();
  text.remove_prefix(2);
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return refuse();
  std::uint64_t number{};
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, 16);
  if (error != std::errc{} || stop != end) return refuse();
  return number;
}

}  // namespace holdfast::polygon
