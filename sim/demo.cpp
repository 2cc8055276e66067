#include "sim/demo.hpp"

#include "sim/demo_kalshi.hpp"
#include "sim/demo_pacifica.hpp"
#include "sim/demo_polymarket.hpp"
#include "sim/demo_solana.hpp"

namespace holdfast::sim {

World demo_world(const DemoOptions& options, UtcTime began) {
  World world{options.seed, began};
  add_kalshi_demo(world, options);
  add_polymarket_demo(world, options);
  add_solana_demo(world, options);
  add_pacifica_demo(world, options);
  return world;
}

}  // namespace holdfast::sim
