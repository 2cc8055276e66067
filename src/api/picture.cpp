#include "api/picture.hpp"

#include <algorithm>

#include "core/book_trouble.hpp"

namespace holdfast::api {

Picture::Picture(std::shared_ptr<const Replica> replica) : replica_{std::move(replica)} {
  for (const AccountStatus& account : replica_->accounts) accounts_.emplace(account.id, &account);
  for (const Position& position : replica_->positions) positions_.emplace(position.key, &position);
  for (const Case& open : replica_->cases) {
    // What books claim says nothing against what is held.
    if (!is_open(open.state) || is_of_book(open.account)) continue;
    if (open.key) cases_.emplace(*open.key, &open);
    // A brake case holds its keys back; the key's own case, if there is one, says more.
    for (const PositionKey& key : open.keys) cases_.emplace(key, &open);
  }
  for (const Case& open : replica_->cases) {
    if (open.key && is_open(open.state)) cases_[*open.key] = &open;
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

const Case* Picture::open_case(const PositionKey& key) const {
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

Verdict Picture::verdict(const PositionKey& key) const {
  const AccountStatus* status = account(key.account);
  const Verdict verdict = status ? status->verdict : Verdict::unknown;
  if (const Case* open = open_case(key)) {
    const bool unread = open->reason == CaseReason::unknown_row;
    return unread || verdict == Verdict::unknown ? Verdict::unknown
                                                 : worse(verdict, Verdict::drift);
  }
  // Drift of another key of the account says nothing against this one.
  return verdict == Verdict::drift ? Verdict::agrees : verdict;
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
