#pragma once
#include "sim/routes.hpp"

namespace holdfast::sim::polymarket {

Answer gamma_markets(World& world, const Call& call);
Answer gamma_keyset(World& world, const Call& call);
Answer gamma_market(World& world, const Call& call);

}  // namespace holdfast::sim::polymarket
