#pragma once
#include <map>
#include <string>
#include <vector>

#include "chain/polygon_endpoint.hpp"
#include "core/readings.hpp"
#include "domain/position_key.hpp"

namespace holdfast::polygon {

// What one endpoint said of every asked key at one block.
struct Statement {
  std::string endpoint;
  Block block;
  std::map<PositionKey, U256> balances;
};

// A token amount of six decimals as a quantity; Fault::malformed when it does not fit.
Result<Quantity> shares_of(const U256& balance);

// Where all statements name the same block and the same balance, that is agreed; everything else is
// disputed, with who said what. At least one statement.
Readings compare(const std::vector<Statement>& statements, std::size_t endpoints_asked);

}  // namespace holdfast::polygon
