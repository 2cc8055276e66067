#include "sim/polygon/chain.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/encoding.hpp"

namespace holdfast::sim::polygon {
namespace {

constexpr UtcTime first_block{std::chrono::seconds{1'590'824'836}};  // 30 May 2020

std::string place_of(const std::string& contract, const std::string& owner,
                     const std::optional<U256>& id) {
  return contract + "|" + owner + "|" + (id ? id->hex() : "");
}

}  // namespace

Height Chain::height_at(UtcTime moment) {
  return moment <= first_block ? 0 : static_cast<Height>((moment - first_block) / block_time);
}

UtcTime Chain::time_of(Height block) {
  return first_block + block_time * static_cast<std::int64_t>(block);
}

Block Chain::block(Height number) const {
  const auto hash_of = [&](Height n) {
    const auto forks = std::ranges::count_if(
        forks_, [&](const Fork& fork) { return n >= fork.from && n <= fork.head; });
    const auto hash = keccak256(bytes_of(fmt::format("{}/{}/{}", seed_, n, forks)));
    return hex_text(hash);
  };
  return {.number = number,
          .at = time_of(number),
          .hash = hash_of(number),
          .parent_hash = hash_of(number == 0 ? 0 : number - 1)};
}

void Chain::index(const Transfer& transfer) {
  const auto move = [&](const std::string& owner, std::size_t i, std::int64_t sign) {
    const auto id = transfer.ids.empty() ? std::nullopt : std::optional{transfer.ids[i]};
    moves_[place_of(transfer.contract, owner, id)].push_back(
        {transfer.block, sign * static_cast<std::int64_t>(transfer.values[i])});
  };
  for (std::size_t i = 0; i < transfer.values.size(); ++i) {
    move(transfer.from, i, -1);
    move(transfer.to, i, 1);
  }
}

void Chain::add(Transfer transfer) {
  const auto place = std::ranges::upper_bound(transfers_, transfer.block, {}, &Transfer::block);
  const bool same_block = place != transfers_.begin() && std::prev(place)->block == transfer.block;
  transfer.log_index = same_block ? std::prev(place)->log_index + 3 : 7 + transfer.block % 90;
  index(transfer);
  transfers_.insert(place, std::move(transfer));
}

U256 Chain::balance(const std::string& contract, const std::string& owner,
                    const std::optional<U256>& id, Height block) const {
  const auto found = moves_.find(place_of(contract, owner, id));
  if (found == moves_.end()) return U256{};
  std::int64_t sum = 0;
  for (const auto& move : found->second) {
    if (move.block <= block) sum += move.change;
  }
  return U256{static_cast<std::uint64_t>(std::max<std::int64_t>(0, sum))};
}

bool Chain::approved_for_all(const std::string& contract, const std::string& owner,
                             const std::string& spender, Height block) const {
  bool approved = false;
  for (const auto& a : approvals_) {
    if (a.block <= block && a.contract == contract && a.owner == owner && a.spender == spender) {
      approved = a.for_all;
    }
  }
  return approved;
}

std::uint64_t Chain::allowance(const std::string& contract, const std::string& owner,
                               const std::string& spender, Height block) const {
  std::uint64_t allowance = 0;
  for (const auto& a : approvals_) {
    if (a.block <= block && a.contract == contract && a.owner == owner && a.spender == spender) {
      allowance = a.allowance;
    }
  }
  return allowance;
}

const Payout* Chain::payout(const std::string& condition_id, Height block) const {
  const auto found = std::ranges::find_if(payouts_, [&](const Payout& payout) {
    return payout.condition_id == condition_id && payout.block <= block;
  });
  return found == payouts_.end() ? nullptr : &*found;
}

void Chain::reorganise(Height head, Height depth) {
  const Height from = head >= depth ? head - depth + 1 : 0;
  forks_.push_back({.from = from, .head = head});
  auto old = std::exchange(transfers_, {});
  moves_.clear();
  for (auto& transfer : old) {
    if (transfer.block >= from && transfer.block <= head) transfer.block = head + 1;
    add(std::move(transfer));
  }
  for (auto& payout : payouts_) {
    if (payout.block >= from && payout.block <= head) payout.block = head + 1;
  }
}

}  // namespace holdfast::sim::polygon
