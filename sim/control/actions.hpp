#pragma once
#include <optional>

#include "sim/control/fields.hpp"
#include "sim/node.hpp"
#include "sim/world.hpp"

namespace holdfast::sim::control {

// Each does one verb at one venue; none when the venue knows no such verb.
std::optional<Result<Node>> act_kalshi(World& world, const std::string& verb, Fields& fields,
                                       UtcTime at);
std::optional<Result<Node>> act_polymarket(World& world, const std::string& verb, Fields& fields,
                                           UtcTime at);
std::optional<Result<Node>> act_pacifica(World& world, const std::string& verb, Fields& fields,
                                         UtcTime at);

std::optional<Result<Node>> act_kalshi_solana(World& world, const std::string& verb, Fields& fields,
                                              UtcTime at);

// What GET /_sim/world shows of each venue.
Node kalshi_truth(const World& world);
Node kalshi_solana_truth(const World& world);
Node polymarket_truth(const World& world, UtcTime now);
Node pacifica_truth(const World& world);

// POST and GET /_sim/faults.
Result<Node> set_faults(World& world, std::string_view json, UtcTime now);
Node fault_list(const World& world);

}  // namespace holdfast::sim::control
