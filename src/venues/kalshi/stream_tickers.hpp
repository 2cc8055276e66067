#pragma once
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/quote_check.hpp"
#include "ports/clock.hpp"
#include "ports/feed.hpp"
#include "venues/kalshi/parse_stream.hpp"

namespace holdfast::kalshi {

// {"id":…,"cmd":name,"params":{…}} and the id it was given.
struct Command {
  std::int64_t id{};
  std::string text;
};
using MakeCommand =
    std::function<Command(std::string_view name, const std::function<void(std::string&)>& params)>;

// The `ticker` channel beside the books: it is counted by nobody and tells of each market when its
// best prices move, whatever has become of that market's book. A book that does not show what is
// said there lacks frames. The channel heals nothing itself, and its own loss does no harm.
class TickerWatch {
 public:
  TickerWatch(Clock& clock, MakeCommand make) : clock_{clock}, make_{std::move(make)} {}

  // Brings what the venue was asked for to what is wanted; nothing while an answer is due.
  FeedNews settle(const std::set<InstrumentId>& wanted);
  void closed();
  // Of the channel's own subscription: takes the frame and says what is to be done then.
  FeedNews subscribed(const StreamFrame& frame);
  [[nodiscard]] bool is_answer(const StreamFrame& frame) const {
    return asked_id_ && frame.id == asked_id_;
  }
  void take(const StreamFrame& frame);
  // A book has moved, or has come anew because it was asked for.
  void note(const InstrumentId& market, const OrderBook& book);
  void renew(const InstrumentId& market, const OrderBook& book);
  // The markets whose book is not what was said, for longer than the channels run apart.
  [[nodiscard]] std::set<InstrumentId> contradicted() const;
  // Null: nothing was told on this connection.
  [[nodiscard]] std::optional<StreamPrice> price(const InstrumentId& market) const;

 private:
  struct Told {
    QuoteCheck check;
    std::int64_t at_ms{};  // of the newest frame
    std::optional<StreamPrice> price;
  };
  Told* told_of(const InstrumentId& market);

  Clock& clock_;
  MakeCommand make_;
  std::set<InstrumentId> wanted_;
  std::set<InstrumentId> asked_;  // the markets the venue was asked for
  std::map<InstrumentId, Told> told_;
  std::optional<std::int64_t> sid_;
  std::optional<std::int64_t> asked_id_;  // of the subscribe that has not been answered
};

}  // namespace holdfast::kalshi
