#include "core/sale_lines.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast {
namespace {

// Elsewhere an instrument is no thing of its own that could be mistaken for another.
bool is_token(const PositionKey& key) {
  return key.venue == VenueName::polymarket || key.venue == VenueName::kalshi_solana;
}

bool brings(const JournalEntry& entry) {
  return !entry.change.is_negative() && !entry.change.is_zero();
}

}  // namespace

bool any_brings(const std::vector<JournalEntry>& entries) {
  return std::ranges::any_of(entries, brings);
}

std::vector<std::string> sale_lines(
    const std::vector<JournalEntry>& booked,
    const std::function<bool(const PositionKey&)>& was_bought_earlier) {
  std::vector<std::string> lines;
  for (const JournalEntry& sale : booked) {
    const bool sold = sale.kind == EntryKind::fill && sale.change.is_negative();
    if (!sold || !is_token(sale.key)) continue;
    const bool bought =
        was_bought_earlier(sale.key) || std::ranges::any_of(booked, [&](const JournalEntry& entry) {
          return entry.key == sale.key && brings(entry);
        });
    lines.push_back(fmt::format(
        "Sold token {}: {} @ {}, evidence {}; {}", sale.key.instrument.text,
        decimal_text(magnitude(sale.change), Quantity::scale),
        sale.price ? sale.price->text() : "unknown", sale.evidence.id,
        bought ? "it is the id that was bought" : "no purchase of that id is known here"));
  }
  return lines;
}

}  // namespace holdfast
