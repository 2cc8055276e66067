#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "domain/fixed.hpp"

namespace holdfast::sim::kalshi {

// Kalshi's other exchange, of perpetuals on margin, as far as answers of it were recorded (demo,
// June 2026). Holdfast reads event contracts; how this one refuses is how that server refuses. Its
// orders meet nobody: they are checked, and rest.
struct Perp {
  Price mark;
  Price initial_margin;      // a share of a position's value
  Price maintenance_margin;  // a share of a position's value
};

struct PerpPosition {
  Quantity count;  // below zero is short
  Price entry;
  Money fees;
};

struct MarginAccount {
  std::map<std::uint16_t, Money> funds;  // by subaccount
  std::map<std::pair<std::uint16_t, std::string>, PerpPosition> positions;
  std::set<std::string> used_client_ids;
};

struct MarginExchange {
  std::map<std::string, Perp> perps;              // by ticker
  std::map<std::string, MarginAccount> accounts;  // by member; who is not here has not joined
};

}  // namespace holdfast::sim::kalshi
