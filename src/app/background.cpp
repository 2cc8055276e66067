#include "app/background.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/contradictions.hpp"
#include "core/late_fills.hpp"

namespace holdfast {

Result<Background> background_of(Ledger& ledger, const std::vector<Drift>& drifts,
                                 const std::optional<VenueEvents>& events, UtcTime now) {
  Background background;
  std::vector<JournalEntry> booked;
  for (const Drift& drift : drifts) {
    auto journal = ledger.journal_of(drift.key);
    if (!journal) return tl::make_unexpected(std::move(journal).error());
    if (const auto until = guessed_until(*journal)) background.guessed.emplace(drift.key, *until);
    std::ranges::move(*journal, std::back_inserter(booked));
  }
  if (events) background.contradicted = contradictions(*events, booked, now);
  return background;
}

}  // namespace holdfast
