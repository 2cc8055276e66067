#include "sim/privy/venue.hpp"

#include <array>

#include "sim/privy/auth.hpp"
#include "sim/solana/keys.hpp"
#include "sim/solana/rpc.hpp"
#include "sim/world.hpp"

namespace holdfast::sim::privy {
namespace {

Answer get_wallet(World& world, const Call& call) {
  const auto found = world.privy.wallets.find(call.captures.front());
  if (found == world.privy.wallets.end()) {
    return refusal(404, "wallet_not_found", "Wallet not found");
  }
  const auto& [id, wallet] = *found;
  return {.body = Node::object(
              {{"id", Node::text(id)},
               {"address", Node::text(solana::keypair_named(id).address)},
               {"chain_type", Node::text("solana")},
               {"policy_ids", Node::list()},
               {"additional_signers", Node::list()},
               {"owner_id", wallet.owner_id.empty() ? Node{} : Node::text(wallet.owner_id)},
               {"created_at", Node::number(unix_ms(wallet.created))},
               {"exported_at", Node{}},
               {"imported_at", Node{}}})};
}

// By the newest slot: Privy asks nodes of its own.
std::string_view status_of(const World& world, const std::string& hash, UtcTime now) {
  const auto head = solana::Chain::slot_at(now);
  const auto* known = world.dflow.chain.find(hash);
  if (known == nullptr || known->slot > head) return "broadcasted";
  if (known->failed) return "failed";
  if (known->slot <= solana::slot_behind(head, "finalized")) return "finalized";
  return known->slot <= solana::slot_behind(head, "confirmed") ? "confirmed" : "broadcasted";
}

Answer get_transaction(World& world, const Call& call) {
  const auto found = world.privy.sent.find(call.captures.front());
  if (found == world.privy.sent.end()) {
    return refusal(404, "transaction_not_found", "Transaction not found");
  }
  const auto& [id, transaction] = *found;
  return {.body = Node::object(
              {{"id", Node::text(id)},
               {"wallet_id", Node::text(transaction.wallet)},
               {"status", Node::text(status_of(world, transaction.hash, call.true_now))},
               {"transaction_hash", Node::text(transaction.hash)},
               {"caip2", Node::text(mainnet)},
               {"created_at", Node::number(unix_ms(transaction.sent))},
               {"sponsored", Node::boolean(transaction.sponsored)}})};
}

}  // namespace

std::span<const Route> routes() {
  static constexpr std::array table{
      Route{"GET", "/v1/wallets/{id}", "wallet", get_wallet, Access::read},
      Route{"POST", "/v1/wallets/{id}/rpc", "rpc", wallet_rpc, Access::write},
      Route{"GET", "/v1/transactions/{id}", "transaction", get_transaction, Access::read}};
  return table;
}

}  // namespace holdfast::sim::privy
