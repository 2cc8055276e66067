#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace holdfast::solana {

// One message of a node's WebSocket: an answer to a question of ours, or a notification.
struct StreamMessage {
  std::optional<std::uint64_t> id;            // of the question
  std::optional<std::uint64_t> subscription;  // what a question was answered with, or who is told
  std::optional<std::uint64_t> slot;          // of an account notification
  bool is_account{};                          // accountNotification
  std::string error;
};

// Fault::malformed for what is no message, and for an account notification without subscription or
// slot. What the account holds is not read: the node is asked.
Result<StreamMessage> parse_stream(std::string_view text);

}  // namespace holdfast::solana
