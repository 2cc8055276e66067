#pragma once
#include <optional>
#include <string>

#include "sim/call.hpp"
#include "sim/encoding.hpp"

namespace holdfast::sim {
struct World;
}

namespace holdfast::sim::dflow {

// GET /order: a quote, and with userPublicKey a transaction to sign.
Answer quote_order(World& world, const Call& call);

// A signed transaction as base64 becomes an order; its signature, or why it cannot be.
struct Sent {
  std::string signature;
  int code{};  // of the JSON-RPC error; 0: none
  std::string message;
};
Sent send_transaction(World& world, const std::string& base64, UtcTime now);

// Signs the quoted transaction with the key of a wallet the simulator made (Privy's part).
std::optional<std::string> sign_transaction(const std::string& base64, ByteView secret);

}  // namespace holdfast::sim::dflow
