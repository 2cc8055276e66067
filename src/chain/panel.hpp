#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
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

// What everyone of the panel who answers `ask(endpoint)` says; Fault::incomplete with those words
// where they differ, the fault of the first where nobody answers.
template <class Value, class Ask>
Async<Value> agreed_by(Panel panel, json_rpc::Excuses& excuses, std::string differing, Ask ask) {
  std::optional<Value> agreed;
  for (Endpoint* endpoint : panel.endpoints) {
    Result<Value> told = co_await ask(*endpoint);
    if (!told) {
      if (told.error().fault == Fault::cancelled) co_return tl::make_unexpected(told.error());
      excuses.add(endpoint->name(), told.error());
    } else if (agreed && *agreed != *told) {
      co_return fail(Fault::incomplete, std::move(differing));
    } else {
      agreed = *std::move(told);
    }
  }
  if (!agreed) co_return excuses.fault("Polygon");
  co_return *std::move(agreed);
}

}  // namespace holdfast::polygon
