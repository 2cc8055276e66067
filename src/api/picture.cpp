#include "api/picture.hpp"

#include <algorithm>

#include "core/book_trouble.hpp"

namespace holdfast::api {

Picture::Picture(std::shared_ptr<const Replica> replica) : replica_{std::move(replica)} {
  for (const AccountStatus& account : replica_->accounts) accounts_.emplace(account.id, &account);
  for (const Position& position : replica_->positions) positions_.emplace(position.key, &position);
  // A case that a person has waved away says what it said: a word makes no quantity known.
  for (const Case& lasting : replica_->cases) {
    // What books claim says nothing against what is held.
    if (is_of_book(lasting.account)) continue;
    // What a venue's history tells wrongly of a key leaves its quantity in no doubt.
    if (lasting.reason == CaseReason::quarantined_rows) continue;
    for (const PositionKey& key : lasting.keys) cases_.emplace(key, &lasting);
  }
  // A brake case holds its keys back; the key's own case, if there is one, says more.
  for (const Case& lasting : replica_->cases) {
    if (lasting.key) cases_[*lasting.key] = &lasting;
  }
}

const AccountStatus* Picture::account(const AccountId& id) const {
  const auto found = accounts_.find(id);
  return found == accounts_.end() ? nullptr : found->second;
}

const Position* Picture::position(const PositionKey& key) const {
  const auto found = positions_.find(key);
  return found == positions_.end() ? nullptr : found->second;
}

const Case* Picture::case_of(const PositionKey& key) const {
  const auto found = cases_.find(key);
  return found == cases_.end() ? nullptr : found->second;
}

const Holding* Picture::holding(const PositionKey& key) const {
  const AccountStatus* status = account(key.account);
  return status && status->snapshot ? status->snapshot->find(key) : nullptr;
}

Instrument Picture::instrument(const PositionKey& key) const {
  if (const Holding* held = holding(key); held && !held->about.id.empty()) return held->about;
  const auto found = replica_->instruments.find(key.instrument);
  if (found != replica_->instruments.end()) return found->second;
  return {.id = key.instrument, .venue = key.venue};
}

std::optional<Quantity> Picture::settling(const PositionKey& key) const {
  const AccountStatus* status = account(key.account);
  Sum<Quantity> sum;
  bool any = false;
  for (const UnsettledTrade& trade : status ? status->unsettled : std::vector<UnsettledTrade>{}) {
    if (trade.key != key) continue;
    any = true;
    sum.add(trade.change);
  }
  const auto total = sum.total();
  return any && total ? std::optional{*total} : std::nullopt;
}

Sellable Picture::sellable(const Position& held) const {
  const AccountStatus* status = account(held.key.account);
  SaleGrounds grounds{.position = held,
                      .about = instrument(held.key),
                      .verdict = verdict(held.key),
                      .listed = holding(held.key)};
  if (status != nullptr) {
    grounds.unsettled = status->unsettled;
    grounds.limits = status->sale_limits.get();
  }
  return sellable_of(grounds);
}

Verdict Picture::verdict(const PositionKey& key) const {
  const AccountStatus* status = account(key.account);
  if (status == nullptr || !status->current) return Verdict::unknown;
  // What is wrong with another key of the account says nothing against this one.
  const Case* open = case_of(key);
  if (open == nullptr) return Verdict::agrees;
  return open->reason == CaseReason::unknown_row ? Verdict::unknown : Verdict::drift;
}

std::optional<UtcTime> Picture::as_of() const {
  std::optional<UtcTime> oldest;
  for (const AccountStatus& account : replica_->accounts) {
    if (!account.snapshot) continue;
    const UtcTime at = account.snapshot->as_of();
    if (!oldest || at < *oldest) oldest = at;
  }
  return oldest;
}

bool Picture::complete() const { return !replica_->accounts.empty() && replica_->complete(); }

}  // namespace holdfast::api
