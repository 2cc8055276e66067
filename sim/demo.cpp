#include "sim/demo.hpp"

#include "sim/demo_kalshi.hpp"

namespace holdfast::sim {

World demo_world(const DemoOptions& options, UtcTime began) {
  World world{options.seed, began};
  add_kalshi_demo(world, options);
  return world;
}

}  // namespace holdfast::sim
