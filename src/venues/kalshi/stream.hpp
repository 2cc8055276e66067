#pragma once
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "core/sequence_gate.hpp"
#include "core/watch_list.hpp"
#include "ports/clock.hpp"
#include "ports/feed.hpp"
#include "ports/signer.hpp"
#include "venues/kalshi/parse_stream.hpp"
#include "venues/kalshi/stream_tickers.hpp"

namespace holdfast::kalshi {

struct StreamConfig {
  std::string origin;  // "wss://…", "ws://…"
  std::string key_id;
  std::function<Duration()> skew;  // of the venue's clock, as REST learned it; none: zero
};

// One connection of one Kalshi login: books of the markets it is told to watch, and the private
// channels, whose frames carry no counter and therefore only ever mean "ask again".
//
// Books share one counter (seq, per sid). A gap puts all of them in doubt and asks for snapshots; a
// market that says nothing for half its lease is asked for one too, because a subscription the
// venue has dropped says nothing either, and so is one whose best prices are not those of the
// ticker channel. What snapshots do not heal, a new subscription does, and then a new connection.
class KalshiFeed final : public Feed {
 public:
  KalshiFeed(StreamConfig config, Clock& clock, Signer& signer);

  [[nodiscard]] std::string_view name() const override { return "all"; }
  [[nodiscard]] bool wanted() const override { return true; }
  Result<StreamAddress> address() override;
  FeedNews watch(const std::set<InstrumentId>& instruments) override;
  FeedNews opened() override;
  Result<FeedNews> heard(std::string_view text) override;
  FeedNews tick() override;
  void closed() override;
  [[nodiscard]] std::optional<StreamPrice> price(const InstrumentId& market) const override {
    return tickers_.price(market);
  }
  [[nodiscard]] const std::set<InstrumentId>& watched() const override { return wanted_; }
  [[nodiscard]] FeedCounts counts() const override { return counts_; }

 private:
  [[nodiscard]] const OrderBook* kept(const InstrumentId& instrument) const override {
    return books_.find(instrument);
  }
  Command make_command(std::string_view name, const std::function<void(std::string&)>& params);
  std::string command(std::string_view name, const std::function<void(std::string&)>& params) {
    return make_command(name, params).text;
  }
  std::string subscribe_books();
  std::string update(std::string_view action, const std::set<InstrumentId>& tickers);
  FeedNews settle_subscriptions();
  FeedNews resubscribe(const std::string& why);
  FeedNews ask_snapshots(const std::set<InstrumentId>& tickers);
  FeedNews doubt_what_tickers_contradict();
  void doubt_all(const std::string& why);
  // Whether an order book frame belongs to what is subscribed now, and its place in the count.
  SequenceGate::Step count(const StreamFrame& frame, FeedNews& news);
  void take_snapshot(StreamFrame frame, FeedNews& news);
  void take_delta(const StreamFrame& frame, FeedNews& news);
  void take_error(const StreamFrame& frame, FeedNews& news);

  StreamConfig config_;
  Clock& clock_;
  Signer& signer_;
  std::set<InstrumentId> wanted_;
  WatchList<OrderBook> books_;            // of what the venue was asked for
  std::set<InstrumentId> hurt_;           // were whole once and are in doubt
  std::optional<std::int64_t> sid_;       // of the books' subscription
  std::optional<std::int64_t> asked_id_;  // of the subscribe that has not been answered
  Duration asked_sid_at_{};
  SequenceGate gate_;
  TickerWatch tickers_;
  std::int64_t next_id_{1};
  std::uint32_t resubscribed_{};  // since a book was fresh last
  bool open_{};
  FeedCounts counts_;
};

}  // namespace holdfast::kalshi
