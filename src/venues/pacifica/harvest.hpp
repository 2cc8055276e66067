#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ports/venue.hpp"
#include "venues/pacifica/parse.hpp"
#include "venues/pacifica/venue.hpp"

namespace holdfast::pacifica {

// Gathers what belongs to the asked keys. Pacifica's histories name a symbol and not whether it was
// cross or isolated: one of the two is held at a time, and the mode changes only while flat, so the
// listed row's created_at says which life a trade belongs to.
class Harvest {
 public:
  Harvest(EventQuery query, std::map<PositionKey, UtcTime> opened, std::optional<ListingAge> age);

  [[nodiscard]] const std::set<std::string>& symbols() const { return symbols_; }
  // From when the events of a symbol are wanted.
  [[nodiscard]] UtcTime since(const std::string& symbol) const;
  [[nodiscard]] UtcTime earliest() const;
  // From when funding is wanted, known once all trades are here: what is asked about from the
  // beginning of time was paid nothing before its first trade. None: there is none.
  [[nodiscard]] std::optional<UtcTime> funding_since() const;

  void add(Trade trade);
  void add(const FlawedTrade& trade);
  void add(const OpenOrder& order);
  void add(const FundingPayment& payment);
  // The orders behind closings that the venue calls normal: were they stops or targets?
  [[nodiscard]] const std::set<std::int64_t>& orders_in_question() const { return in_question_; }
  void learn(const PastOrder& order);

  VenueEvents events() &&;

 private:
  [[nodiscard]] const PositionKey* key_of(const std::string& symbol, UtcTime at) const;
  // A thing that happened clearly later than all that the listing shows: until a listing knows of
  // it, the key is in motion.
  [[nodiscard]] bool is_ahead_of_listing(UtcTime at) const;
  [[nodiscard]] Cause cause_of(const Trade& trade) const;
  void note_size(std::int64_t order, const std::optional<Quantity>& size);

  EventQuery query_;  // narrowed: a new key is asked from the beginning of its listed life
  std::map<PositionKey, UtcTime> opened_;
  std::set<PositionKey> new_;  // those asked from the beginning of their listed life
  std::optional<ListingAge> age_;
  std::set<std::string> symbols_;
  std::multimap<std::string, Trade> trades_;  // by history_id
  std::multimap<std::string, Funding> funding_;
  std::set<std::int64_t> in_question_;
  std::map<std::int64_t, PastOrder> orders_;
  VenueEvents events_;
};

}  // namespace holdfast::pacifica
