#include "core/book_mapping.hpp"

#include <algorithm>
#include <cctype>

namespace holdfast {
namespace {

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

bool claims_something(const BookRow& row, Leg leg) {
  const auto claim = claim_of(row, leg);
  return !claim || !claim->is_zero();
}

Mapping mapping_of(std::vector<const SourceHolding*> found, std::string name) {
  if (found.empty()) return {.kind = MappingKind::absent, .name = std::move(name)};
  if (found.size() == 1) return {.kind = MappingKind::held, .holding = found.front()};
  return {.kind = MappingKind::ambiguous, .candidates = std::move(found)};
}

// The venue's condition names two tokens; the outcome tells which, if the venue calls its
// outcomes Yes and No. Other names (Up and Down, two teams) leave both.
Mapping map_condition(const std::string& condition, std::string_view outcome,
                      const HoldingIndex& index) {
  const auto of_condition = index.by_condition(condition);
  std::vector<const SourceHolding*> exact;
  std::vector<const SourceHolding*> open;
  for (const SourceHolding* holding : of_condition) {
    const std::string& name = holding->about.outcome;
    if (same_word(name, outcome)) exact.push_back(holding);
    if (!same_word(name, "yes") && !same_word(name, "no")) open.push_back(holding);
  }
  if (open.empty()) return mapping_of(exact, "condition " + condition + " " + std::string{outcome});
  exact.insert(exact.end(), open.begin(), open.end());
  return {.kind = MappingKind::ambiguous, .candidates = std::move(exact)};
}

Mapping map_poly(const BookRow& row, Leg leg, const HoldingIndex& index) {
  const bool yes = leg == Leg::poly_yes;
  const std::string& asset = yes ? row.ids.poly_asset_yes : row.ids.poly_asset_no;
  const std::string& token = yes ? row.ids.poly_token_id_yes : row.ids.poly_token_id_no;
  for (const std::string& id : {asset, token}) {
    if (!id.empty()) return mapping_of(index.by_instrument(VenueName::polymarket, id), id);
  }
  // A condition alone is no claim on a token that the row does not speak of.
  if (!claims_something(row, leg)) return {};
  if (row.ids.poly_condition_id.empty()) return {.kind = MappingKind::nameless};
  return map_condition(row.ids.poly_condition_id, yes ? "yes" : "no", index);
}

}  // namespace

HoldingIndex::HoldingIndex(const std::vector<SourceHolding>& holdings) {
  for (const SourceHolding& holding : holdings) ordered_.push_back(&holding);
  std::ranges::sort(ordered_, {}, [](const SourceHolding* holding) { return holding->key; });
  for (const SourceHolding* holding : ordered_) {
    instruments_.emplace(std::pair{holding->key.venue, holding->key.instrument.text}, holding);
    if (holding->key.venue == VenueName::polymarket && !holding->about.condition_id.empty()) {
      conditions_.emplace(holding->about.condition_id, holding);
    }
  }
}

std::vector<const SourceHolding*> HoldingIndex::by_instrument(VenueName venue,
                                                              const std::string& id) const {
  std::vector<const SourceHolding*> found;
  const auto [first, last] = instruments_.equal_range({venue, id});
  for (auto at = first; at != last; ++at) found.push_back(at->second);
  return found;
}

std::vector<const SourceHolding*> HoldingIndex::by_condition(const std::string& id) const {
  std::vector<const SourceHolding*> found;
  const auto [first, last] = conditions_.equal_range(id);
  for (auto at = first; at != last; ++at) found.push_back(at->second);
  return found;
}

const SourceHolding* HoldingIndex::by_key(const PositionKey& key) const {
  const auto found = std::ranges::lower_bound(
      ordered_, key, {}, [](const SourceHolding* holding) { return holding->key; });
  return found != ordered_.end() && (*found)->key == key ? *found : nullptr;
}

Mapping map_leg(const BookRow& row, Leg leg, const HoldingIndex& index) {
  if (row.key) {
    // Its own ledger needs no guessing: one leg, or the two of Kalshi's signed quantity.
    if (venue_of(leg) != row.key->venue || leg == Leg::poly_no) return {};
    if (const SourceHolding* holding = index.by_key(*row.key)) {
      return {.kind = MappingKind::held, .holding = holding};
    }
    return {.kind = MappingKind::absent, .name = row.key->text()};
  }
  if (venue_of(leg) == VenueName::polymarket) return map_poly(row, leg, index);
  const std::string& ticker = row.ids.kalshi_market_ticker;
  if (!ticker.empty()) return mapping_of(index.by_instrument(VenueName::kalshi, ticker), ticker);
  if (!claims_something(row, leg)) return {};
  return {.kind = MappingKind::nameless};
}

std::optional<WideDecimal> claim_of(const BookRow& row, Leg leg) {
  if (row.status == "closed" || row.status == "resolved") return WideDecimal{};
  const auto& figures = row.legs[leg];
  return figures ? figures->contracts : WideDecimal{};
}

}  // namespace holdfast
