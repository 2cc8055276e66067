#pragma once
#include <optional>
#include <string>

#include "domain/fixed.hpp"
#include "domain/instrument.hpp"
#include "domain/position_key.hpp"

namespace holdfast {

// A figure the venue derived itself. One that does not fit our decimals is none, with the
// venue's own text kept; it never makes the row unreadable.
template <class Amount>
struct Figure {
  std::optional<Amount> value;
  std::string raw;
  friend bool operator==(const Figure&, const Figure&) = default;
};

struct VenueFigures {
  Figure<Price> average_price;
  Figure<Money> cost;
  Figure<Money> value;
  Figure<Money> pnl;  // unrealised, in the venue's words
  Figure<Money> realized_pnl;
  Figure<Money> fees;
  Figure<Money> funding;      // received since the position was opened; below zero: paid
  Figure<Money> percent_pnl;  // percent, a plain decimal
  friend bool operator==(const VenueFigures&, const VenueFigures&) = default;
};

// What a source says is held, in its own words, already exact.
struct Holding {
  PositionKey key;
  // Signed: YES or long above zero, NO or short below. None when the row's key could be read
  // and its content not: then `flaw` says why, and this one key is unknown.
  std::optional<Quantity> quantity;
  std::string flaw;
  bool redeemable{};  // resolved and still in the wallet
  bool lost{};        // resolved at zero and still in the wallet
  VenueFigures figures;
  Instrument about;
  friend bool operator==(const Holding&, const Holding&) = default;
};

}  // namespace holdfast
