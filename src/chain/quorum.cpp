#include "chain/quorum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

namespace holdfast::polygon {
namespace {

// Endpoints on different forks agree about nothing, even where numbers look alike.
std::string fork_text(const std::vector<Statement>& statements) {
  const bool one_block = std::ranges::all_of(
      statements, [&](const Statement& s) { return s.block == statements.front().block; });
  if (one_block) return {};
  std::string text = "endpoints are on different chains of blocks:";
  for (const Statement& statement : statements) {
    text += fmt::format(" {} has block {} as {}", statement.endpoint, statement.block.number,
                        statement.block.hash);
  }
  return text;
}

}  // namespace

Result<Quantity> shares_of(const U256& balance) {
  constexpr std::uint64_t units_of_micro = 1'000;  // 10^9 units a share, 10^6 on chain
  constexpr auto most =
      static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / units_of_micro;
  if (!balance.fits_u64() || balance.low() > most) {
    return fail(Fault::malformed, "balance is too large to be shares: " + balance.decimal());
  }
  return Quantity::from_units(static_cast<std::int64_t>(balance.low() * units_of_micro));
}

namespace {

// One that is too large to be shares, as the chain has it.
std::string shares_text(const U256& balance) {
  const auto shares = shares_of(balance);
  return shares ? shares->text() : balance.decimal();
}

std::string who_said_what(const std::vector<Statement>& statements, const PositionKey& key) {
  std::string text;
  for (const Statement& statement : statements) {
    const auto found = statement.balances.find(key);
    text += fmt::format("{}{} says {}", text.empty() ? "" : ", ", statement.endpoint,
                        found == statement.balances.end() ? "nothing" : shares_text(found->second));
  }
  return text;
}

std::uint32_t providers_of(const std::vector<Statement>& statements) {
  std::set<std::string> hosts;
  for (const Statement& statement : statements) {
    hosts.insert(json_rpc::provider_of(statement.endpoint));
  }
  return static_cast<std::uint32_t>(hosts.size());
}

}  // namespace

Readings compare(const std::vector<Statement>& statements, std::size_t endpoints_asked) {
  Readings readings;
  readings.endpoints_asked = static_cast<std::uint32_t>(endpoints_asked);
  readings.endpoints_answered = static_cast<std::uint32_t>(statements.size());
  const Block& block = statements.front().block;
  readings.text = fmt::format("{} of {} endpoints at block {}", statements.size(), endpoints_asked,
                              block.number);
  const std::string fork = fork_text(statements);
  std::set<PositionKey> keys;
  for (const Statement& statement : statements) {
    for (const auto& [key, balance] : statement.balances) keys.insert(key);
  }
  for (const PositionKey& key : keys) {
    if (!fork.empty()) {
      readings.disputed.emplace(key, fork);
      continue;
    }
    const auto first = statements.front().balances.find(key);
    const bool same = std::ranges::all_of(statements, [&](const Statement& statement) {
      const auto found = statement.balances.find(key);
      return found != statement.balances.end() && first != statements.front().balances.end() &&
             found->second == first->second;
    });
    if (!same) {
      readings.disputed.emplace(key, who_said_what(statements, key));
      continue;
    }
    const auto quantity = shares_of(first->second);
    if (!quantity) {
      readings.disputed.emplace(key, quantity.error().what);
      continue;
    }
    readings.agreed.emplace(
        key, Reading{.quantity = *quantity,
                     .evidence = {.kind = EvidenceKind::chain_balance,
                                  .id = fmt::format("polygon:{}:{}", block.number, block.hash),
                                  .at = block.at,
                                  .text = fmt::format("balance {} by {}", quantity->text(),
                                                      readings.text)},
                     .endpoints = providers_of(statements)});
  }
  return readings;
}

}  // namespace holdfast::polygon
