#pragma once
#include <span>

#include "sim/routes.hpp"

namespace holdfast::sim::dflow {

std::span<const Route> metadata_routes();  // below /dflow-metadata
std::span<const Route> trade_routes();     // below /dflow-trade

Answer not_found(std::string_view code = "not_found", std::string_view message = "Not found");
// The API key, where the world asks for one.
std::optional<Answer> guard(const World& world, const Call& call);

}  // namespace holdfast::sim::dflow
