#include "core/book_proposal.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace holdfast {
namespace {

bool of_ticker(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

// What looks like Kalshi tickers in a text; a sentence's own dot is no part of them.
std::set<std::string> tickers_in(std::string_view text) {
  std::set<std::string> tickers;
  for (auto at = text.find("KX"); at != std::string_view::npos; at = text.find("KX", at + 1)) {
    if (at > 0 && of_ticker(text[at - 1])) continue;
    const auto rest = text.substr(at);
    const auto end = std::ranges::find_if_not(rest, of_ticker);
    std::string ticker{rest.begin(), end};
    while (ticker.ends_with('.') || ticker.ends_with('-')) ticker.pop_back();
    if (ticker.size() > 2) tickers.insert(ticker);
  }
  return tickers;
}

std::string folded(std::string_view text) {
  std::string word;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte) != 0)
      word.push_back(static_cast<char>(std::tolower(byte)));
  }
  return word;
}

std::vector<const SourceHolding*> kalshi_fits(const BookRow& row, const HoldingIndex& index) {
  std::set<std::string> tickers = tickers_in(row.market_id);
  tickers.merge(tickers_in(row.description));
  std::vector<const SourceHolding*> exact;
  std::vector<const SourceHolding*> of_event;
  for (const SourceHolding* holding : index.all()) {
    if (holding->key.venue != VenueName::kalshi) continue;
    const std::string& id = holding->key.instrument.text;
    if (tickers.contains(id)) exact.push_back(holding);
    if (std::ranges::any_of(tickers, [&](const auto& t) { return id.starts_with(t + "-"); })) {
      of_event.push_back(holding);
    }
  }
  return exact.empty() ? of_event : exact;
}

std::vector<const SourceHolding*> poly_fits(const BookRow& row, std::string_view outcome,
                                            const HoldingIndex& index) {
  const std::set<std::string> names{folded(row.market_id), folded(row.description),
                                    folded(row.ids.poly_market_slug)};
  std::vector<const SourceHolding*> fits;
  for (const SourceHolding* holding : index.all()) {
    if (holding->key.venue != VenueName::polymarket) continue;
    const Instrument& about = holding->about;
    const bool named = (!about.slug.empty() && names.contains(folded(about.slug))) ||
                       (!about.title.empty() && names.contains(folded(about.title)));
    if (named && folded(about.outcome) == outcome) fits.push_back(holding);
  }
  return fits;
}

bool speaks_of(const BookRow& row, Leg leg) {
  const auto& figures = row.legs[leg];
  return figures && (!figures->contracts || !figures->contracts->is_zero());
}

}  // namespace

BookCandidate candidate_of(Leg leg, const SourceHolding& holding) {
  return {.leg = leg, .key = holding.key, .title = holding.about.title};
}

std::vector<BookCandidate> propose(const BookRow& row, const HoldingIndex& index) {
  std::vector<BookCandidate> proposals;
  if (row.ids.kalshi_market_ticker.empty()) {
    const auto fits = kalshi_fits(row, index);
    const Leg leg = speaks_of(row, Leg::kalshi_no) && !speaks_of(row, Leg::kalshi_yes)
                        ? Leg::kalshi_no
                        : Leg::kalshi_yes;
    if (fits.size() == 1) proposals.push_back(candidate_of(leg, *fits.front()));
  }
  for (const Leg leg : {Leg::poly_yes, Leg::poly_no}) {
    if (!speaks_of(row, leg) || map_leg(row, leg, index).kind != MappingKind::nameless) continue;
    const auto fits = poly_fits(row, leg == Leg::poly_yes ? "yes" : "no", index);
    if (fits.size() == 1) proposals.push_back(candidate_of(leg, *fits.front()));
  }
  return proposals;
}

}  // namespace holdfast
