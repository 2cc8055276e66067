#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "domain/evidence.hpp"
#include "domain/fixed.hpp"
#include "domain/position_key.hpp"

namespace holdfast {

struct Reading {
  Quantity quantity;
  Evidence evidence;           // chain_balance with the block's number, hash and time
  std::uint32_t endpoints{1};  // independent ones (providers) that said exactly this
};

// What a second witness said about the keys it was asked.
struct Readings {
  std::map<PositionKey, Reading> agreed;        // every endpoint that answered says the same
  std::map<PositionKey, std::string> disputed;  // endpoints contradict each other: who said what
  std::uint32_t endpoints_asked{};
  std::uint32_t endpoints_answered{};
  std::string text;  // "2 of 2 endpoints at block 61234567"
};

}  // namespace holdfast
