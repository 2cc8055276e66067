#pragma once
#include <optional>
#include <string_view>

#include "domain/cause.hpp"
#include "domain/holding.hpp"
#include "domain/position.hpp"

namespace holdfast::api {

// Where a position is in its life, beyond open and closed, by what is known of its market.
//   open              trading
//   settling          a match of its owner's is not final yet; or its market has a result, and the
//                     venue pays by itself
//   awaiting_result   its market is closed and has no final result: nothing is earned yet
//   redeemable        it has one, and the owner must fetch what it pays
//   void_or_scalar    so it is, and one of it pays a part of the whole
//   lost              it pays nothing and is not settled at zero yet
//   redeemed          closed: the owner has fetched what it paid
//   closed            ended in any other way
struct PhaseGrounds {
  const Holding* holding{};       // what the venue lists of it now
  bool unsettled{};               // a match of its key may still be reversed
  std::optional<Cause> ended_by;  // of a closed one
};
std::string_view phase_of(const Position& position, const Instrument& about,
                          const PhaseGrounds& grounds);

}  // namespace holdfast::api
