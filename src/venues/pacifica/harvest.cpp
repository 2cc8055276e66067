#include "venues/pacifica/harvest.hpp"

#include <algorithm>
#include <tuple>

#include "venues/pacifica/limits.hpp"

namespace holdfast::pacifica {

Harvest::Harvest(EventQuery query, std::map<PositionKey, UtcTime> opened,
                 std::optional<ListingAge> age)
    : query_{std::move(query)}, opened_{std::move(opened)}, age_{age} {
  for (auto& [key, since] : query_) {
    symbols_.insert(key.instrument.text);
    const auto opened_at = opened_.find(key);
    if (since == UtcTime{} && opened_at != opened_.end()) {
      since = opened_at->second - std::chrono::seconds{1};
      new_.insert(key);
    }
  }
}

UtcTime Harvest::since(const std::string& symbol) const {
  UtcTime earliest = UtcTime::max();
  for (const auto& [key, since] : query_) {
    if (key.instrument.text == symbol) earliest = std::min(earliest, since);
  }
  return earliest;
}

UtcTime Harvest::earliest() const {
  UtcTime earliest = UtcTime::max();
  for (const auto& [key, since] : query_) earliest = std::min(earliest, since);
  return earliest;
}

std::optional<UtcTime> Harvest::funding_since() const {
  std::optional<UtcTime> earliest;
  for (const auto& [key, since] : query_) {
    std::optional<UtcTime> from;
    if (since != UtcTime{}) from = since;
    for (const auto& [id, trade] : trades_) {
      if (since != UtcTime{} || trade.symbol != key.instrument.text) continue;
      from = std::min(from.value_or(trade.at), trade.at);
    }
    if (from) earliest = std::min(earliest.value_or(*from), *from);
  }
  return earliest;
}

const PositionKey* Harvest::key_of(const std::string& symbol, UtcTime at) const {
  const PositionKey* found = nullptr;
  for (const auto& [key, since] : query_) {
    if (key.instrument.text != symbol) continue;
    const auto opened_at = opened_.find(key);
    const bool other_is_asked = found != nullptr;
    if (!other_is_asked) found = &key;
    // Of two modes the listed one owns what happened in its life, the other one what was before.
    if (other_is_asked && opened_at != opened_.end()) {
      if (at >= opened_at->second) found = &key;
    } else if (other_is_asked) {
      const auto first_opened = opened_.find(*found);
      if (first_opened != opened_.end() && at < first_opened->second) found = &key;
    }
  }
  return found;
}

bool Harvest::is_ahead_of_listing(UtcTime at) const {
  return age_ && at > age_->shows_up + std::chrono::milliseconds{limits::same_moment_ms} &&
         age_->asked - at < std::chrono::seconds{limits::believed_after_s};
}

void Harvest::add(Trade trade) {
  const PositionKey* key = key_of(trade.symbol, trade.at);
  if (key == nullptr || trade.at < query_.at(*key)) return;
  // No life begins with a closing: the first half of a flip ended the one before.
  if (trade.closes && new_.contains(*key) && trade.at <= opened_.at(*key)) return;
  const auto newest = events_.newest_activity.try_emplace(*key, trade.at).first;
  newest->second = std::max(newest->second, trade.at);
  if (is_ahead_of_listing(trade.at)) events_.unsettled.insert(*key);
  if (trade.closes && trade.cause == Cause::trade && trade.order != 0) {
    in_question_.insert(trade.order);
  }
  // A page may repeat what the last one told; what it tells otherwise stays beside it.
  const auto [first, last] = trades_.equal_range(trade.id);
  const bool known = std::any_of(first, last, [&](const auto& one) { return one.second == trade; });
  if (!known) trades_.emplace(trade.id, std::move(trade));
}

void Harvest::add(const FlawedTrade& trade) {
  const PositionKey* key = key_of(trade.symbol, trade.at.value_or(UtcTime::max()));
  if (key == nullptr || (trade.at && *trade.at < query_.at(*key))) return;
  events_.flawed.emplace(*key, trade.text);
}

void Harvest::note_size(std::int64_t order, const std::optional<Quantity>& size) {
  if (size) events_.order_sizes.emplace(std::to_string(order), *size);
}

void Harvest::add(const OpenOrder& order) {
  if (order.id) note_size(*order.id, order.size);
  if (const PositionKey* key = key_of(order.symbol, UtcTime::max()); key && !order.waits) {
    events_.open_orders.insert(*key);
  }
  if (order.filled.is_zero() || !is_ahead_of_listing(order.changed_at)) return;
  if (const PositionKey* key = key_of(order.symbol, order.changed_at)) {
    events_.unsettled.insert(*key);
  }
}

void Harvest::add(const FundingPayment& payment) {
  const PositionKey* key = key_of(payment.symbol, payment.at);
  if (key == nullptr || payment.at < query_.at(*key)) return;
  // Rows move on to the next page while a new one comes; one that is told otherwise stays beside
  // it.
  Funding funding{.id = payment.id, .key = *key, .received = payment.payout, .at = payment.at};
  const auto [first, last] = funding_.equal_range(payment.id);
  const bool known =
      std::any_of(first, last, [&](const auto& one) { return one.second == funding; });
  if (!known) funding_.emplace(payment.id, std::move(funding));
}

void Harvest::learn(const PastOrder& order) {
  note_size(order.id, order.size);
  orders_.emplace(order.id, order);
  if (in_question_.erase(order.id) == 0) return;
  // An order that a stop released has a kind of its own and names the stop.
  if (order.parent && cause_of_order(order.type) == Cause::trade &&
      !orders_.contains(*order.parent)) {
    in_question_.insert(*order.parent);
  }
}

Cause Harvest::cause_of(const Trade& trade) const {
  if (!trade.closes || trade.cause != Cause::trade) return trade.cause;
  const auto order = orders_.find(trade.order);
  if (order == orders_.end()) return Cause::trade;
  const Cause own = cause_of_order(order->second.type);
  if (own != Cause::trade || !order->second.parent) return own;
  const auto parent = orders_.find(*order->second.parent);
  return parent == orders_.end() ? Cause::trade : cause_of_order(parent->second.type);
}

VenueEvents Harvest::events() && {
  for (const auto& [id, trade] : trades_) {
    const PositionKey* key = key_of(trade.symbol, trade.at);
    events_.fills.push_back({.id = FillId{id},
                             .key = *key,
                             .change = trade.change,
                             .price = trade.price,
                             .fee = trade.fee,
                             .at = trade.at,
                             .order_id = std::to_string(trade.order),
                             .cause = cause_of(trade)});
  }
  // History ids rise with time; of one moment the lower came first, and as texts "9" follows "10".
  std::ranges::sort(events_.fills, {}, [](const Fill& fill) {
    return std::tuple{fill.at, fill.id.text.size(), fill.id.text};
  });
  for (auto& [id, funding] : funding_) events_.funding.push_back(std::move(funding));
  std::ranges::sort(events_.funding, {}, [](const Funding& funding) {
    return std::tuple{funding.at, funding.id.size(), funding.id};
  });
  return std::move(events_);
}

}  // namespace holdfast::pacifica
