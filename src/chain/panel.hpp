#pragma once
#include <cstdint>
#include <vector>

#include "chain/excuses.hpp"
#include "chain/polygon_endpoint.hpp"

namespace holdfast::polygon {

// Those who are on the right chain and not stuck, and the newest block final for all of them.
struct Panel {
  std::vector<Endpoint*> endpoints;
  std::uint64_t last{};
};

// At least one, or the fault of the first that was left out.
Async<Panel> find_panel(std::vector<Endpoint>& endpoints, UtcTime now, Duration block_age_max,
                        json_rpc::Excuses& excuses, RawTape& tape);

}  // namespace holdfast::polygon
