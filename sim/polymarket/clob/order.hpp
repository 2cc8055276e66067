#pragma once
#include <cstdint>
#include <string>

#include "domain/u256.hpp"
#include "sim/encoding.hpp"

namespace holdfast::sim::polymarket {

// The signed struct of the exchanges V2 and V3 (eleven members), with the wire's signature.
// Amounts are base units of 0.000001 share or dollar.
struct SignedOrder {
  std::uint64_t salt{};
  std::string maker;  // lower case, as all addresses here
  std::string signer;
  std::string maker_as_sent;
  U256 token_id;
  std::uint64_t maker_amount{};
  std::uint64_t taker_amount{};
  bool buys{};
  std::uint8_t signature_type{};  // 0 EOA, 1 proxy, 2 Safe, 3 deposit wallet (ERC-7739)
  std::uint64_t timestamp_ms{};
  U256 metadata;
  U256 builder;
  Bytes signature;
};

enum class OrderType : std::uint8_t { gtc, gtd, fok, fak };
constexpr std::string_view name_of(OrderType type) {
  switch (type) {
    case OrderType::gtc:
      return "GTC";
    case OrderType::gtd:
      return "GTD";
    case OrderType::fok:
      return "FOK";
    case OrderType::fak:
      return "FAK";
  }
  return "";
}
constexpr bool rests(OrderType type) { return type == OrderType::gtc || type == OrderType::gtd; }

// What becomes of a match: the chain gets it, the venue says that it failed, or it is matched for
// ever.
enum class Fate : std::uint8_t { settles, fails, hangs };

// The body of POST /order.
struct OrderPost {
  SignedOrder order;
  std::string owner;  // the API key
  OrderType type{};
  std::int64_t expiration{};  // seconds, 0: none; on the wire only, not signed
  bool post_only{};
  Fate fate{};  // of its matches; not in the body
};

}  // namespace holdfast::sim::polymarket
