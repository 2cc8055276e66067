#pragma once
#include <span>
#include <string>

#include "sim/polygon/chain.hpp"
#include "sim/routes.hpp"

namespace boost::json {
class value;
class object;
}  // namespace boost::json

namespace holdfast::sim::polygon {

std::span<const Route> routes();  // below /polygon/{n}

// The methods a body calls, each once, joined by commas: the name of the endpoint for faults and
// counters. "unreadable" when the body is not JSON-RPC.
std::string method_names(const std::string& body);

// A JSON-RPC error, or a result.
struct RpcError {
  int code{};
  std::string message;
  std::string data;  // of a revert
};
using RpcResult = tl::expected<Node, RpcError>;

// One endpoint as it stands at the moment of a call: its own height, its own lies.
struct Endpoint {
  World& world;
  const Call& call;
  Height latest{};

  [[nodiscard]] Height finalized() const;
  [[nodiscard]] Height safe() const;
  // A tag, a number, or {"blockNumber"} / {"blockHash"}; missing is latest.
  [[nodiscard]] tl::expected<Height, RpcError> block_of(const boost::json::value* tag) const;
};

RpcResult call_contract(const Endpoint& endpoint, const std::string& to, const std::string& data,
                        Height block);
RpcResult logs(const Endpoint& endpoint, const boost::json::object& filter);
RpcResult receipt(const Endpoint& endpoint, const std::string& hash);
Node block_node(const Endpoint& endpoint, Height height);

}  // namespace holdfast::sim::polygon
