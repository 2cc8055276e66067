#pragma once
#include <span>

#include "sim/routes.hpp"

namespace holdfast::sim::kalshi {

std::span<const Route> routes();  // below /trade-api/v2

}  // namespace holdfast::sim::kalshi
