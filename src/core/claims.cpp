#include "core/claims.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast {
namespace {

std::string text_of(const Position& position, const Holding& row, UtcTime raised_at, UtcTime now) {
  const auto pays = payout_of(row, position.quantity);
  const std::string& title = row.about.title;
  std::string text =
      fmt::format("{}{}: {} to claim", position.key.text(), title.empty() ? "" : " (" + title + ")",
                  pays ? pays->text() : "payout not known yet,");
  const auto days = std::chrono::floor<std::chrono::days>(now - raised_at).count();
  if (days > 0) text += fmt::format(" since {} day{}", days, days == 1 ? "" : "s");
  return text;
}

Alert message_of(const Position& position, const Holding& row, UtcTime now) {
  return {.case_id = {},
          .account = position.key.account,
          .key = position.key,
          .severity = Severity::info,
          .state = AlertState::active,
          .text = text_of(position, row, now, now),
          .raised_at = now,
          .edited_at = now};
}

ClaimChange ended(Alert message, std::string_view why, UtcTime now) {
  message.state = AlertState::resolved;
  message.text += why;
  message.edited_at = now;
  return {EventKind::claim_closed, std::move(message)};
}

// None: it stays as it is.
std::optional<ClaimChange> followed(const Alert& known, const AccountView& view,
                                    const Snapshot& snapshot, UtcTime now) {
  const auto held = view.open.find(*known.key);
  if (held == view.open.end()) return ended(known, "; ended", now);
  const Holding* row = snapshot.find(*known.key);
  // Not shown, or not to be read: that proves nothing. And a clock that was set back edits nothing.
  if (row == nullptr || !row->quantity || now < known.edited_at) return std::nullopt;
  if (!waits_to_be_redeemed(*row))
    return ended(known, "; ended: the venue does not pay for it any more", now);
  Alert message = known;
  message.text = text_of(held->second, *row, known.raised_at, now);
  if (message.text == known.text) return std::nullopt;
  message.edited_at = now;
  return ClaimChange{EventKind::claim_updated, std::move(message)};
}

}  // namespace

bool waits_to_be_redeemed(const Holding& row) {
  const bool pays_nothing = row.about.payout && row.about.payout->is_zero();
  return row.redeemable && !row.lost && !pays_nothing && row.quantity;
}

std::optional<Money> payout_of(const Holding& row, Quantity quantity) {
  if (!row.redeemable || !row.about.payout) return std::nullopt;
  const auto pays = multiply(*row.about.payout, quantity, Rounding::toward_zero);
  return pays ? std::optional{*pays} : std::nullopt;
}

std::vector<ClaimChange> changed_claims(const std::vector<Alert>& active, const AccountView& view,
                                        const Snapshot& snapshot, UtcTime now) {
  std::vector<ClaimChange> changes;
  for (const Alert& known : active) {
    if (auto change = followed(known, view, snapshot, now)) changes.push_back(*std::move(change));
  }
  for (const auto& [key, row] : snapshot.holdings()) {
    if (!waits_to_be_redeemed(row)) continue;
    const auto held = view.open.find(key);
    const auto is_it = [&](const Alert& known) { return known.key == key; };
    if (held == view.open.end() || std::ranges::any_of(active, is_it)) continue;
    changes.push_back({EventKind::claim_opened, message_of(held->second, row, now)});
  }
  return changes;
}

}  // namespace holdfast
