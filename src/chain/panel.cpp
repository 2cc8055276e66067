#include "chain/panel.hpp"

#include <algorithm>

namespace holdfast::polygon {

Async<Panel> find_panel(std::vector<Endpoint>& endpoints, UtcTime now, Duration block_age_max,
                        json_rpc::Excuses& excuses, RawTape& tape) {
  Panel panel;
  for (Endpoint& endpoint : endpoints) {
    const auto chain = co_await endpoint.check_chain(tape);
    auto block = chain ? co_await endpoint.finalized_block(tape)
                       : Result<Block>{tl::make_unexpected(chain.error())};
    if (block && block->at + block_age_max < now) block = fail(Fault::incomplete, "it is stuck");
    if (!block) {
      if (block.error().fault == Fault::cancelled) co_return tl::make_unexpected(block.error());
      excuses.add(endpoint.name(), block.error());
      continue;
    }
    panel.endpoints.push_back(&endpoint);
    panel.last = panel.endpoints.size() == 1 ? block->number : std::min(panel.last, block->number);
  }
  if (panel.endpoints.empty()) co_return excuses.fault("Polygon");
  co_return panel;
}

}  // namespace holdfast::polygon
