#include "chain/rpc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

#include "net/printable.hpp"

namespace holdfast::polygon {
namespace {

using platform::JsonReader;
using platform::JsonValue;

struct RpcError {
  std::int64_t code{};
  std::string message;
};

Result<void> read_error(RpcError& error, JsonValue& value) {
  return value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "code") {
      const auto code = field.integer();
      if (!code) return tl::make_unexpected(code.error());
      error.code = *code;
    }
    if (key == "message" && field.kind() == JsonValue::Kind::string) {
      const auto text = field.string();
      if (!text) return tl::make_unexpected(text.error());
      error.message = net::printable(*text, 160);
    }
    return {};
  });
}

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

Fault fault_of(const RpcError& error) {
  if (speaks_of_a_missing_block(error.message)) return Fault::incomplete;
  switch (error.code) {
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

// The question's number, which some servers send back as a string.
Result<void> read_id(std::optional<std::string>& id, JsonValue& value) {
  if (value.is_null()) return {};
  return platform::store(id, value.string_or_number());
}

}  // namespace

std::string rpc_question(std::uint64_t id, std::string_view method, std::string_view parameters) {
  return fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"{}","params":{}}})", id, method,
                     parameters);
}

Result<void> read_rpc(std::string_view body, std::uint64_t id, const OnResult& on_result) {
  std::optional<std::string> answered;
  std::optional<RpcError> error;
  bool has_result = false;
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == "id") return read_id(answered, value);
    if (key == "error" && !value.is_null()) {
      error.emplace();
      return read_error(*error, value);
    }
    if (key != "result") return {};
    has_result = true;
    return on_result(value);
  });
  if (error && (done || done.error().fault == Fault::malformed)) {
    return fail(fault_of(*error), fmt::format("{} {}", error->code, error->message));
  }
  if (!done) return done;
  if (answered != std::to_string(id)) {
    return fail(Fault::malformed, "the answer belongs to another question");
  }
  if (!has_result) return fail(Fault::malformed, "the answer has neither result nor error");
  return {};
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
