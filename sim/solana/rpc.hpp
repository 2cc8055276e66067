#pragma once
#include <span>

#include "sim/routes.hpp"
#include "sim/solana/chain.hpp"

namespace boost::json {
class value;
class array;
}  // namespace boost::json

namespace holdfast::sim::solana {

std::span<const Route> routes();  // below /solana/{n}

// A JSON-RPC error, or a result.
struct RpcError {
  int code{};
  std::string message;
  Node data;
};
using RpcResult = tl::expected<Node, RpcError>;
tl::unexpected<RpcError> refuse(int code, std::string message, Node data = {});

// One endpoint as it stands at the moment of a call: its own slot, its own lies.
struct Endpoint {
  World& world;
  const Call& call;
  Slot head{};

  [[nodiscard]] const Chain& chain() const;
  [[nodiscard]] Slot slot_of(std::string_view commitment) const;
};

// Endpoints differ in how far they lag: half a second, one, one and a half ...
Duration endpoint_lag(std::int64_t number);
Slot slot_behind(Slot head, std::string_view commitment);

// The positional parameters of one call.
struct Params {
  const boost::json::array* list{};

  [[nodiscard]] const boost::json::value* at(std::size_t i) const;
  [[nodiscard]] std::string text(std::size_t i) const;
  // A member of the settings object at that place; empty or null when it is not there.
  [[nodiscard]] std::string setting(std::size_t i, std::string_view name) const;
  [[nodiscard]] std::optional<std::uint64_t> number(std::size_t i, std::string_view name) const;
};

// The slot a call is answered at: its commitment, refused before its minContextSlot.
tl::expected<Slot, RpcError> slot_asked(const Endpoint& endpoint, const Params& params,
                                        std::size_t settings);
Node with_context(Slot slot, Node value);

// An account as streams show it, and one that is no more.
Node told_account(const World& world, const TokenAccount& account, const std::string& encoding);
Node closed_account(const std::string& encoding);

RpcResult token_accounts_by_owner(const Endpoint& endpoint, const Params& params);
RpcResult multiple_accounts(const Endpoint& endpoint, const Params& params);
RpcResult account_info(const Endpoint& endpoint, const Params& params);
RpcResult token_account_balance(const Endpoint& endpoint, const Params& params);
RpcResult signatures_for_address(const Endpoint& endpoint, const Params& params);
RpcResult transaction(const Endpoint& endpoint, const Params& params);
RpcResult signature_statuses(const Endpoint& endpoint, const Params& params);

}  // namespace holdfast::sim::solana
