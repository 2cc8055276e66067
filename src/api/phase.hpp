#pragma once
#include <string_view>

#include "domain/holding.hpp"
#include "domain/position.hpp"

namespace holdfast::api {

// Where a position is in its life, beyond open and closed, by what is known of its market.
//   open              trading
//   awaiting_result   its market is closed and has no final result: nothing is earned yet
//   settling          it has one, and the venue pays by itself
//   redeemable        it has one, and the owner must fetch what it pays
//   lost              it pays nothing and is not settled at zero yet
//   closed
std::string_view phase_of(const Position& position, const Instrument& about,
                          const Holding* holding);

}  // namespace holdfast::api
