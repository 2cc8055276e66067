#pragma once
#include <span>

#include "sim/routes.hpp"

namespace holdfast::sim::polymarket {

std::span<const Route> data_routes();   // below /polymarket-data
std::span<const Route> gamma_routes();  // below /polymarket-gamma
std::span<const Route> clob_routes();   // below /polymarket-clob

}  // namespace holdfast::sim::polymarket
