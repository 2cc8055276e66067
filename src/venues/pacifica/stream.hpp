#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "core/watch_list.hpp"
#include "core/watch_shares.hpp"
#include "ports/clock.hpp"
#include "ports/feed.hpp"
#include "venues/pacifica/parse_stream.hpp"
#include "venues/pacifica/stream_book.hpp"

namespace holdfast::pacifica {

struct StreamConfig {
  std::string origin;                    // "wss://…", "ws://…"
  std::function<std::string()> account;  // base58; empty: not known yet, and no connection is kept
  // Told the number of each trade of the account; none: nobody wants to know.
  std::function<void(std::int64_t number)> heard_trade;
};

// One connection of an account: book and best price of its share of the symbols it is told to
// watch, and the prices of all symbols, which no book may contradict. The first one has the
// account's own channels too; another is kept while it has a symbol.
//
// The account's channels only ever mean "ask again". Their frames bear a number that rises: what is
// below the newest one heard is late and means nothing, above all a set of positions from before a
// trade. Bad subscriptions are answered with silence here, like lost ones: the account's channels
// end the connection when they stay mute, a symbol's book is left alone for a while.
class PacificaFeed final : public Feed {
 public:
  PacificaFeed(StreamConfig config, Clock& clock, WatchShare share);

  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] bool wanted() const override { return !is_spare() && !config_.account().empty(); }
  [[nodiscard]] bool is_spare() const override { return !share_.is_first() && wanted_.empty(); }
  Result<StreamAddress> address() override;
  FeedNews watch(const std::set<InstrumentId>& instruments) override;
  FeedNews opened() override;
  Result<FeedNews> heard(std::string_view text) override;
  FeedNews tick() override;
  void closed() override;
  [[nodiscard]] std::optional<StreamPrice> price(const InstrumentId& symbol) const override {
    const auto found = marks_.find(symbol);
    return found == marks_.end() ? std::nullopt : std::optional{found->second};
  }
  [[nodiscard]] const std::set<InstrumentId>& watched() const override { return wanted_; }
  [[nodiscard]] FeedCounts counts() const override { return counts_; }

 private:
  [[nodiscard]] const OrderBook* kept(const InstrumentId& instrument) const override {
    const StreamBook* found = books_.find(instrument);
    return found == nullptr ? nullptr : &found->book();
  }
  [[nodiscard]] std::string command(std::string_view verb, std::string_view channel) const;
  FeedNews ask_channels(const std::set<std::string>& channels);
  FeedNews ask_books(const std::set<InstrumentId>& symbols);
  FeedNews settle_books();
  // Whether an account's frame is later than all that was heard of it.
  bool is_news(const StreamFrame& frame);
  void take_account(const StreamFrame& frame, FeedNews& news);
  void take_symbol(const StreamFrame& frame, FeedNews& news);
  void take_prices(const StreamFrame& frame);
  FeedNews tend_prices();

  StreamConfig config_;
  Clock& clock_;
  WatchShare share_;
  std::string name_;
  std::set<InstrumentId> wanted_;
  std::size_t left_out_{};  // as it was told last
  WatchList<StreamBook> books_;
  WatchList<Subscribed, std::string> channels_;
  WatchList<Subscribed, std::string> prices_;  // the one channel of that name
  std::map<InstrumentId, StreamPrice> marks_;
  std::optional<std::string> held_;         // the positions as they were told last
  std::optional<std::int64_t> newest_;      // number of the newest trade or set of positions
  std::optional<std::int64_t> last_trade_;  // of the newest trade
  std::optional<std::int64_t> last_order_;  // of the newest change of an order
  Pulse ping_;
  bool open_{};
  FeedCounts counts_;
};

}  // namespace holdfast::pacifica
