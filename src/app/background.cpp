#include "app/background.hpp"

#include "core/contradictions.hpp"

namespace holdfast {

Result<Background> background_of(Ledger& ledger, const std::vector<Drift>& drifts,
                                 const std::optional<VenueEvents>& events, UtcTime now) {
  Background background;
  if (!events) return background;  // there is nothing to explain by
  for (const Drift& drift : drifts) {
    const auto journal = ledger.journal_of(drift.key);
    if (!journal) return tl::make_unexpected(journal.error());
    add_journal(background, *events, *journal);
  }
  background.contradicted = contradictions(*events, now);
  return background;
}

}  // namespace holdfast
